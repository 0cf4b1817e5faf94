/** Which secrets this worker lacks: known when it starts, because references are followed once. */
import { MOST_MISSING } from '../text/bounds.ts'
import type { SecretFault, WorkerFault } from '../run/facts/worker-fault.ts'
import type { MissingSecret } from '../run/command.ts'
import { allBlocks, targetsOf } from '../procedure/planned-item.ts'
import type { PlannedBlock } from '../procedure/plan-types.ts'
import type { RunState } from '../run/state.ts'
import type { BlockContext } from './context.ts'
import { followSecret } from './block/follow-secrets.ts'
import type { Secret, WorkerTarget } from './options.ts'

/** Those that the plan's targets need here, and those that its values name where this worker is to send them. What is said names the reference, never what it leads to. */
export function missingSecrets({ options }: Pick<BlockContext, 'options'>, state: Pick<RunState, 'plan' | 'procedure'>): MissingSecret[] {
  const targets = Object.keys(state.plan?.targets ?? {}).toSorted()
  return [
    ...targets.flatMap((target) => missingOf(options.targets[target]).map((fault) => ({ target, why: needed(fault) }))),
    ...namedSecrets(options, state),
  ].slice(0, MOST_MISSING)
}

/** Once each; `target`: the first one that is sent it. */
function namedSecrets(options: BlockContext['options'], state: Pick<RunState, 'plan' | 'procedure'>): MissingSecret[] {
  const sent = (state.plan?.steps ?? []).flatMap(allBlocks).flatMap((block) => targetsOf(block).map((target) => ({ ...block, target })))
  const here = sent.filter(({ target }) => Object.hasOwn(options.targets, target))
  const lacking = here.flatMap((block) => lackingFor(options, state, block).map((lack) => ({ target: block.target, ...lack })))
  const first = lacking.filter(({ secret }, at) => lacking.findIndex((each) => each.secret === secret) === at)
  return first.map(({ target, why }) => ({ target, why: why.is === 'no-secret' ? needed(why) : why }))
}

/** The secrets that this block is to be sent with and that this worker does not have. */
export function lackingFor(
  options: BlockContext['options'],
  { plan, procedure }: Pick<RunState, 'plan' | 'procedure'>,
  { uses }: Pick<PlannedBlock, 'uses'>,
): { secret: string; why: WorkerFault }[] {
  return procedure.parameters.flatMap(({ name, type }) => {
    const secret = plan?.values[name]
    if (type.of !== 'secret' || typeof secret !== 'string' || !uses.some((used) => used === name || used === `${name}_text`)) return []
    const found = followSecret(options, secret)
    return 'secret' in found ? [] : [{ secret, why: found.fault }]
  })
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
