import { releaseOfState } from '../../audit/state-version.ts'
import { EngineFault } from '../engine-fault.ts'
import { otherState, type SealedState } from '../proof/sealed-state.ts'
import type { EngineAdmin } from './admin.ts'

/** What is looked at before anything is done. A run's own state is large, and the index has it: each run is judged when it is read. */
const LOOKED_AT = ['Lock', 'Runs']

/**
 * A store that another release wrote is not begun with: a lock read otherwise than it was meant would be given to two runs.
 * An engine that cannot be asked is begun with, because each object judges what it reads by itself. @throws EngineFault
 */
export async function refuseOtherState(
  admin: Pick<EngineAdmin, 'states'>,
  kept: Pick<SealedState, 'otherVersion'>,
  store: string,
): Promise<void> {
  const states = await admin.states(LOOKED_AT).catch(() => [])
  for (const { object, key, name, value } of states) {
    const other = kept.otherVersion(object, key, name, value)
    if (other === undefined) continue
    throw new EngineFault(
      'other-state',
      `${otherState(object, key, other.names)} Lead its runs to their ends with ${releaseOfState(other.names)}, then stop the bot and all its workers, move ${store} away and start this one (docs/upgrading.md).`,
    )
  }
}
