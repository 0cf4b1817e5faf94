import type { Secret, WorkerTarget } from '../worker/options.ts'

/** One sentence for each secret that leads to nothing. Secrets are read once, so it needs another start when they are there. */
export function sayMissingSecrets(targets: Record<string, WorkerTarget>): string[] {
  return Object.values(targets)
    .flatMap((target) => secretsOf(target))
    .flatMap((secret) =>
      'fault' in secret ? [`${secret.fault} Then start this worker again: until then no block that needs it can run.`] : [],
    )
}

function secretsOf(target: WorkerTarget): Secret[] {
  switch (target.kind) {
    case 'sql-server':
      return [target.password, ...(target.reader === undefined ? [] : [target.reader.password])]
    case 'powershell':
      return [...Object.values(target.environment), target.password, target.reader?.password].filter((one) => typeof one === 'object')
  }
}
