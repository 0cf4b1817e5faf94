/** Where an `http` block must not lead: its worker stands where much trusts it, and a name that somebody typed may be resolved to anything. */
import { lookup, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Where servers of IPv6 are: global unicast and unique local addresses. Whatever else there is or will be, mapped, translated, link-local or multicast, is closed. */
const SERVERS_6 = blockList('ipv6', ['2000::/3', 'fc00::/7'])
/** An IPv4 address that is written as one of IPv6 is judged as what it is. */
const MAPPED = blockList('ipv6', ['::ffff:0:0/96'])
/** This machine, what is only on its own wire, and what is no single machine. */
const CLOSED_4 = blockList('ipv4', ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'])
/**
 * What IANA has set aside for special purposes, but private networks: of carriers and clouds, protocols, benchmarks, documents, and ways from IPv6 to any
 * address of IPv4. A server stands there only where the configuration says so.
 */
const SPECIAL_4 = blockList('ipv4', [
  '100.64.0.0/10',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
])
const SPECIAL_6 = blockList('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])
/** What clouds tell a machine alone (Azure, Alibaba, Oracle; Amazon and Google by IPv6), where they took an address out of a network that people use or may name: no set has these. */
const CLOUDS_4 = blockList('ipv4', ['168.63.129.16/32', '100.100.100.200/32', '192.0.0.192/32'])
const CLOUDS_6 = blockList('ipv6', ['fd00:ec2::254/128', 'fd20:ce::254/128'])

/** Its own machine only: a practice estate stands there. */
const OWN_4 = blockList('ipv4', ['127.0.0.0/8'])
const OWN_6 = blockList('ipv6', ['::1/128'])

export interface Allowed {
  /** This machine may be asked. */
  practice: boolean
  /** The configuration leads there. */
  named: boolean
}

export class ClosedAddress extends Error {
  readonly address: string
  constructor(address: string) {
    super(`${address} is closed to blocks`)
    this.address = address
  }
}

export function isClosed(address: string, { practice, named }: Allowed): boolean {
  if (isIP(address) === 0) return true
  if (isIP(address) === 4 || MAPPED.check(address, 'ipv6')) {
    const within = (list: BlockList) => list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')
    if (within(CLOSED_4)) return !(practice && within(OWN_4))
    return within(CLOUDS_4) || (!named && within(SPECIAL_4))
  }
  const within = (list: BlockList) => list.check(address, 'ipv6')
  if (!within(SERVERS_6)) return !(practice && within(OWN_6))
  return within(CLOUDS_6) || (!named && within(SPECIAL_6))
}

/** Every address of a name is judged before one of them is dialled. */
export function guardedLookup(allowed: Allowed): LookupFunction {
  return (host, options, found) => {
    lookup(host, { ...options, all: true }, (error, all: LookupAddress[]) => {
      const [first] = all ?? []
      const closed = error === null ? all.find(({ address }) => isClosed(address, allowed)) : undefined
      if (error !== null) return found(error, '', 4)
      if (closed !== undefined) return found(new ClosedAddress(closed.address), '', 4)
      if (options.all === true) return found(null, all)
      found(null, first?.address ?? '', first?.family)
    })
  }
}

function blockList(family: 'ipv4' | 'ipv6', subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [net = '', prefix] = subnet.split('/')
    list.addSubnet(net, Number(prefix), family)
  }
  return list
}
