/** One session on one SQL Server, opened once: when it is lost it stays lost, and is never replaced behind anybody's back. */
import type { Socket } from 'node:net'
import sql from 'mssql'
import type { PlainRefusal } from '../../run/facts/refusal.ts'
import type { SqlTarget } from '../options.ts'
import { ASK_IDENTITY, otherServer, readIdentity } from './identity.ts'
import { USUAL_SQL_LIMITS, type SqlLimits } from './limits.ts'
import { whyNotOpened, type Opening } from './not-opened.ts'
import { logInFor, type Purpose } from './log-in.ts'
import { resetSession, type DriverConnection } from './reset.ts'
import { connectGuarded } from './guarded-socket.ts'
import { within, type Bound } from '../within.ts'

const CLOSE_MS = 1_000
/** The driver opens one connection to try the configuration and closes it again, then one for the session. */
const CONNECTIONS = 2
const NEVER_MS = 2_147_483_647

export interface SqlSession {
  target: SqlTarget
  database: string
  spid: number
  /** A request on this session; requests of one session run one after the other. */
  request(): sql.Request
  /** First row of the answer to a question of the worker's own. A server that does not answer in time loses the session. @throws what the server says. */
  ask(text: string, bound: Bound, bind?: (request: sql.Request) => unknown): Promise<unknown[]>
  /** Whether it is still the session that was opened. One round trip, within `limits.answerMs`. */
  isSame(): Promise<boolean>
  /** Nothing of what was done on it is there any more, and the server has said so; else it is ended. One round trip, within `limits.answerMs`. */
  reset(): Promise<boolean>
  limits: SqlLimits
  /** Ends at once whatever is under way: the server sees the connection go. */
  end(): void
  close(): Promise<void>
}

/** Within `limits.openMs`, or until `signal` says stop. Who does not say that it acts, looks. */
export async function openSession(
  target: SqlTarget,
  as: { database: string; appName: string; purpose?: Purpose; limits?: SqlLimits },
  signal?: AbortSignal,
): Promise<{ session: SqlSession } | { refusal: PlainRefusal }> {
  const { user, password } = logInFor(target, as.purpose ?? 'look')
  if ('fault' in password) return { refusal: { code: 'credentials-missing', sentence: password.fault } }
  const { database, limits = USUAL_SQL_LIMITS } = as
  const ending = new AbortController()
  const opening: Opening = { user, reached: 'nothing', said: [] }
  let connections = 0
  const connector = async (): Promise<Socket> => {
    if (++connections > CONNECTIONS) throw new Error('the session was lost, and is not opened a second time')
    const socket = await connectGuarded(target.address ?? target.host, target.port, ending.signal)
    opening.reached = 'connection'
    return socket
  }
  const opened: { connection?: DriverConnection } = {}
  const beforeConnect = (connection: DriverConnection): void => {
    // The one that is opened last is the session.
    opened.connection = connection
    // The driver keeps the last error of a log-in; the first is the cause.
    connection.on('errorMessage', ({ number, message }) => noteLogin(opening, number, message))
  }
  const logIn = { user, password: password.secret }
  const pool = new sql.ConnectionPool(configurationOf(target, logIn, { ...as, limits, connector, beforeConnect }))
  // Every loss also fails the request that was under way; an idle loss is found by the next one.
  pool.on('error', () => {})
  const session = sessionOn(pool, { target, database, limits, ending, opened })
  const open = async (): Promise<unknown[]> => {
    await pool.connect()
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

interface Opened {
  target: SqlTarget
  database: string
  limits: SqlLimits
  ending: AbortController
  opened: { connection?: DriverConnection }
}

function sessionOn(pool: sql.ConnectionPool, { target, database, limits, ending, opened }: Opened): SqlSession {
  const end = () => {
    ending.abort()
    void pool.close().catch(() => {})
  }
  const ask: SqlSession['ask'] = async (text, bound, bind) => {
    const request = new sql.Request(pool)
    request.stream = false
    bind?.(request)
    const answer = await within(request.query(text), bound)
    if ('value' in answer) return (answer.value.recordset as unknown as unknown[][])[0] ?? []
    // Nobody knows what a server that is silent will still do on it.
    end()
    throw new Error(answer.ended === 'stopped' ? 'the worker was told to stop' : `it did not answer within ${bound.ms / 1000} s`)
  }
  const session: SqlSession = {
    target,
    database,
    limits,
    spid: 0,
    request: () => new sql.Request(pool),
    ask,
    isSame: async () => (await ask(ASK_SPID, { ms: limits.answerMs }).catch(() => []))[0] === session.spid,
    reset: async () => {
      const clean = opened.connection !== undefined && (await resetSession(opened.connection, limits.answerMs).catch(() => false))
      if (!clean) end()
      return clean
    },
    end,
    close: async () => {
      // A pool waits for what is under way before it closes.
      await within(pool.close(), { ms: CLOSE_MS }).catch(() => {})
      ending.abort()
    },
  }
  return session
}

const ASK_SPID = 'SELECT spid = CAST(@@SPID AS int)'

function configurationOf(
  target: SqlTarget,
  logIn: { user: string; password: string },
  as: {
    database: string
    appName: string
    limits: SqlLimits
    connector: () => Promise<Socket>
    beforeConnect: (connection: DriverConnection) => void
  },
): sql.config {
  return {
    ...logIn,
    server: target.host,
    database: as.database,
    connectionTimeout: as.limits.openMs,
    requestTimeout: 0,
    stream: true,
    arrayRowMode: true,
    // A pool that asked SELECT 1 and got no answer would quietly open another session.
    validateConnection: false,
    pool: { min: 0, max: 1, idleTimeoutMillis: NEVER_MS },
    beforeConnect: as.beforeConnect,
    options: {
      connector: as.connector,
      encrypt: true,
      trustServerCertificate: false,
      serverName: target.host,
      appName: as.appName,
      cancelTimeout: as.limits.stopMs,
      maxRetriesOnTransientErrors: 0,
      ...(target.ca === undefined ? {} : { cryptoCredentialsDetails: { ca: target.ca } }),
    },
  }
}

function noteLogin({ reached, said }: Opening, number: number, message: string): void {
  if (reached !== 'log-in') said.push({ number, message })
}
