/** What each procedure is asked with, and estates in which it has something to do. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BACKUP_SHARE } from '../estate/state/applications.ts'
import { newDatabase } from '../estate/state/database.ts'
import { instanceNamed, type EstateState } from '../estate/state/estate-state.ts'
import { findDatabase } from '../estate/state/instance-state.ts'
import { findPool, type FrontEndPool, type Machine, type WindowsService } from '../estate/state/topology.ts'
import { shareDirectory } from '../estate/state/windows-path.ts'

export type Change = (state: EstateState) => void

export const all =
  (...changes: Change[]): Change =>
  (state) => {
    for (const change of changes) change(state)
  }

export const [P1, P2] = ['pool1.contoso.com', 'pool2.contoso.com']
const shell = 'management'
const FEDERATION = { site: 'Site1', xmpp: 'yes', domain: 'contoso.com', shell }
export const FRONT_END = { pool: P2, server: 'fe3.contoso.com', shell }
const at = (name: string): string => `${BACKUP_SHARE}\\${name}`

/** By document: what it is asked with. */
export const VALUES: Record<string, Record<string, string>> = {
  'back-up-core-data': { pool: P1, folder: BACKUP_SHARE, stamp: '20261121-0300', shell },
  'backup-service-configure': { interval: '00:03:00', shell },
  'backup-service-restart': { pool: P1, shell },
  'backup-service-status': { pool: P1, backup: P2, shell },
  'backup-service-sync': { pool: P1, shell, module: 'all' },
  'check-pairing': { pool: P1, backup: P2, shell },
  'check-readiness': { pool: P1, backup: P2, principal: 'BE1', shell },
  'drain-front-end': FRONT_END,
  'evacuate-pool': { partner: P1, pool: P2, shell },
  'failback-database': { pool: P1, shell, types: 'User, CentralMgmt' },
  'failback-federation': { ...FEDERATION, current: 'edgeb.contoso.com', edge: 'edgea.contoso.com', nextHop: P1 },
  'failback-persistent-chat': {
    pool: 'lyncpc.contoso.com',
    backup: 'SEC',
    primary: 'PRI',
    mirror: 'PRIM',
    shell,
    share: '\\\\files.contoso.com\\pchatlogs',
    mirrorShare: '\\\\sqla1.contoso.com\\csdatabackup',
    activeServers: 'pc1.contoso.com, pc2.contoso.com',
    destination: 'D:\\LSCopy',
  },
  'failback-pool': { pool: P1, backup: P2, partner: 'working', shell },
  'failback-response-groups': { primary: P1, backup: P2, changed: at('Back.zip'), removed: at('Gone.zip'), rebuilt: 'no', shell },
  'failover-availability-group': { group: 'sfb-ag', target: 'AG2', primary: 'works' },
  'failover-database': { pool: P1, shell, types: 'User, CentralMgmt', principal: 'works' },
  'failover-federation': { ...FEDERATION, lost: 'edgea.contoso.com', edge: 'edgeb.contoso.com', nextHop: P2 },
  'failover-management-store': { mode: 'planned', from: P1, to: P2, shell },
  'failover-persistent-chat': {
    pool: 'lyncpc.contoso.com',
    backup: 'SEC',
    mirror: 'SECM',
    files: 'sec-host',
    shell,
    mirrorShare: '\\\\sqlb1.contoso.com\\csdatabackup',
    activeServers: 'pc5.contoso.com, pc6.contoso.com',
  },
  'failover-pool': { mode: 'planned', pool: P1, backup: P2, shell },
  'failover-response-groups': { primary: P1, backup: P2, file: at('Rgs.zip'), replaceSettings: 'no', shell },
  'recover-quorum': { pool: P2, lost: 'servers', servers: 'fe3.contoso.com, fe4.contoso.com, fe6.contoso.com', shell },
  'remove-mirror': { pool: P1, what: 'mirror', primary: 'BE1', types: 'User', shell },
  'restore-chat-data': { chat: 'PRI', file: at('Chat.zip'), keep: at('Kept.zip'), shell },
  'restore-conference-content': { pool: P1, backup: P2, shell },
  'return-front-end': FRONT_END,
  'setup-mirror': { pool: P1, primary: 'BE1', mirror: 'BE2', types: 'User', mirrorShare: '\\\\be1.contoso.com\\csdatabackup', shell },
  'setup-log-shipping': {
    pool: 'lyncpc.contoso.com',
    primary: 'PRI',
    backup: 'SEC',
    share: '\\\\files.contoso.com\\pchatlogs',
    destination: 'D:\\LSCopy',
  },
  'test-disaster-recovery': { pool: P1, shell },
}
export const poolOf = ({ topology }: EstateState, fqdn: string): FrontEndPool => {
  const found = findPool(topology, fqdn)
  if (found === undefined) throw new Error(`there is no pool ${fqdn}`)
  return found
}

export const up =
  (fqdn: string, now: boolean): Change =>
  (state) => {
    for (const server of poolOf(state, fqdn).servers) server.up = now
  }

export const failedOver =
  (fqdn: string): Change =>
  (state) =>
    void (poolOf(state, fqdn).failover = { to: 'partner', doneAt: 0 })

/** The Central Management store is at the other pool. */
export const storeBack: Change = ({ store }) => {
  ;[store.master, store.standby] = [store.standby!, store.master]
}

/** As a failover of the first pool leaves it. */
export const servedByP2: Change = (state) => {
  failedOver(P1)(state)
  storeBack(state)
  state.topology.edges[0]!.nextHop = P2
}

