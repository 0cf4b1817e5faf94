import type { EstateState } from '../state/estate-state.ts'
import type { InstanceState } from '../state/instance-state.ts'
import { serverName } from '../state/instance-state.ts'

/** What a reader of the estate may know: all of it but passwords and what only lives in the process. */
export function stateSnapshot(state: EstateState): object {
  const { dir, clock, instances, pool, store, topology, backupService } = state
  return { dir, now: new Date(clock.now()).toISOString(), instances: instances.map(instanceSnapshot), pool, store, topology, backupService }
}

function instanceSnapshot(instance: InstanceState): object {
  const { name, site, up, databases, msdb, sessions } = instance
  const open = [...sessions.values()].map(({ spid, login, host, program, databaseId, request }) => ({
    spid,
    login,
    host,
    program,
    databaseId,
    request,
  }))
  return { name, server: serverName(instance), site, up, databases, msdb, sessions: open }
}
