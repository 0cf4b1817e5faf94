/** Takes a session back to what it was after its log-in, so that nothing of one block is there for the next. */
import type { Connection } from 'tedious'
import { within } from '../within.ts'

/**
 * Asks for it by the bit in the packet's header that runs `sp_reset_connection` (MS-TDS 2.2.3.1.2): SET options, temporary tables, open transactions, locks,
 * CONTEXT_INFO, the database are as after the log-in. The packet carries the driver's first statements anew, because older servers keep the isolation level.
 * True only when the server says that it did (ENVCHANGE 18); whoever hears anything else MUST NOT use the session again.
 */
export async function resetSession(connection: Connection, ms: number): Promise<boolean> {
  // The header of the packet would name a transaction that the reset ends.
  if (connection.inTransaction) return false
  let confirmed = false
  const confirm = () => void (confirmed = true)
  connection.once('resetConnection', confirm)
  const asked = new Promise<boolean>((resolve) => connection.reset((error) => resolve(!error && confirmed)))
  const ended = await within(asked, { ms })
  connection.off('resetConnection', confirm)
  return 'value' in ended && ended.value
}