/** The second Edge pool hands on to the first pool, too. */
export const edgeHere: Change = (state) => void (state.topology.edges[1]!.nextHop = P1)

/** The Edge pool that was lost is there again, and waits to be started. */
export const edgeRepaired: Change = ({ topology }) => {
  topology.edges[0]!.nextHop = P2
  for (const { services } of topology.edges[0]!.servers) for (const service of services) service.status = 'Stopped'
}

/** No replica has heard of the newest change yet. */
export const allBehind: Change = (state) => {
  for (const replica of state.store.replicas) replica.upToDateAt = Number.MAX_SAFE_INTEGER
}

export const lose =
  (name: string): Change =>
  (state) =>
    void (instanceNamed(state, name).up = false)

export function setAll(server: Machine, status: WindowsService['status']): void {
  for (const service of server.services) service.status = status
}

export const allStopped: Change = (state) => {
  for (const server of poolOf(state, P2).servers) setAll(server, 'Stopped')
}

export const groupsLost: Change = (state) => {
  state.applications.lostGroups[P2] = 2
  for (const { services } of poolOf(state, P2).servers)
    for (const service of services) if (service.name === 'RTCSRV') service.status = 'StartPending'
}

/** The primary serves without a mirror, whose server is empty. */
export const alone: Change = (state) => {
  const mirror = instanceNamed(state, 'BE2')
  for (const each of instanceNamed(state, 'BE1').databases) each.mirroring = undefined
  mirror.databases = mirror.databases.filter(({ id }) => id <= 4)
  mkdirSync(shareDirectory(state.dir, 'be1', 'csdatabackup'), { recursive: true })
}

/** No log is shipped any more. */
export const notShipped: Change = (state) => {
  for (const name of ['PRI', 'PRIM']) {
    const { msdb } = instanceNamed(state, name)
    msdb.log_shipping_primary_databases = []
    msdb.log_shipping_primary_secondaries = []
  }
  notReceived(state)
}

export const notReceived: Change = (state) => {
  const { msdb } = instanceNamed(state, 'SEC')
  msdb.log_shipping_secondary = []
  msdb.log_shipping_secondary_databases = []
}

/** As after the failover of Persistent Chat, with the first site rebuilt: empty databases, and nothing left of the old ones. */
export const chatFailedOver: Change = (state) => {
  const mirrorOf = chatOn(state, 'SEC')
  Object.assign(mirrorOf, { status: 'ONLINE' })
  for (const { msdb } of ['PRI', 'PRIM', 'SEC'].map((name) => instanceNamed(state, name)))
    for (const table of ['primary_databases', 'primary_secondaries', 'secondary', 'secondary_databases'] as const)
      msdb[`log_shipping_${table}`] = []
  for (const name of ['PRI', 'PRIM']) {
    const instance = instanceNamed(state, name)
    instance.databases = instance.databases.filter((each) => !each.name.startsWith('mgc'))
  }
  instanceNamed(state, 'PRI').databases.push(newDatabase(40, 'mgc', state.clock.now()), newDatabase(41, 'mgccomp', state.clock.now()))
  const copy = newDatabase(42, 'mgc', state.clock.now(), { status: 'RESTORING', familyId: mirrorOf.familyId })
  instanceNamed(state, 'SECM').databases.push(copy)
  const session = { guid: mirrorOf.familyId, safety: 'FULL' as const, synchronizedAt: 0 }
  const to = (host: string) => ({ partner: `TCP://${host}:5022`, partnerInstance: `${host}\\RTC` })
  mirrorOf.mirroring = { ...session, role: 'PRINCIPAL', ...to('sqlb2.contoso.com') }
  copy.mirroring = { ...session, role: 'MIRROR', ...to('sqlb1.contoso.com') }
  Object.assign(state.pool, { state: 'FailedOver', activeServers: ['pc5.contoso.com', 'pc6.contoso.com'] })
  mkdirSync(shareDirectory(state.dir, 'sqla1', 'csdatabackup'), { recursive: true })
}

export function chatOn(state: EstateState, instance: string) {
  return findDatabase(instanceNamed(state, instance), 'mgc')!
}

/** The first pool's users are at the second one, and its response groups were exported to this file before. */
export const groupsExported =
  (file: string): Change =>
  (state) => {
    poolOf(state, P1).failover = { to: 'partner', doneAt: state.clock.now() - 1 }
    const content = state.applications.responseGroups
      .filter(({ pool }) => pool === P1)
      .map(({ kind, name, owner }) => ({ kind, name, owner }))
    put(state, file, JSON.stringify({ kind: 'response groups', content }))
  }

/** As the failover leaves them. */
export const groupsAway: Change = ({ applications }) => {
  const own = applications.responseGroups.filter(({ pool }) => pool === P1)
  applications.responseGroups.push(...own.map((each) => ({ ...each, pool: P2 })))
}

/** An export of chat data with 99 rooms lies in this file. */
export const chatExported =
  (file: string): Change =>
  (state) => {
    const content = { ...chatOn(state, 'PRI').content, rooms: 99 }
    put(state, file, JSON.stringify({ kind: 'chat', content }))
  }

export function put(state: EstateState, name: string, text: string): void {
  writeFileSync(join(backupShare(state), name), text)
}

export function backupShare({ dir }: EstateState): string {
  return shareDirectory(dir, 'files', 'csbackup')
}
