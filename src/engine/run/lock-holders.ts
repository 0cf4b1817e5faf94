import type { EngineAdmin } from '../server/admin.ts'
import type { LockState } from './lock-object.ts'
import type { SealedState } from '../proof/sealed-state.ts'

/** Which lock a run has, by the states of the locks as this bot wrote them: one question for all of them, where each run would ask its own. */
export async function lockHolders(
  admin: Pick<EngineAdmin, 'states'>,
  kept: Pick<SealedState, 'opened'>,
): Promise<ReadonlyMap<string, string>> {
  const locks = await admin.states(['Lock'], 'lock')
  return new Map(
    locks.flatMap(({ key, value }): [string, string][] => {
      const holder = kept.opened<LockState>('Lock', key, 'lock', value)?.holder
      return holder === undefined ? [] : [[holder.run, key]]
    }),
  )
}
