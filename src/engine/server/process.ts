import { execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { EngineDirectory } from './directory.ts'

const LARGEST_LOG = 20 * 1024 * 1024
const GRACE_MS = 12_000

/** The file name of the engine's binary, whatever release it is of. */
const ENGINE = 'restate-server'
/** Writes its own pid and becomes the engine. */
const BECOME = 'echo $$ > "$1" && shift && exec "$@"'

function optionsOf(directory: EngineDirectory): string[] {
  return ['--no-logo', '--config-file', directory.settings]
}

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
    ['-c', BECOME, 'sh', directory.pid, binary, ...optionsOf(directory)],
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

/**
 * The recorded engine, if that very process is alive: a pid alone may long belong to another program, and another program may well speak of our settings file.
 * `binary`: empty while the shell that becomes the engine has not yet.
 */
export function recordedEngine(directory: EngineDirectory): { pid: number; binary: string } | undefined {
  const pid = Number(readOr(directory.pid, '').trim())
  if (!Number.isInteger(pid) || pid <= 1) return undefined
  const { program, words } = processAt(pid)
  const [binary = '', ...rest] = words
  if (basename(program) === ENGINE && words.length > 0 && rest.join(' ') === optionsOf(directory).join(' ')) return { pid, binary }
  // The shell, before it has become the engine.
  if (words[1] === '-c' && rest.join(' ').includes(BECOME) && words.at(-1) === directory.settings) return { pid, binary: '' }
  return undefined
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

/** What the process executes, by the system and not by its own word, and its words; on macOS, which has no /proc, those are cut at spaces. */
function processAt(pid: number): { program: string; words: string[] } {
  if (process.platform === 'linux') {
    const words = readOr(`/proc/${pid}/cmdline`, '').split('\0').slice(0, -1)
    return { program: linkOr(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ''), words }
  }
  const ps = (what: string): string => execFileSync('/bin/ps', ['-ww', '-o', `${what}=`, '-p', String(pid)], { encoding: 'utf8' }).trim()
  try {
    return { program: ps('comm'), words: ps('command').split(' ') }
  } catch {
    return { program: '', words: [] }
  }
}

function linkOr(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    // Of another user, or gone: not ours.
    return ''
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
