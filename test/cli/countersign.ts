import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { main } from '../../src/cli/main.ts'
import { ROOT } from '../practice/write-configuration.ts'

export interface Ended {
  code: number | null
  out: string
  error: string
}

export interface Around {
  cwd?: string
  environment?: Record<string, string>
}

let last: Promise<unknown> = Promise.resolve()

/** The program to its end in this process, one after another. A bot or a worker has one only where its start is refused. */
export async function countersign(words: string[], around: Around = {}): Promise<Ended> {
  const ended = last.then(() => called(words, around))
  last = ended.catch(() => undefined)
  return ended
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

async function called(words: string[], { cwd, environment = {} }: Around): Promise<Ended> {
  // Its log goes to the terminal by a way of its own, past what is heard here.
  const set = { COUNTERSIGN_LOG: 'silent', ...environment }
  const before = { cwd: process.cwd(), environment: { ...process.env }, listening: SIGNALS.map((signal) => process.listeners(signal)) }
  const [out, error] = [heard(process.stdout), heard(process.stderr)]
  process.chdir(cwd ?? ROOT)
  Object.assign(process.env, set)
  try {
    return { code: await main(words), out: out.said(), error: error.said() }
  } finally {
    for (const stream of [out, error]) stream.leave()
    // A start listens to be told to end, as long as its process lives.
    for (const [index, signal] of SIGNALS.entries())
      for (const listener of process.listeners(signal)) if (!before.listening[index]?.includes(listener)) process.off(signal, listener)
    for (const name of Object.keys(set)) delete process.env[name]
    Object.assign(process.env, before.environment)
    process.chdir(before.cwd)
  }
}

/** Keeps what is written to the stream, until it is left. */
function heard(stream: NodeJS.WriteStream): { said(): string; leave(): void } {
  const before = Object.getOwnPropertyDescriptor(stream, 'write')
  let said = ''
  stream.write = (text: string | Uint8Array) => {
    said += String(text)
    return true
  }
  return {
    said: () => said,
    leave: () => void (before === undefined ? Reflect.deleteProperty(stream, 'write') : Object.defineProperty(stream, 'write', before)),
  }
}

/** As a user starts it. */
export async function started(words: string[], { cwd = ROOT, environment = {} }: Around = {}): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli.ts'), ...words], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let error = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text))
  await once(child, 'close')
  return { code: child.exitCode, out, error }
}
