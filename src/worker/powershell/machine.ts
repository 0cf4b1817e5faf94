/** Blocks of a PowerShell without `initialise` act on the machine that the worker stands on: another one than the target's is found before anything is sent. */
import { BlockList, isIP } from 'node:net'
import type { ShellIdentity } from './outcome.ts'
import type { RequiredMachine } from './target.ts'
import type { WorkerRefusal } from '../../run/facts/worker-fault.ts'

/** Why the machine is not the one of the target, if it is not. */
export function otherMachine(
  target: string,
  required: RequiredMachine,
  { machine, dnsName }: Pick<ShellIdentity, 'machine' | 'dnsName'>,
): WorkerRefusal | undefined {
  const { host, machineName } = required
  if (machineName === undefined && isLoopback(host)) return undefined
  const wanted = new Set([...namesOf(host), ...(machineName ?? [])].map((name) => name.toLowerCase()))
  if ([machine, dnsName].some((name) => wanted.has(name.toLowerCase()))) return undefined
  const names = machineName === undefined ? {} : { names: machineName }
  return { code: 'other-machine', why: { is: 'other-machine', target, machine, dnsName, host, ...names } }
}

/** As it is written, and short; an address has no short form. */
function namesOf(host: string): string[] {
  return isIP(host) === 0 ? [host, host.split('.')[0] ?? host] : [host]
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')

function isLoopback(host: string): boolean {
  const family = isIP(host)
  return family === 0 ? host.toLowerCase() === 'localhost' : LOOPBACK.check(host, family === 6 ? 'ipv6' : 'ipv4')
}
