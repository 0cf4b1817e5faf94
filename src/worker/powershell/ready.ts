import type { ShellIdentity } from './outcome.ts'
import type { ShellProcess } from './process.ts'

/** Waits until a started host says who it is; kills it when it does not in time. */
export function awaitReady(shell: ShellProcess, startMs: number): Promise<ShellIdentity | { why: string }> {
  return new Promise((resolve) => {
    const finish = (found: ShellIdentity | { why: string }) => {
      clearTimeout(timer)
      if ('why' in found) shell.kill()
      resolve(found)
    }
    const timer = setTimeout(() => finish({ why: `it said nothing for ${startMs / 1000} s and was killed.` }), startMs)
    shell.listen((event) => {
      if (event.type === 'ready') {
        const { version, edition, standIn, pid, machine, dnsName } = event
        finish({ version, edition, standIn, pid, machine, dnsName })
      } else if (event.type === 'end') {
        finish({ why: [event.why, ...event.stderr].join('; ') })
      } else if (event.type === 'garbage') {
        finish({ why: event.text })
      }
    })
  })
}
