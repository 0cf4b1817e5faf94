/** Two web servers with IIS, as other people's documents want them: application pools, sites with their certificates, and a PFX file on a share. */
import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EstateState } from '../state/estate-state.ts'
import { shareDirectory } from '../state/windows-path.ts'
import { makeCertificate } from '../tds/certificate.ts'

export interface WebFarm {
  servers: WebServer[]
  /** By thumbprint: what the servers may prove themselves with. */
  certificates: Record<string, Certificate>
  /** The new certificate of the portal, and what opens its file. */
  renewal: { path: string; thumbprint: string; password: string }
}

export interface WebServer {
  readonly fqdn: string
  pools: ApplicationPool[]
  sites: Site[]
  /** Thumbprints of `Cert:\LocalMachine\My`. */
  store: string[]
}

export interface ApplicationPool {
  readonly name: string
  state: 'Started' | 'Stopping' | 'Stopped'
  /** Of its worker process, while it is started. */
  processId: number
  startedAt: number
  /** Its process answers nothing but errors until it is another one. */
  stuck: boolean
}

/** What answers under one host name, with its own certificate. */
export interface Site {
  readonly host: string
  readonly pool: string
  thumbprint: string
}

export interface Certificate {
  names: string[]
  ca: string
  certificate: string
  key: string
}

export const PORTAL = 'portal.contoso.com'
export const INTRANET = 'intranet.contoso.com'
const DAY = 86_400_000
/** What certificates of the estate are good for. */
const GOOD_FOR = 30
/** After which its database is there, in estate time. */
const WARM_UP = 20_000

/** The portal's certificate has five days left; its successor lies on a share. */
export function seedWebFarm(state: EstateState): void {
  const certificates: WebFarm['certificates'] = {}
  const make = (names: string[], left: number): string => {
    const made = makeCertificate(names, new Date(Date.now() - (GOOD_FOR - left) * DAY))
    const thumbprint = thumbprintOf(made.certificate)
    certificates[thumbprint] = { names, ...made }
    return thumbprint
  }
  const [intranet, portal] = [make([INTRANET], 25), make([PORTAL], 5)]
  const servers = ['web1', 'web2'].map((name, index): WebServer => {
    const pools = ['Intranet', 'Reports', 'Portal'].map((pool, number) => ({
      name: pool,
      state: 'Started' as const,
      processId: 4000 + index * 100 + number * 4,
      startedAt: state.clock.now() - DAY,
      stuck: false,
    }))
    const sites = [
      { host: INTRANET, pool: 'Intranet', thumbprint: intranet },
      { host: PORTAL, pool: 'Portal', thumbprint: portal },
    ]
    return { fqdn: `${name}.contoso.com`, pools, sites, store: [intranet, portal] }
  })
  const next = make([PORTAL], GOOD_FOR)
  const renewal = { path: '\\\\files.contoso.com\\certs\\portal.pfx', thumbprint: next, password: randomBytes(18).toString('base64url') }
  const share = shareDirectory(state.dir, 'files', 'certs')
  mkdirSync(share, { recursive: true })
  writeFileSync(join(share, 'portal.pfx'), JSON.stringify({ kind: 'practice PFX', thumbprint: next, lock: lockOf(renewal.password) }))
  state.webFarm = { servers, certificates, renewal }
}

/** What a practice PFX file keeps of its password. */
export function lockOf(password: string): string {
  return createHash('sha256').update(password).digest('hex')
}

export function thumbprintOf(certificate: string): string {
  return new X509Certificate(certificate).fingerprint.replaceAll(':', '')
}

/** A new worker process, which takes a while until it has its database. */
export function startPool(pool: ApplicationPool, now: number): void {
  pool.state = 'Started'
  pool.processId += 1000
  pool.startedAt = now
  pool.stuck = false
}

/** What its health page says. */
export function healthOf(pool: ApplicationPool | undefined, now: number): { status: number; text: string } {
  if (pool?.state !== 'Started') return { status: 503, text: 'Service Unavailable' }
  if (pool.stuck) return { status: 500, text: '{"status":"DOWN"}' }
  return { status: 200, text: JSON.stringify({ status: 'UP', database: now - pool.startedAt >= WARM_UP ? 'UP' : 'STARTING' }) }
}
