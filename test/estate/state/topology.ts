/** What is deployed beside Persistent Chat: sites, paired Front End pools, Edge pools, and who is homed where. */
export interface Topology {
  sites: Site[]
  pools: FrontEndPool[]
  edges: EdgePool[]
  users: { sip: string; home: string }[]
}

export interface Site {
  /** `Site1`, without the `Site:` that its identity begins with. */
  readonly id: string
  /** `EdgeServer:edgea.contoso.com`, or nothing. */
  federationRoute: string
  xmppFederationRoute: string
}

export interface FrontEndPool {
  readonly fqdn: string
  readonly site: 1 | 2
  readonly edition: 'Enterprise' | 'Standard'
  /** Of the product: 6 is Lync Server 2013, 7 Skype for Business Server 2015, 8 the one of 2019. */
  version: number
  /** The pool that it is paired with. */
  backup: string | undefined
  failover: Failover
  servers: Machine[]
  /** Conference files of its file store that only the partner has. */
  conferencesAtPartner: number
}

/** Where the users of a pool are served, from `doneAt` on; until then they are on their way there. */
export interface Failover {
  to: 'home' | 'partner'
  doneAt: number
  /** They came back at some time: the registrar says so until the next failover. */
  returned?: true
}

export interface EdgePool {
  readonly fqdn: string
  readonly site: 1 | 2
  /** The Front End pool that it hands on to. */
  nextHop: string
  servers: Machine[]
}

export interface Machine {
  readonly fqdn: string
  up: boolean
  services: WindowsService[]
}

export interface WindowsService {
  readonly name: string
  /** `StartPending`: it waits for a quorum that does not come. */
  status: 'Running' | 'Stopped' | 'StartPending'
}

/** The registrar's word for where the users are. */
export function poolState({ failover }: FrontEndPool, now: number): 'Active' | 'FailingOver' | 'FailedOver' | 'FailedBack' {
  if (failover.to === 'partner') return now < failover.doneAt ? 'FailingOver' : 'FailedOver'
  if (now < failover.doneAt) return 'FailedOver'
  return failover.returned === true ? 'FailedBack' : 'Active'
}

export function isUp(pool: { servers: Machine[] }): boolean {
  return pool.servers.some(({ up }) => up)
}

export function findPool(topology: Topology, fqdn: string): FrontEndPool | undefined {
  return topology.pools.find((pool) => pool.fqdn === fqdn.toLowerCase())
}

/** Every server of every pool that this topology holds. */
export function machinesOf({ pools, edges }: Topology): Machine[] {
  return [...pools, ...edges].flatMap(({ servers }) => servers)
}

export function runs(machine: Machine, service: string): boolean {
  return machine.up && machine.services.some(({ name, status }) => name === service && status === 'Running')
}
