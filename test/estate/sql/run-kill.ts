import { denied } from '../rights/denied.ts'
import { mayOnServer } from '../rights/rights.ts'
import { SqlError } from './sql-error.ts'
import type { AdminStatement } from './statement.ts'
import type { Work } from './work.ts'

/** KILL: the other session's connection ends. Throws 6102, 6104, 6106, 6107, 6120. */
export function runKill(statement: Extract<AdminStatement, { kind: 'kill' }>, { session }: Work): Promise<void> {
  const { spid, statusOnly } = statement
  if (!mayOnServer(session, 'ALTER ANY CONNECTION')) throw denied.toKill()
  if (spid === session.row.spid) throw new SqlError(6104, 'Cannot use KILL to kill your own process.')
  if (spid <= 50) throw new SqlError(6107, 'Only user processes can be killed.', 14)
  const other = session.instance.sessions.get(spid)
  if (other === undefined) throw new SqlError(6106, `Process ID ${spid} is not an active process ID.`)
  if (statusOnly)
    throw new SqlError(6120, `Status report cannot be obtained. Rollback operation for Process ID ${spid} is not in progress.`)
  other.end()
  return Promise.resolve()
}
