import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

/** A process that ended and was not yet collected by its parent is not alive. */
export function isAlive(pid: number | undefined): boolean {
  if (pid === undefined || !Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** Waits for the end of a process; the test's own time limit bounds it. What a tool's PowerShell has started ends a moment after what was started. */
export async function untilGone(pid: number | undefined): Promise<void> {
  while (isAlive(pid)) await setTimeout(20)
}
