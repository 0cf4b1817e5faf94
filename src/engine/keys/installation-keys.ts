import { createPublicKey } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { codeOf, engineDirectory, NODE_NAME } from '../server/directory.ts'
import { EngineFault } from '../engine-fault.ts'
import type { BotKeyName, BotKeys } from './keys.ts'
import { BOT_KEYS, botKeyFile, makeKeyFile, PUT_BACK, readBotKeys } from './keys.ts'

/** What was recorded when the keys were made: `installation.json` in the state directory. Nothing in it is secret. */
const recordShape = z.object({
  installation: z.string(),
  /** SPKI PEM of each key's public half. */
  keys: z.record(z.enum(BOT_KEYS), z.string()),
})

type InstallationRecord = z.output<typeof recordShape>

/**
 * The bot's keys at a start. They are made once, with the installation: at the first start, when nothing was recorded and no run was ever kept here. Later a missing,
 * unreadable or other key is a refusal, because under a new one open runs would go on whose logs then accuse somebody.
 * @throws EngineFault that names the file
 */
export function keysAtStart(stateDir: string, installation: string): BotKeys {
  if (readRecord(stateDir) === undefined) {
    for (const name of mayMake(stateDir)) makeKeyFile(botKeyFile(stateDir, name))
    writeRecord(stateDir, { installation, keys: readBotKeys(stateDir).public })
  }
  const keys = recordedKeys(stateDir)
  const named = readRecord(stateDir)?.installation
  if (named !== installation) {
    throw new EngineFault(
      'bad-key',
      `${recordFile(stateDir)} was made for the installation "${named}", and the configuration says "${installation}": its logs and orders name the first. Put that name back, or name another state directory.`,
    )
  }
  return keys
}

/** The same keys for who only asks the running bot: none is ever made. @throws EngineFault */
export function recordedKeys(stateDir: string): BotKeys {
  const record = readRecord(stateDir)
  if (record === undefined) {
    throw new EngineFault('bad-key', `${recordFile(stateDir)} is missing: start the bot once with this configuration, it writes it.`)
  }
  const keys = readBotKeys(stateDir)
  const other = BOT_KEYS.find((name) => !sameKey(record.keys[name], keys.public[name]))
  if (other === undefined) return keys
  throw new EngineFault(
    'bad-key',
    `${botKeyFile(stateDir, other)} is not the key that this installation was made with (its public half stands in ${recordFile(stateDir)}): ${PUT_BACK}.`,
  )
}

/** Which keys may be made here. Where runs were kept, only what the release that kept them did not have yet. */
function mayMake(stateDir: string): readonly BotKeyName[] {
  const traces = tracesOfRuns(stateDir)
  if (traces === undefined) return BOT_KEYS
  const missing = FIRST_KEYS.find((name) => !existsSync(botKeyFile(stateDir, name)))
  if (missing === undefined) return ['clock']
  throw new EngineFault(
    'bad-key',
    `The key file ${botKeyFile(stateDir, missing)} is missing, and ${traces} shows that this is no first start: ${PUT_BACK}.`,
  )
}

/** Release 0.1.0 had these, and recorded nothing. */
const FIRST_KEYS: readonly BotKeyName[] = ['chat', 'head', 'engine']

/** What shows that runs were kept in this state directory before. */
function tracesOfRuns(stateDir: string): string | undefined {
  const store = join(engineDirectory(stateDir).path, NODE_NAME)
  if (statSync(store, { throwIfNoEntry: false })?.isDirectory() === true) return store
  const audit = join(stateDir, 'audit')
  const log = existsSync(audit) ? readdirSync(audit).find((name) => /^R-\d+\.jsonl/.test(name)) : undefined
  return log === undefined ? undefined : join(audit, log)
}

function recordFile(stateDir: string): string {
  return join(stateDir, 'installation.json')
}

function readRecord(stateDir: string): InstallationRecord | undefined {
  const file = recordFile(stateDir)
  try {
    return recordShape.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined
    const why =
      cause instanceof SyntaxError || cause instanceof z.ZodError
        ? 'is not what the first start wrote'
        : `cannot be read (${codeOf(cause)})`
    throw new EngineFault('bad-key', `${file} ${why}: ${PUT_BACK}.`, cause)
  }
}

function writeRecord(stateDir: string, record: InstallationRecord): void {
  const file = recordFile(stateDir)
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

function sameKey(one: string, other: string): boolean {
  try {
    return createPublicKey(one).equals(createPublicKey(other))
  } catch {
    return false
  }
}
