/** Where an `http` block must not lead: its worker stands where much trusts it, and a name that somebody typed may be resolved to anything. */
import { lookup, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** This machine, what is only on its own wire, what is no single machine, and where clouds keep what only the machine itself is to know (Azure's and Alibaba's, Oracle's, Amazon's and Google's by IPv6). */
const CLOSED = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['168.63.129.16', 32],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['224.0.0.0', 3],
] as const)
  CLOSED.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of [
  ['::', 127],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  ['fd00:ec2::254', 128],
  ['fd20:ce::254', 128],
  ['64:ff9b::', 96],
] as const)
  CLOSED.addSubnet(net, prefix, 'ipv6')

/** Its own machine only: a practice estate stands there. */
const OWN = new BlockList()
OWN.addSubnet('127.0.0.0', 8, 'ipv4')
OWN.addAddress('::1', 'ipv6')

export class ClosedAddress extends Error {
  readonly address: string
  constructor(address: string) {
    super(`${address} is closed to blocks`)
    this.address = address
  }
}

/** `practice`: this machine may be asked. */
export function isClosed(address: string, practice: boolean): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (isIP(address) === 0) return true
  return CLOSED.check(address, family) && !(practice && OWN.check(address, family))
}

/** Every address of a name is judged before one of them is dialled. */
export function guardedLookup(practice: boolean): LookupFunction {
  return (host, options, found) => {
    lookup(host, { ...options, all: true }, (error, all: LookupAddress[]) => {
      const [first] = all ?? []
      const closed = error === null ? all.find(({ address }) => isClosed(address, practice)) : undefined
      if (error !== null) return found(error, '', 4)
      if (closed !== undefined) return found(new ClosedAddress(closed.address), '', 4)
      if (options.all === true) return found(null, all)
      found(null, first?.address ?? '', first?.family)
    })
  }
}
