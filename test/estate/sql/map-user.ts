import { denied } from '../rights/denied.ts'
import { mayInDatabase } from '../rights/rights.ts'
import { findDatabase } from '../state/instance-state.ts'
import type { MappedUser } from '../state/database.ts'
import { requireOpen } from './catalog.ts'
import { sidOf } from './catalog-principals.ts'
import { SqlError } from './sql-error.ts'
import type { AdminStatement } from './statement.ts'
import type { Work } from './work.ts'

/** ALTER USER … WITH LOGIN: a user of the current database is that of another log-in from now on. Throws 15007, 15063, 15150, 15151. */
export function mapUser({ user, login }: Extract<AdminStatement, { kind: 'map-user' }>, { session }: Work): Promise<void> {
  const database = findDatabase(session.instance, session.database)!
  requireOpen(database, session)
  if (OWN_USERS.has(user.toLowerCase())) throw new SqlError(15_150, `Cannot alter the user '${user}'.`)
  const { users = [] } = database
  const found = named(users, user)
  if (found === undefined || !mayInDatabase(session, database.name, 'CONTROL')) throw denied.hidden(`Cannot alter the user '${user}'`)
  const owner = session.instance.principals.get(login.toLowerCase())
  if (owner === undefined) throw new SqlError(15_007, `'${login}' is not a valid login or you do not have permission.`)
  const sid = Buffer.from(sidOf(owner)).toString('hex')
  if (users.some((each) => each !== found && each.sid === sid) || owner.users.has(database.name.toLowerCase()))
    throw new SqlError(15_063, 'The login already has an account under a different user name.')
  found.sid = sid
  return Promise.resolve()
}

const OWN_USERS = new Set(['dbo', 'guest', 'information_schema', 'sys'])

function named(users: MappedUser[], name: string): MappedUser | undefined {
  return users.find((each) => each.name.toLowerCase() === name.toLowerCase())
}
