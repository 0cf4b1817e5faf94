import { AGAIN, missingOf } from '../../worker/missing-secrets.ts'
import type { WorkerTarget } from '../../worker/options.ts'

/** One sentence for each secret that leads to nothing. Secrets are read once, so it needs another start when they are there. */
export function sayMissingSecrets(targets: Record<string, WorkerTarget>): string[] {
  return Object.values(targets)
    .flatMap(missingOf)
    .map((fault) => `${fault} ${AGAIN}`)
}
