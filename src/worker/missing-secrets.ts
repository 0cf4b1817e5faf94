/** Which secrets this worker lacks: known when it starts, because references are followed once. */
import { MOST_MISSING } from '../text/bounds.ts'
import type { SecretFault, WorkerFault } from '../run/facts/worker-fault.ts'
import type { MissingSecret } from '../run/command.ts'
import type { RunState } from '../run/state.ts'
import type { BlockContext } from './context.ts'
import type { Secret, WorkerTarget } from './options.ts'

/** Those that the plan's targets need here. What is said names the reference, never what it leads to. */
export function missingSecrets({ options }: Pick<BlockContext, 'options'>, { plan }: Pick<RunState, 'plan'>): MissingSecret[] {
  const targets = Object.keys(plan?.targets ?? {}).toSorted()
  return targets
    .flatMap((target) => missingOf(options.targets[target]).map((fault) => ({ target, why: needed(fault) })))
    .slice(0, MOST_MISSING)
}

/** Each reference that leads to nothing. */
export function missingOf(target: WorkerTarget | undefined): SecretFault[] {
  return target === undefined ? [] : secretsOf(target).flatMap((secret) => ('fault' in secret ? [secret.fault] : []))
}

export function needed(fault: SecretFault): WorkerFault {
  return { ...fault, is: 'secret-needed' }
}

function secretsOf(target: WorkerTarget): Secret[] {
  switch (target.kind) {
    case 'sql-server':
      return [target.password, ...(target.reader === undefined ? [] : [target.reader.password])]
    case 'powershell':
      return [...Object.values(target.environment), target.password, target.reader?.password].filter((one) => typeof one === 'object')
  }
}
