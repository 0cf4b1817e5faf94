/** Durations as people write them: a whole number and a unit. */

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const LONGEST_MS = 366 * 86_400_000

/** `30s`, `60m`, `2h`, `1d`, `500ms` in milliseconds; undefined for anything else, and for more than a year. */
export function readDuration(written: string): number | undefined {
  const match = /^(\d{1,12})(ms|s|m|h|d)$/.exec(written.trim())
  const ms = Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ''] ?? Number.NaN)
  return ms <= LONGEST_MS ? ms : undefined
}

/** The shortest way to write it: `24d`, `1s`, `0s`. */
export function spokenDuration(ms: number): string {
  const [unit, each] = Object.entries(UNIT_MS).findLast(([name, length]) => ms % length === 0 && (ms > 0 || name === 's')) ?? ['ms', 1]
  return `${ms / each}${unit}`
}
