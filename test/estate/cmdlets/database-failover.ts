import { changePartner } from '../sql/change-partner.ts'
import { SqlError } from '../sql/sql-error.ts'
import { findDatabase, serverName } from '../state/instance-state.ts'
import type { InstanceState } from '../state/instance-state.ts'
import { partnersOf, storesOf } from '../state/sql-store.ts'
import { isSet, textOf } from './cmdlet.ts'
import type { CmdletCall } from './cmdlet.ts'
import { listOf, refused } from './install-mirror.ts'

/** Invoke-CsDatabaseFailover: the server that the topology calls primary, or mirror, becomes principal of each database of a type. */
export async function failDatabasesOver(call: CmdletCall): Promise<void> {
  const { state } = call
  const [pool, type] = [textOf(call, 'PoolFqdn')!, textOf(call, 'DatabaseType')!]
  const stores = storesOf(state, pool, type)
  if (stores.length === 0) throw refused(`The pool "${pool}" has no store of type ${type}.`, 'StoreNotFound')
  const excluded = listOf(call, 'ExcludeDatabaseList')
  for (const store of stores) {
    const [primary, mirror] = partnersOf(state, store)
    if (mirror === undefined) throw refused(`The store ${serverName(primary)} of the pool "${pool}" has no mirror.`, 'MirrorNotDefined')
    const [wanted, other] = textOf(call, 'NewPrincipal') === 'Mirror' ? [mirror, primary] : [primary, mirror]
    for (const name of store.databases.filter((each) => !excluded.includes(each.toLowerCase()))) {
      await state.clock.sleep(state.times.recover)
      failOne(call, name, wanted, other)
      call.verbose(`${name} is served by ${serverName(wanted)} now.`)
    }
  }
}

function failOne(call: CmdletCall, name: string, wanted: InstanceState, other: InstanceState): void {
  const { state } = call
  if (!wanted.up) throw refused(`Cannot connect to the SQL Server "${serverName(wanted)}".`, 'SqlConnectionFailed')
  const target = findDatabase(wanted, name)
  if (target?.mirroring === undefined) throw refused(`The database ${name} is not mirrored on ${serverName(wanted)}.`, 'NotMirrored')
  if (target.mirroring.role === 'PRINCIPAL')
    throw refused(`${serverName(wanted)} is principal of the database ${name} already.`, 'AlreadyPrincipal')
  try {
    if (other.up) return changePartner(state, other, findDatabase(other, name)!, 'FAILOVER')
    if (!isSet(call, 'Force')) throw refused(`Cannot connect to the SQL Server "${serverName(other)}".`, 'SqlConnectionFailed')
    return changePartner(state, wanted, target, 'FORCE_SERVICE_ALLOW_DATA_LOSS')
  } catch (error) {
    if (error instanceof SqlError) throw refused(error.message, `SqlError${error.number}`)
    throw error
  }
}
