import { seedApplications } from './applications.ts'
import { actor, reader } from '../rights/principal.ts'
import type { AvailabilityGroup } from './availability-group.ts'
import { newDatabase, newGuid } from './database.ts'
import type { Database } from './database.ts'
import type { EstateState } from './estate-state.ts'
import { instanceNamed } from './estate-state.ts'
import { nextDatabaseId, newInstance, serverName } from './instance-state.ts'
import type { InstanceState } from './instance-state.ts'
import { seedEstate } from './seed.ts'
import { shipFromPrimary } from './seed-log-shipping.ts'
import { partnersOf } from './sql-store.ts'
import { seedTopology } from './seed-topology.ts'
import type { SqlStore } from './sql-store.ts'

const DAY = 86_400_000
const PARTNER_PORT = 5022
const WITNESS_PORT = 7022

/** Both sites are up and everything is in its place: two paired pools, the chat pool that ships its logs, an availability group. */
export function seedHealthy(base: Parameters<typeof seedEstate>[0]): EstateState {
  const state = seedEstate(base)
  for (const instance of state.instances) instance.up = true
  for (const [name, host, site] of SERVERS) state.instances.push(newServer(state, name, host, site))
  state.stores.push(...BACK_ENDS)
  for (const store of state.stores) if (store.backup !== true) fill(state, store)
  shipFromPrimary(state)
  state.groups.push(fillGroup(state))
  seedTopology(state)
  seedApplications(state)
  return state
}

const SERVERS = [
  ['BE1', 'be1.contoso.com', 1],
  ['BE2', 'be2.contoso.com', 1],
  ['BEW', 'bew.contoso.com', 1],
  ['BE3', 'sqlb3.contoso.com', 2],
  ['BE4', 'sqlb4.contoso.com', 2],
  ['AG1', 'ag1.contoso.com', 1],
  ['AG2', 'ag2.contoso.com', 1],
] as const

const DATABASES = {
  User: ['rtcab', 'rtcshared', 'rtcxds'],
  Application: ['cpsdyn', 'rgsconfig', 'rgsdyn'],
  CentralMgmt: ['lis', 'xds'],
  Archiving: ['LcsLog'],
  Monitoring: ['LcsCDR', 'QoEMetrics'],
} as const

/** The first pool has a witness and the second has none. */
const BACK_ENDS: readonly SqlStore[] = [
  ...(['User', 'Application', 'CentralMgmt', 'Archiving', 'Monitoring'] as const).map((type) =>
    backEnd('pool1.contoso.com', type, { primary: 'BE1', mirror: 'BE2', witness: 'BEW' }),
  ),
  ...(['User', 'Application', 'CentralMgmt'] as const).map((type) => backEnd('pool2.contoso.com', type, { primary: 'BE3', mirror: 'BE4' })),
]

function backEnd(pool: string, type: keyof typeof DATABASES, on: Pick<SqlStore, 'primary' | 'mirror' | 'witness'>): SqlStore {
  return { pool, type, databases: DATABASES[type], ...on }
}

function newServer({ clock, login, reader: looks }: EstateState, name: string, host: string, site: 1 | 2): InstanceState {
  const instance = newInstance(clock, name, host, site)
  instance.up = true
  instance.principals.set(login.user.toLowerCase(), actor(login.user))
  instance.principals.set(looks.user.toLowerCase(), reader(looks.user))
  return instance
}

/** The databases of a store on its primary, in step with their mirrors. */
function fill(state: EstateState, store: SqlStore): void {
  const [primary, mirror] = partnersOf(state, store)
  for (const name of store.databases) {
    const database = primary.databases.find((each) => each.name === name) ?? added(state, primary, name)
    if (mirror === undefined) continue
    const copy = added(state, mirror, name, { status: 'RESTORING', familyId: database.familyId, forkId: database.forkId })
    Object.assign(copy, { redoLsn: database.redoLsn, logBackupLsn: database.logBackupLsn, content: { ...database.content } })
    const witness = store.witness && { witness: `TCP://${instanceNamed(state, store.witness).host}:${WITNESS_PORT}` }
    const session = { guid: newGuid(), safety: 'FULL' as const, synchronizedAt: 0, ...witness }
    database.mirroring = { ...session, role: 'PRINCIPAL', ...endpointOf(mirror) }
    copy.mirroring = { ...session, role: 'MIRROR', ...endpointOf(primary) }
  }
}

function endpointOf(instance: InstanceState): { partner: string; partnerInstance: string } {
  return { partner: `TCP://${instance.host}:${PARTNER_PORT}`, partnerInstance: serverName(instance) }
}

function added(state: EstateState, instance: InstanceState, name: string, values: Partial<Database> = {}): Database {
  const database = newDatabase(nextDatabaseId(instance), name, state.clock.now() - 300 * DAY, values)
  instance.databases.push(database)
  return database
}

/** The pool of this group is named after its listener; no chat database can be in one. */
function fillGroup(state: EstateState): AvailabilityGroup {
  const databases = [...DATABASES.User, ...DATABASES.Application]
  for (const name of databases) {
    const { familyId, forkId } = added(state, instanceNamed(state, 'AG1'), name)
    added(state, instanceNamed(state, 'AG2'), name, { familyId, forkId })
  }
  return {
    id: newGuid(),
    name: 'sfb-ag',
    listener: { dns: 'sfb-ag', ip: '10.1.0.40', port: 1433 },
    databases,
    primary: 'AG1',
    replicas: ['AG1', 'AG2'].map((instance) => ({
      id: newGuid(),
      instance,
      availability: 'SYNCHRONOUS_COMMIT',
      failover: 'AUTOMATIC',
      suspended: false,
      synchronizedAt: 0,
    })),
  }
}
