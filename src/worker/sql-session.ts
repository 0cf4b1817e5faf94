/** One session on one SQL Server, opened once: when it is lost it stays lost, and is never replaced behind anybody's back. */
import type { Socket } from 'node:net'
import sql from 'mssql'
import type { Refusal } from '../run/refusal.ts'
import type { SqlTarget } from './options.ts'
import { UnencryptedServer, connectGuarded } from './sql-socket.ts'

const CONNECT_TIMEOUT_MS = 15_000
/** How long the server may take to confirm an ATTENTION; after that the driver ends the connection and the effect is unknown. */
const STOP_TIMEOUT_MS = 10_000
/** The driver opens one connection to try the configuration and closes it again, then one for the session. */
const CONNECTIONS = 2
const NEVER_MS = 2_147_483_647

export interface SqlSession {
  target: SqlTarget
  database: string
  spid: number
  /** A request on this session; requests of one session run one after the other. */
  request(): sql.Request
  /** Whether it is still the session that was opened. One round trip. */
  isSame(): Promise<boolean>
  close(): Promise<void>
}

export async function openSession(
  target: SqlTarget,
  as: { database: string; appName: string },
): Promise<{ session: SqlSession } | { refusal: Refusal }> {
  if ('fault' in target.password) return refused('credentials-missing', target.password.fault)
  let opened = 0
  const connector = () =>
    ++opened > CONNECTIONS
      ? Promise.reject(new Error('the session was lost, and is not opened a second time'))
      : connectGuarded(target.address ?? target.host, target.port)
  const pool = new sql.ConnectionPool(configurationOf(target, target.password.secret, as, connector))
  // Every loss also fails the request that was under way; an idle loss is found by the next one.
  pool.on('error', () => {})
  try {
    await pool.connect()
    const spid = await askSpid(pool)
    if (spid === undefined) throw new Error('@@SPID has no value')
    const session = {
      target,
      database: as.database,
      spid,
      request: () => new sql.Request(pool),
      isSame: async () => (await askSpid(pool).catch(() => undefined)) === spid,
      close: () => pool.close().catch(() => {}),
    }
    return { session }
  } catch (error) {
    await pool.close().catch(() => {})
    return { refusal: whyNotOpened(target, error) }
  }
}

function configurationOf(
  target: SqlTarget,
  password: string,
  as: { database: string; appName: string },
  connector: () => Promise<Socket>,
): sql.config {
  return {
    server: target.host,
    user: target.user,
    password,
    database: as.database,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: 0,
    stream: true,
    arrayRowMode: true,
    // A pool that asked SELECT 1 and got no answer would quietly open another session.
    validateConnection: false,
    pool: { min: 0, max: 1, idleTimeoutMillis: NEVER_MS },
    options: {
      connector,
      encrypt: true,
      trustServerCertificate: false,
      serverName: target.host,
      appName: as.appName,
      cancelTimeout: STOP_TIMEOUT_MS,
      maxRetriesOnTransientErrors: 0,
      ...(target.ca === undefined ? {} : { cryptoCredentialsDetails: { ca: target.ca } }),
    },
  }
}

async function askSpid(pool: sql.ConnectionPool): Promise<number | undefined> {
  const request = new sql.Request(pool)
  request.stream = false
  const answer = await request.query('SELECT spid = CAST(@@SPID AS int)')
  const spid: unknown = (answer.recordset as unknown as unknown[][])[0]?.[0]
  return typeof spid === 'number' ? spid : undefined
}

function whyNotOpened(target: SqlTarget, error: unknown): Refusal {
  const place = `${target.name} (${target.address ?? target.host}:${target.port})`
  const causes = causesOf(error)
  const guarded = causes.find((cause) => cause instanceof UnencryptedServer)
  if (guarded) {
    return refused(
      'not-encrypted',
      `${place} offers no encryption: ${guarded.message}. The password was not sent. Give the server a certificate, or correct its address.`,
    ).refusal
  }
  const code = causes.map((cause) => cause.code).findLast((each) => typeof each === 'string')
  const text = causes.at(-1)?.message ?? String(error)
  if (causes.some((cause) => cause.code === 'ELOGIN')) {
    return refused(
      'log-in-refused',
      `${place} refuses the log-in of "${target.user}": ${text} Correct the user or the password that the configuration names.`,
    ).refusal
  }
  if (typeof code === 'string' && /CERT|SIGNATURE|ALTNAME|ISSUER/.test(code)) {
    return refused(
      'certificate-refused',
      `The certificate of ${place} is not good: ${text} (${code}). Name its authority's file as "ca" of this target.`,
    ).refusal
  }
  return refused('no-connection', `${place} does not answer: ${text}. See that the server runs and that this worker may reach it.`).refusal
}

type Cause = Error & { code?: unknown }

/** The error and what lies below it, outermost first. */
function causesOf(error: unknown): Cause[] {
  const found: Cause[] = []
  const open: unknown[] = [error]
  for (let next = open.shift(); next instanceof Error && found.length < 10; next = open.shift()) {
    found.push(next)
    const below = next as Error & { originalError?: unknown; errors?: unknown[] }
    open.push(
      ...[below.originalError, below.cause, ...(Array.isArray(below.errors) ? below.errors : [])].filter((each) => each instanceof Error),
    )
  }
  return found
}

function refused(code: string, sentence: string): { refusal: Refusal } {
  return { refusal: { code, sentence } }
}
