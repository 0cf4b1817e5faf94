import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sql from 'mssql'
import { Faults } from '../faults.ts'
import { StatementLog } from '../statement-log.ts'
import { makeCertificate } from './certificate.ts'
import { listenTds } from './listen.ts'
import type { Encryption } from './prelogin.ts'
import type { Act, TinyInstance } from './tiny-instance.ts'
import { tinyInstance } from './tiny-instance.ts'

export interface TinyServer extends AsyncDisposable {
  instance: TinyInstance
  faults: Faults
  log: StatementLog
  port: number
  ca: string
  /** Why connections were closed by the server. */
  closed: string[]
  /** A connected pool of one; closed with the server. */
  connect(options?: Partial<sql.config>): Promise<sql.ConnectionPool>
}

/** A listening tiny instance. */
export async function startTiny(
  script: Record<string, Act> = {},
  encryption: Encryption = 'offered',
  serverName?: string,
): Promise<TinyServer> {
  const dir = mkdtempSync(join(tmpdir(), 'tiny-tds-'))
  const certificate = makeCertificate(['localhost', '127.0.0.1'], new Date())
  const instance = tinyInstance(script, serverName)
  const faults = new Faults()
  const log = new StatementLog(dir)
  const closed: string[] = []
  const pools: sql.ConnectionPool[] = []
  const listening = await listenTds({
    instance,
    certificate,
    encryption,
    watch: { faults, log },
    closed: (sentence) => closed.push(sentence.replace(/port \d+/, 'port N')),
  })
  return {
    instance,
    faults,
    log,
    closed,
    port: listening.port,
    ca: certificate.ca,
    async connect({ options, ...rest } = {}) {
      const pool = new sql.ConnectionPool({
        server: '127.0.0.1',
        port: listening.port,
        user: 'dana',
        password: 'p@ss "한국어"',
        database: 'mgc',
        pool: { min: 0, max: 1 },
        ...rest,
        options: { encrypt: false, appName: 'wire test', ...options },
      })
      pool.on('error', () => undefined)
      pools.push(pool)
      return pool.connect()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(pools.map((pool) => pool.close()))
      await listening.close()
      rmSync(dir, { recursive: true })
    },
  }
}
