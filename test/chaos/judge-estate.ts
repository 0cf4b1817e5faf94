/** What must be true of the estate after a run, however it was interrupted. */
import type { Estate } from '../estate/estate.ts'
import { instanceNamed, type Effect } from '../estate/state/estate-state.ts'

/** Effects that took place more than once: the same statement with the same values on the same server. */
export function doubledEffects(effects: readonly Effect[]): string[] {
  const seen = new Map<string, number>()
  for (const { where, what } of effects) seen.set(`${where}: ${what}`, (seen.get(`${where}: ${what}`) ?? 0) + 1)
  return [...seen].filter(([, times]) => times > 1).map(([what, times]) => `took effect ${times} times: ${what}`)
}

/** What is not as a finished failover leaves it. */
export function estateFaults({ state }: Estate): string[] {
  const faults: string[] = []
  const database = instanceNamed(state, 'SEC').databases.find(({ name }) => name === 'mgc')
  if (database?.status !== 'ONLINE') faults.push(`mgc on SEC is ${database?.status ?? 'missing'}`)
  if (state.pool.state !== 'FailedOver') faults.push(`the pool is ${state.pool.state}`)
  const active = [...state.pool.activeServers].toSorted().join(' ')
  if (active !== 'pc5.contoso.com pc6.contoso.com pc7.contoso.com pc8.contoso.com') faults.push(`active servers are ${active}`)
  const mirror = instanceNamed(state, 'SECM').databases.find(({ name }) => name === 'mgc')
  if (!mirror) faults.push('mgc has no mirror on SECM')
  return faults
}
