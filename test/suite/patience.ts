/**
 * How long a test waits for what is to come, at the most. It is no judgement of speed: it only ends a wait that would be in vain, so it is
 * longer than the busiest machine needs.
 */
export const PATIENCE_MS = 120_000
