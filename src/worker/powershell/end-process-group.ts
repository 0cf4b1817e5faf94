import { spawn } from 'node:child_process'

/** Kills a process started as leader of its group, together with every process it started. A group that is gone already is no error. */
export function endProcessGroup(pid: number, platform: NodeJS.Platform): void {
  if (platform === 'win32') {
    // Not waited for: the caller waits for the end of the process itself.
    spawn('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () => {})
    return
  }
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
