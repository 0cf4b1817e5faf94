import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { PracticeConfiguration } from './write-configuration.ts'
import { ROOT } from './write-configuration.ts'

/** One process of the product, as an operator would start it. */
export interface Program {
  pid: number
  /** The line that said it was ready. */
  ready: string
  /** All that it has printed so far. */
  printed(): string
  /** Sends a signal; SIGKILL by itself. */
  kill(signal?: NodeJS.Signals): void
  /** Resolves when the process is gone. */
  gone: Promise<void>
  /** Ends it and waits. */
  end(): Promise<void>
}

/** What `npm run countersign` tells Node: how much room new things have (4 MB, else 16) before those that live on are looked for. */
const SETTINGS = z
  .object({ scripts: z.object({ countersign: z.string() }) })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')))
  .scripts.countersign.split(' ')
  .filter((word) => word.startsWith('--'))
const running = new Set<ChildProcess>()

/** Kills every program that runs, without waiting. */
export function killPrograms(): void {
  for (const child of running) child.kill('SIGKILL')
}

/** `countersign start` or `countersign worker NAME`; resolves when it is ready, rejects with what it said when it ends before. */
export async function startProgram(practice: PracticeConfiguration, words: string[], log: string): Promise<Program> {
  const args = [...SETTINGS, join(ROOT, 'src/cli.ts'), ...words, '--config', practice.file]
  const env = { ...process.env, ...practice.environment }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  const said: string[] = []
  // Held open: a test that ended has removed the folder while the last words still come.
  const to = openSync(log, 'a')
  child.stderr.on('data', (chunk: Buffer) => {
    said.push(chunk.toString())
    writeSync(to, chunk)
  })
  child.stderr.on('close', () => closeSync(to))
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const gone = once(child, 'exit').then(() => void running.delete(child))
  const ready = await firstLine(child, gone, said)
  return {
    pid: child.pid ?? 0,
    ready,
    printed: () => printed,
    kill: (signal = 'SIGKILL') => void child.kill(signal),
    gone,
    end: async () => {
      child.kill('SIGTERM')
      await gone
    },
  }
}

async function firstLine(child: ChildProcess, gone: Promise<void>, said: string[]): Promise<string> {
  if (!child.stdout) throw new Error('the program has no standard output')
  const lines = createInterface({ input: child.stdout })
  const line = await Promise.race([once(lines, 'line').then(([text]) => String(text)), gone])
  lines.close()
  child.stdout.resume()
  if (line === undefined) throw new Error(`the program ended before it was ready: ${said.join('').slice(-2000)}`)
  return line
}
