import type { ShellFault } from '../../run/facts/worker-fault.ts'
import type { ShellIdentity } from './outcome.ts'
import type { ShellProcess } from './process.ts'

/** Waits until a started host says who it is; kills it when it does not in time. */
export function awaitReady(shell: ShellProcess, startMs: number): Promise<ShellIdentity | { why: ShellFault }> {
  return new Promise((resolve) => {
    const finish = (found: ShellIdentity | { why: ShellFault }) => {
      clearTimeout(timer)
      if ('why' in found) shell.kill()
      resolve(found)
    }
    const timer = setTimeout(() => finish({ why: { is: 'shell-silent', ms: startMs } }), startMs)
    shell.listen((event) => {
      if (event.type === 'ready') {
        const { version, edition, standIn, pid, machine, dnsName } = event
        finish({ version, edition, standIn, pid, machine, dnsName })
      } else if (event.type === 'end') {
        finish({ why: { is: 'shell-ended', end: event.end, stderr: event.stderr } })
      } else if (event.type === 'garbage') {
        finish({ why: event.fault })
      }
    })
  })
}
