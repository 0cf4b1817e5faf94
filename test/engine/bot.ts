import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { botToken } from '../../src/engine/proof/bot-token.ts'
import type { ShowRequest } from '../../src/run/view/chat-port.ts'
import type { EngineClient } from '../../src/engine/client.ts'
import { connectEngine } from '../../src/engine/client.ts'
import { engineDirectory } from '../../src/engine/server/directory.ts'
import { ingressOf, type Elsewhere } from '../../src/engine/elsewhere/reach-elsewhere.ts'
import { secretOf } from '../../src/engine/proof/inside.ts'
import { recordedKeys } from '../../src/engine/keys/installation-keys.ts'
import type { Strangers } from '../../src/engine/proof/strangers.ts'
import type { StartEngineOptions } from '../../src/engine/start-engine.ts'
import { PATIENCE_MS } from '../suite/patience.ts'

export type BotSetUp = Omit<StartEngineOptions, 'chat' | 'log'> & { logLevel?: string }

export interface Bot {
  pid: number
  /** Ends it as a power failure would. */
  kill(): Promise<void>
  /** Stops it where it is, as a machine does that is cut off, and lets it go on. */
  freeze(): void
  thaw(): void
  /** Resolves with its exit code. */
  ended: Promise<number | null>
  /** Ends it in order, with its engine. */
  end(): Promise<void>
}

/** A bot in a process of its own, with its engine. */
export async function startBot(setUp: BotSetUp): Promise<Bot> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bot-process.ts'), JSON.stringify(setUp)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await ready(child)
  const ended = once(child, 'exit')
  const code = ended.then(([exit]) => exit as number | null)
  const by = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal)
    await ended
  }
  return {
    pid: child.pid ?? -1,
    kill: () => by('SIGKILL'),
    end: () => by('SIGTERM'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    ended: code,
  }
}

/** Asks a bot's runs as its chat side would, from another process. */
export function clientOf(stateDir: string, strangers?: Strangers, elsewhere?: Elsewhere): EngineClient {
  return connectEngine({
    ingress: elsewhere === undefined ? { socket: engineDirectory(stateDir).ingress } : ingressOf(elsewhere),
    bot: botToken(secretOf(recordedKeys(stateDir).head, 'bot')),
    answerWithinMs: PATIENCE_MS,
    ...(strangers && { strangers }),
  })
}

/** All that the bot's conversations were asked to show. */
export function shown(stateDir: string): ShowRequest[] {
  const lines = readFileSync(join(stateDir, 'shown.jsonl'), 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as ShowRequest)
}

/** All that it told people of strangers. */
export function saidOfStrangers(stateDir: string): string[] {
  const file = join(stateDir, 'said.txt')
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
}

async function ready(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  child.stdout?.once('data', () => resolve())
  child.once('exit', (code) => reject(new Error(`the bot ended with ${code} before it was ready`)))
  await promise
}
