import type { SqlInstance, SqlLogin, SqlMessage, SqlSession } from '../result-sink.ts'
import { instanceNamed } from '../state/estate-state.ts'
import type { EstateState } from '../state/estate-state.ts'
import { findDatabase } from '../state/instance-state.ts'
import type { SessionRow } from '../state/instance-state.ts'
import { mayInDatabase } from '../rights/rights.ts'
import { LiveSession } from './live-session.ts'
import { freshSettings } from './session-settings.ts'

/** A server that was lost while its port still answers. */
const notReady = { number: 17_187, severity: 16, state: 1, text: 'SQL Server is not ready to accept new client connections.', line: 1 }

/** One SQL Server of the estate, ready for logins. */
export function createSqlInstance(state: EstateState, name: string): SqlInstance {
  const instance = instanceNamed(state, name)
  const drops = new Map<number, () => void>()
  return {
    name,
    login(login: SqlLogin): SqlSession | SqlMessage[] {
      if (!instance.up) return [notReady]
      const refused = refusal(login)
      if (refused !== undefined) return refused
      const principal = instance.principals.get(login.user.toLowerCase())!
      const spid = instance.nextSpid++
      const database = findDatabase(instance, login.database === '' ? 'master' : login.database)!
      const now = state.clock.now()
      const row: SessionRow = {
        spid,
        login: principal.name,
        host: login.hostName,
        program: login.appName,
        databaseId: database.id,
        loginTime: now,
        lastRequestAt: now,
        encrypted: login.encrypted === true,
        request: undefined,
        settings: freshSettings(),
        transactions: 0,
        end: () => {
          session.close()
          drops.get(spid)?.()
          drops.delete(spid)
        },
      }
      const session = new LiveSession(state, instance, row, { database: database.name, principal })
      return session
    },
    onDrop: (spid, drop) => void drops.set(spid, drop),
  }

  /** The cause first: a database that is not to be had fails the log-in. */
  function refusal(login: SqlLogin): SqlMessage[] | undefined {
    const failed = { number: 18_456, severity: 14, state: 1, text: `Login failed for user '${login.user}'.`, line: 1 }
    const known = [state.login, state.reader].find(({ user }) => user.toLowerCase() === login.user.toLowerCase())
    const principal = instance.principals.get(login.user.toLowerCase())
    if (known === undefined || principal === undefined || login.password !== known.password) return [failed]
    const database = findDatabase(instance, login.database === '' ? 'master' : login.database)
    if (database?.status === 'ONLINE' && mayInDatabase({ principal }, database.name, 'CONNECT')) return undefined
    const text = `Cannot open database "${login.database}" requested by the login. The login failed.`
    return [{ number: 4060, severity: 11, state: 1, text, line: 1 }, failed]
  }
}
