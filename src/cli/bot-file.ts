/** `bot.json` in the state folder: what workers, `runs` and `audit export` on this machine need to know of the bot. Nothing in it is secret. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { EngineHandle } from '../engine/start-engine.ts'
import { Refused } from './refused.ts'

/** `keys.json`. */
export const publicKeysSchema = z.object({
  installation: z.string(),
  chat: z.string(),
  // Keys that release 0.1.0 wrote have none: its logs are judged by that release.
  clock: z.string().default(''),
  head: z.string(),
  workers: z.record(z.string(), z.object({ site: z.string(), key: z.string() })),
})

const botFileSchema = z.object({
  publicKeys: publicKeysSchema,
  /** Where workers of this machine connect to. */
  gateway: z.object({ socket: z.string() }),
  auditDir: z.string(),
})

export type BotFile = z.output<typeof botFileSchema>

export function writeBotFile(state: string, { publicKeys, gateway, auditDir }: EngineHandle): void {
  const file = join(state, 'bot.json')
  const content: BotFile = { publicKeys, gateway, auditDir }
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`)
  renameSync(`${file}.new`, file)
}

/** Refuses with a sentence when the bot of this configuration was never started, or the file is not what it should be. */
export function readBotFile(state: string): BotFile {
  const file = join(state, 'bot.json')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new Refused(`${file} cannot be read: start the bot once with this configuration ("countersign start"), it writes it.`)
  }
  try {
    return botFileSchema.parse(JSON.parse(text))
  } catch {
    throw new Refused(`${file} is not what "countersign start" writes: remove it and start the bot again.`)
  }
}
