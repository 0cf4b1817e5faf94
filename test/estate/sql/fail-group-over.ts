import { mayOnServer } from '../rights/rights.ts'
import { replicaOn, replicaState } from '../state/availability-group.ts'
import type { Database } from '../state/database.ts'
import { instanceNamed } from '../state/estate-state.ts'
import type { EstateState } from '../state/estate-state.ts'
import { findDatabase } from '../state/instance-state.ts'
import type { InstanceState } from '../state/instance-state.ts'
import { SqlError } from './sql-error.ts'
import type { AdminStatement } from './statement.ts'
import type { Work } from './work.ts'

/** ALTER AVAILABILITY GROUP … FAILOVER, sent to the replica that is to become primary. Throws 15151, 41122, 41142. */
export async function failGroupOver(statement: Extract<AdminStatement, { kind: 'alter-group' }>, { session }: Work): Promise<void> {
  const { state, instance } = session
  const group = state.groups.find(({ name }) => name.toLowerCase() === statement.group.toLowerCase())
  const replica = group && replicaOn(group, instance)
  if (group === undefined || replica === undefined || !mayOnServer(session, 'ALTER ANY AVAILABILITY GROUP')) {
    throw new SqlError(
      15_151,
      `Cannot alter the availability group '${statement.group}', because it does not exist or you do not have permission.`,
    )
  }
  if (group.primary === instance.name) {
    throw new SqlError(
      41_122,
      `Cannot failover availability group '${group.name}' to this instance of SQL Server. The local availability replica is already the primary replica of the availability group. To failover this availability group to another instance of SQL Server, run the failover command on that instance of SQL Server.`,
    )
  }
  const forced = statement.to === 'FORCE_FAILOVER_ALLOW_DATA_LOSS'
  if (!forced && replicaState(state, group, replica) !== 'SYNCHRONIZED') {
    throw new SqlError(
      41_142,
      `The availability replica for availability group '${group.name}' on this instance of SQL Server cannot become the primary replica. One or more databases are not synchronized or have not joined the availability group. If the availability replica uses the asynchronous-commit mode, consider performing a forced manual failover (with possible data loss). Otherwise, once all local secondary databases are joined and synchronized, you can perform a planned manual failover to this secondary replica (without data loss).`,
    )
  }
  await state.clock.sleep(state.times.recover)
  const from = group.primary === undefined ? undefined : instanceNamed(state, group.primary)
  for (const name of group.databases) takeOver(findDatabase(instance, name), forced ? undefined : from && findDatabase(from, name))
  group.primary = instance.name
  for (const each of group.replicas) {
    each.synchronizedAt = state.clock.now() + state.times.synchronize
    // After data may have been lost the others wait to be told.
    each.suspended = forced && each !== replica
  }
}

/** ALTER DATABASE … SET HADR SUSPEND or RESUME. Throws 35242. */
export function changeReplica(state: EstateState, instance: InstanceState, database: Database, to: 'SUSPEND' | 'RESUME'): void {
  const group = state.groups.find((each) => each.databases.includes(database.name))
  const replica = group && replicaOn(group, instance)
  if (replica === undefined) {
    throw new SqlError(
      35_242,
      `Cannot complete this ALTER DATABASE ${database.name} SET HADR operation on database '${database.name}'. The database is not joined to an availability group.`,
    )
  }
  replica.suspended = to === 'SUSPEND'
  if (to === 'RESUME') replica.synchronizedAt = state.clock.now() + state.times.synchronize
}

function takeOver(database: Database | undefined, from: Database | undefined): void {
  if (database === undefined || from === undefined) return
  Object.assign(database, { redoLsn: from.redoLsn, logBackupLsn: from.logBackupLsn, content: { ...from.content }, forkId: from.forkId })
}
