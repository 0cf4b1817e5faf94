/** One session on one SQL Server, opened once: when it is lost it stays lost, and is never replaced behind anybody's back. */
import type { Socket } from 'node:net'
import type { ConnectionConfiguration } from 'tedious'
import type { WorkerRefusal } from '../../run/facts/worker-fault.ts'
import type { SqlTarget } from '../options.ts'
import { ASK_IDENTITY, otherServer, readIdentity } from './identity.ts'
import { USUAL_SQL_LIMITS, type SqlLimits } from './limits.ts'
import { SentOn, whyNotOpened, type Opening } from './not-opened.ts'
import { SessionEnded } from './session-ended.ts'
import { logInFor, type Purpose } from './log-in.ts'
import type { SqlParameter } from './parameters.ts'
import { sendQuery } from './query.ts'
import { Connection } from './tedious.ts'
import { resetSession } from './reset.ts'
import { connectGuarded } from './guarded-socket.ts'
import { within, type Bound } from '../within.ts'

const CLOSE_MS = 1_000

export interface SqlSession {
  target: SqlTarget
  database: string
  spid: number
  /** The driver's. One thing at a time is sent on it. */
  connection: Connection
  /** First row of the answer to a question of the worker's own. A server that does not answer in time loses the session. @throws what the server says first. */
  ask(text: string, bound: Bound, parameters?: SqlParameter[]): Promise<unknown[]>
  /** Whether it is still the session that was opened. One round trip, within `limits.answerMs`. */
  isSame(): Promise<boolean>
  /** Nothing of what was done on it is there any more, and the server has said so; else it is ended. One round trip, within `limits.answerMs`. */
  reset(): Promise<boolean>
  limits: SqlLimits
  /** Ends at once whatever is under way: the server sees the connection go. */
  end(): void
  /** As `end`, and waits until the connection is gone. */
  close(): Promise<void>
}

/** Within `limits.openMs`, or until `signal` says stop. Who does not say that it acts, looks. */
export async function openSession(
  target: SqlTarget,
  as: { database: string; appName: string; purpose?: Purpose; limits?: SqlLimits },
  signal?: AbortSignal,
): Promise<{ session: SqlSession } | { refusal: WorkerRefusal }> {
  const { user, password } = logInFor(target, as.purpose ?? 'look')
  if ('fault' in password) return { refusal: { code: 'credentials-missing', why: password.fault } }
  const { database, limits = USUAL_SQL_LIMITS } = as
  const ending = new AbortController()
  const opening: Opening = { user, reached: 'nothing', said: [] }
  const connector = async (): Promise<Socket> => {
    // The driver would follow a server that sends it on to another one.
    if (opening.reached !== 'nothing') throw new SentOn()
    const socket = await connectGuarded(target.address ?? target.host, target.port, ending.signal)
    opening.reached = 'connection'
    return socket
  }
  const logIn = { userName: user, password: password.secret }
  const connection = new Connection(configurationOf(target, logIn, { ...as, limits, connector }))
  // Every loss also fails the request that was under way; an idle loss is found by the next one.
  connection.on('error', () => {})
  // The driver keeps the last error of a log-in; the first is the cause.
  connection.on('errorMessage', ({ number, message }) => noteLogin(opening, number, message))
  const session = sessionOn(connection, { target, database, limits, ending })
  const open = async (): Promise<unknown[]> => {
    await logInto(connection)
    opening.reached = 'log-in'
    return session.ask(ASK_IDENTITY, { ms: limits.openMs })
  }
  try {
    const found = await within(open(), { ms: limits.openMs, signal })
    if ('ended' in found) {
      session.end()
      return { refusal: whyNotOpened(target, opening, { ...found, ms: limits.openMs }) }
    }
    const identity = readIdentity(found.value)
    const refusal = otherServer(target, identity)
    if (refusal === undefined) return { session: Object.assign(session, { spid: identity.spid }) }
    await session.close()
    return { refusal }
  } catch (error) {
    session.end()
    return { refusal: whyNotOpened(target, opening, { error, ms: limits.openMs }) }
  }
}

function logInto(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())))
}

interface Opened {
  target: SqlTarget
  database: string
  limits: SqlLimits
  ending: AbortController
}

function sessionOn(connection: Connection, { target, database, limits, ending }: Opened): SqlSession {
  const { promise: gone, resolve: leave } = Promise.withResolvers<void>()
  connection.once('end', leave)
  const end = () => {
    connection.close()
    // The driver has no hold on a connection that is still coming about.
    ending.abort()
  }
  const ask: SqlSession['ask'] = async (text, bound, parameters = []) => {
    const rows: unknown[][] = []
    const { ended } = sendQuery(connection, { text, parameters, onRow: (row) => rows.push(row) })
    const answer = await within(ended, bound)
    if ('ended' in answer) {
      // Nobody knows what a server that is silent will still do on it.
      end()
      throw new SessionEnded(answer.ended === 'stopped' ? { is: 'session-stopped' } : { is: 'session-silent', ms: bound.ms })
    }
    const [error] = answer.value.errors
    if (error) throw new Error(error.text)
    return rows[0] ?? []
  }
  const session: SqlSession = {
    target,
    database,
    limits,
    spid: 0,
    connection,
    ask,
    isSame: async () => (await ask(ASK_SPID, { ms: limits.answerMs }).catch(() => []))[0] === session.spid,
    reset: async () => {
      const clean = await resetSession(connection, limits.answerMs).catch(() => false)
      if (!clean) end()
      return clean
    },
    end,
    close: async () => {
      end()
      await within(gone, { ms: CLOSE_MS })
    },
  }
  return session
}

const ASK_SPID = 'SELECT spid = CAST(@@SPID AS int)'

function configurationOf(
  target: SqlTarget,
  logIn: { userName: string; password: string },
  { database, appName, limits, connector }: { database: string; appName: string; limits: SqlLimits; connector: () => Promise<Socket> },
): ConnectionConfiguration {
  return {
    server: target.host,
    authentication: { type: 'default', options: logIn },
    options: {
      port: target.port,
      database,
      appName,
      connector,
      connectTimeout: limits.openMs,
      requestTimeout: 0,
      cancelTimeout: limits.stopMs,
      encrypt: true,
      trustServerCertificate: false,
      serverName: target.host,
      maxRetriesOnTransientErrors: 0,
      ...(target.ca === undefined ? {} : { cryptoCredentialsDetails: { ca: target.ca } }),
    },
  }
}

function noteLogin({ reached, said }: Opening, number: number, message: string): void {
  if (reached !== 'log-in') said.push({ number, message })
}
