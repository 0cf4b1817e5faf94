import { execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { EngineDirectory } from './engine-directory.ts'

const LARGEST_LOG = 20 * 1024 * 1024
const GRACE_MS = 12_000

/** Ends when the process does; `code` is its exit code, or the signal that ended it. */
export interface EngineProcess {
  pid: number
  ended: Promise<string>
}

/**
 * Starts the engine as leader of its own process group, so that Ctrl-C reaches only us and we end it in order.
 * The process writes its own pid before it becomes the engine: however we die, the next start finds it.
 */
export function spawnEngine(binary: string, directory: EngineDirectory): EngineProcess {
  turnLog(directory.log)
  const log = openSync(directory.log, 'a', 0o600)
  const child = spawn(
    '/bin/sh',
    ['-c', 'echo $$ > "$1" && shift && exec "$@"', 'sh', directory.pid, binary, '--no-logo', '--config-file', directory.settings],
    // Our environment stays here: it may hold secrets, and RESTATE_* in it would overrule the settings file.
    { detached: true, stdio: ['ignore', log, log], cwd: directory.path, env: { PATH: '/usr/bin:/bin' } },
  )
  closeSync(log)
  child.unref()
  // As the process itself does: whichever comes first, there is no moment at which it runs and nobody could find it.
  if (child.pid !== undefined) writeFileSync(directory.pid, `${child.pid}\n`, { mode: 0o600 })
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
    child.once('error', (error) => resolve(error.message))
  })
  return { pid: child.pid ?? -1, ended }
}

/** The recorded engine, if that very process is alive: a pid alone may long belong to another program. */
export function recordedEngine(directory: EngineDirectory): { pid: number; binary: string } | undefined {
  const pid = Number(readOr(directory.pid, '').trim())
  if (!Number.isInteger(pid) || pid <= 1) return undefined
  const words = commandLine(pid)
  if (!words.includes(directory.settings)) return undefined
  return { pid, binary: words[0] === '/bin/sh' ? '' : (words[0] ?? '') }
}

/** Ends exactly this engine: asked first, killed when it does not follow. */
export async function endEngine(directory: EngineDirectory, pid: number): Promise<void> {
  signal(pid, 'SIGTERM')
  const deadline = Date.now() + GRACE_MS
  while (recordedEngine(directory)?.pid === pid && Date.now() < deadline) await pause(25)
  if (recordedEngine(directory)?.pid === pid) {
    signal(pid, 'SIGKILL')
    while (recordedEngine(directory)?.pid === pid) await pause(25)
  }
  rmSync(directory.pid, { force: true })
}

/** Kills the recorded engine, if there is one, without waiting: what is recorded survives that as it survives a power failure. */
export function killEngine(directory: EngineDirectory): void {
  const engine = recordedEngine(directory)
  if (engine === undefined) return
  signal(engine.pid, 'SIGKILL')
  rmSync(directory.pid, { force: true })
}

/** The process's words; on macOS, which has no /proc, cut at spaces. */
function commandLine(pid: number): string[] {
  if (process.platform === 'linux') return readOr(`/proc/${pid}/cmdline`, '').split('\0')
  try {
    return execFileSync('/bin/ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(' ')
  } catch {
    return []
  }
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name)
  } catch {
    // Ended in the meantime.
  }
}

function turnLog(log: string): void {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG) renameSync(log, `${log}.1`)
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}
