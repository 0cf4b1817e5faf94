import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Writable } from 'node:stream'
import type { ShellCommand } from './find-shell.ts'
import { cutText } from '../block/cut-text.ts'
import type { Mask } from '../mask.ts'
import { readShellLine, type RawLine } from './line.ts'
import type { ShellEnding } from '../../run/facts/worker-fault.ts'
import type { ShellRequest } from './request.ts'
import { StringDecoder } from 'node:string_decoder'

export type ShellEvent = ReturnType<typeof readShellLine> | ShellEnd

/** The process is gone, with every process of its group. */
export interface ShellEnd {
  type: 'end'
  end: ShellEnding
  exitCode?: number
  /** Last lines of its stderr, masked. */
  stderr: string[]
}

export interface ShellProcess {
  readonly ended: boolean
  /** Fulfilled when the process has ended. */
  readonly gone: Promise<void>
  send(request: ShellRequest): void
  /** Who hears what comes; one listener at a time. */
  listen(listener: (event: ShellEvent) => void): void
  /** Kills it with its children; `end` follows. */
  kill(): void
}

const LONGEST_LINE = 4_000_000
const STDERR_LINES = 20
const LONGEST_STDERR_LINE = 64 * 1024
const SHOWN_STDERR_LINE = 500
/** A process that left the group may hold the pipes open; it is not waited for longer than this. */
const PIPES_MS = 1_000

/** Starts a host as leader of a process group of its own. Failure to start arrives as `end`. What is cut of what it says is masked before. */
export function startShell(command: ShellCommand, environment: Record<string, string>, mask: Mask): ShellProcess {
  const platform = process.platform
  const quiet = { POWERSHELL_TELEMETRY_OPTOUT: '1', POWERSHELL_UPDATECHECK: 'Off', NO_COLOR: '1' }
  const child = spawn(command.program, command.args, {
    detached: true,
    windowsHide: true,
    env: { ...quiet, ...environment },
    stdio: command.requestsOn === 3 ? ['ignore', 'pipe', 'pipe', 'pipe'] : ['pipe', 'pipe', 'pipe'],
  })
  const requests = child.stdio[command.requestsOn] as Writable
  const stderr: string[] = []
  let listener: (event: ShellEvent) => void = () => {}
  let ended = false
  let last: ShellEnd | undefined
  const { promise: gone, resolve: leave } = Promise.withResolvers<void>()
  const end = (how: ShellEnding, exitCode: number | null) => {
    if (ended) return
    ended = true
    leave()
    last = { type: 'end', end: how, stderr, ...(exitCode === null ? {} : { exitCode }) }
    listener(last)
  }

  const out = splitLines(LONGEST_LINE, (raw) => raw.text !== '' && !ended && listener(readShellLine(raw, mask)))
  child.stdout?.on('data', out.push)
  const err = splitLines(LONGEST_STDERR_LINE, ({ text, left }) => {
    stderr.push(cutText(mask, text, SHOWN_STDERR_LINE, left > 0 ? 'cut' : undefined))
    if (stderr.length > STDERR_LINES) stderr.shift()
  })
  child.stderr?.on('data', err.push)
  // A write to a process that just died fails; its end is told by `exit`.
  requests.on('error', () => {})
  child.on('error', (error) => end({ how: 'not-started', message: error.message }, null))
  child.on('exit', (code, signal) => {
    if (child.pid !== undefined) endProcessGroup(child.pid, platform)
    const how: ShellEnding = signal === null ? { how: 'exit', code: code ?? 0, ...asAfter(code) } : { how: 'signal', signal }
    const settle = () => {
      clearTimeout(timer)
      out.end()
      err.end()
      end(how, code)
    }
    const timer = setTimeout(settle, PIPES_MS)
    child.on('close', settle)
  })

  return {
    get ended() {
      return ended
    },
    gone,
    send: (request) => requests.write(`${JSON.stringify(request)}\n`),
    listen: (next) => {
      listener = next
      // Who listens too late still hears the end.
      if (last !== undefined) queueMicrotask(() => last !== undefined && next(last))
    },
    kill: () => {
      if (child.pid !== undefined && !ended) endProcessGroup(child.pid, platform)
    },
  }
}

/** A program that starts PowerShell, as .NET tools have one, says with its exit code which signal ended what it started: 128 and the signal's number. */
function asAfter(code: number | null): { as?: string } {
  const [name] = Object.entries(constants.signals).find(([, number]) => number + 128 === code) ?? []
  return name === undefined ? {} : { as: name }
}

/** Cuts a byte stream into lines; of a line longer than `most` characters its beginning is kept, and the rest counted, so that no child can fill the memory. */
function splitLines(most: number, onLine: (line: RawLine) => void): { push: (chunk: Buffer) => void; end: () => void } {
  const decoder = new StringDecoder('utf8')
  let line: RawLine = { text: '', left: 0 }
  const add = (text: string) => {
    const kept = text.slice(0, most - line.text.length)
    line = { text: line.text + kept, left: line.left + text.length - kept.length }
  }
  const tell = () => {
    const { text, left } = line
    line = { text: '', left: 0 }
    onLine({ text: text.replace(/\r$/, ''), left })
  }
  const take = (text: string) => {
    let from = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      add(text.slice(from, end))
      tell()
      from = end + 1
    }
    add(text.slice(from))
  }
  return {
    push: (chunk) => take(decoder.write(chunk)),
    end: () => {
      take(decoder.end())
      if (line.text !== '') tell()
    },
  }
}

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
