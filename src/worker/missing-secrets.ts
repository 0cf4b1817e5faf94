/** Which secrets this worker lacks: known when it starts, because references are followed once. */
import { MOST_MISSING } from '../text/bounds.ts'
import type { MissingSecret } from '../run/command.ts'
import type { RunState } from '../run/state.ts'
import type { BlockContext } from './context.ts'
import type { Secret, WorkerTarget } from './options.ts'

/** Those that the plan's targets need here. A sentence names the reference, never what it leads to. */
export function missingSecrets({ options }: Pick<BlockContext, 'options'>, { plan }: Pick<RunState, 'plan'>): MissingSecret[] {
  const targets = Object.keys(plan?.targets ?? {}).toSorted()
  return targets
    .flatMap((target) => missingOf(options.targets[target]).map((fault) => ({ target, why: `${fault} ${AGAIN}` })))
    .slice(0, MOST_MISSING)
}

/** The sentence of each reference that leads to nothing. */
export function missingOf(target: WorkerTarget | undefined): string[] {
  return target === undefined ? [] : secretsOf(target).flatMap((secret) => ('fault' in secret ? [secret.fault] : []))
}

export const AGAIN = 'Then start this worker again: until then no block that needs it can run.'

function secretsOf(target: WorkerTarget): Secret[] {
  switch (target.kind) {
    case 'sql-server':
      return [target.password, ...(target.reader === undefined ? [] : [target.reader.password])]
    case 'powershell':
      return [...Object.values(target.environment), target.password, target.reader?.password].filter((one) => typeof one === 'object')
  }
}
