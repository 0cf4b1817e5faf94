import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { engineBinary } from './binary.ts'
import type { EngineDirectory } from './directory.ts'
import { NODE_NAME, prepareEngineDirectory } from './directory.ts'
import { EngineFault } from '../engine-fault.ts'
import { endEngine, recordedEngine, spawnEngine } from './process.ts'
import { settingsFile } from './settings.ts'
import { engineHttp } from './http.ts'

export interface EmbeddedOptions {
  stateDir: string
  /** Private key file of the request identity. */
  identityKey: string
  /** Healthy within this time, or it does not start. */
  startWithinMs?: number
  leastFreeBytes?: number
}

export interface EmbeddedEngine {
  directory: EngineDirectory
  pid: number
  /** An engine of ours that was still running was taken over. */
  adopted: boolean
  /** Why its store cannot be used, as it said since it was started; undefined: it has not said so. */
  damage(): EngineFault | undefined
  /** Ends exactly this engine; MUST be called before the program ends, unless the engine is to be adopted later. */
  stop(): Promise<void>
}

/**
 * Starts the engine that comes with us, or adopts the one that an earlier start of ours left running.
 * @throws EngineFault with one sentence: no binary, no room, not writable, another's store, does not start.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedEngine> {
  const binary = engineBinary(process.platform, process.arch)
  const directory = prepareEngineDirectory(options.stateDir, options.leastFreeBytes)
  const settings = settingsFile({ directory: directory.path, identityKey: options.identityKey })
  const withinMs = options.startWithinMs ?? 20_000
  const running = recordedEngine(directory)
  if (running !== undefined) {
    const same = running.binary === binary && settings === writtenSettings(directory)
    if (same && (await becomesHealthy(directory, withinMs / 4))) return handle(directory, running.pid, true, sizeOf(directory.log))
    await endEngine(directory, running.pid)
  } else if (await healthy(directory)) {
    throw new EngineFault(
      'unknown-engine',
      `An engine that ${directory.pid} does not record answers on ${directory.admin}: end that process, then start again.`,
    )
  }
  writeFileSync(directory.settings, settings, { mode: 0o600 })
  const first = await begin(binary, directory, withinMs)
  // It writes its log beside its work, and its last words are lost now and then (1 of 72): who ended without a word is asked once more.
  const begun = 'fault' in first && first.silent ? await begin(binary, directory, withinMs) : first
  if ('fault' in begun) throw begun.fault
  return begun
}

function handle(directory: EngineDirectory, pid: number, adopted: boolean, logged: number): EmbeddedEngine {
  return { directory, pid, adopted, damage: () => damageIn(directory, logged), stop: () => endEngine(directory, pid) }
}

/** `silent`: it ended by itself, and its log does not say why. */
async function begin(
  binary: string,
  directory: EngineDirectory,
  withinMs: number,
): Promise<EmbeddedEngine | { fault: EngineFault; silent: boolean }> {
  const logged = sizeOf(directory.log)
  const { pid, ended: end } = spawnEngine(binary, directory)
  let ended: string | undefined
  void end.then((how) => (ended = how))
  const isEnded = () => ended !== undefined
  if (await becomesHealthy(directory, withinMs, isEnded)) return handle(directory, pid, false, logged)
  const why = ended === undefined ? `was not ready after ${withinMs / 1000} s` : `ended with ${ended}`
  const damage = damageIn(directory, logged)
  await endEngine(directory, pid)
  if (damage !== undefined) return { fault: damage, silent: false }
  const complaint = lastComplaint(directory.log, logged)
  const fault = new EngineFault(
    'does-not-start',
    `The engine ${why}${complaint}: its log is ${directory.log}; correct what it says and start again.`,
  )
  return { fault, silent: isEnded() && complaint === '' }
}

async function becomesHealthy(directory: EngineDirectory, withinMs: number, isEnded: () => boolean = () => false): Promise<boolean> {
  const deadline = Date.now() + withinMs
  while (Date.now() < deadline && !isEnded()) {
    if (await healthy(directory)) return true
    await pause(25)
  }
  return false
}

/** Both halves answer: what is registered and what is called. */
async function healthy(directory: EngineDirectory): Promise<boolean> {
  const answers = await Promise.all([answers200(directory.admin, '/health'), answers200(directory.ingress, '/restate/health')])
  return answers.every(Boolean)
}

async function answers200(socket: string, path: string): Promise<boolean> {
  const http = engineHttp({ socket })
  try {
    return (await http.fetch(`${http.url}${path}`, { signal: AbortSignal.timeout(1000) })).ok
  } catch {
    return false
  } finally {
    await http.close()
  }
}

/** RocksDB's word for a store that it cannot read. An engine of which only a part is damaged says so in its log alone, and calls itself well. */
const DAMAGED = /Corruption: ([^\n]{1,160})/

function damageIn(directory: EngineDirectory, from: number): EngineFault | undefined {
  const said = DAMAGED.exec(saidSince(directory.log, from))?.[0].trim()
  if (said === undefined) return undefined
  const store = join(directory.path, NODE_NAME)
  return new EngineFault(
    'damaged-store',
    `The engine's store ${store} is damaged ("${said}"): put the copy of your backup in its place. If there is none, move it away: the bot then begins with an empty store, and names every run that is lost with it.`,
  )
}

function sizeOf(log: string): number {
  return statSync(log, { throwIfNoEntry: false })?.size ?? 0
}

function saidSince(log: string, from: number): string {
  try {
    return readFileSync(log).subarray(from).toString('utf8')
  } catch {
    return ''
  }
}

/** What the engine said last of an error since this start, in one line. */
function lastComplaint(log: string, from: number): string {
  const lines = saidSince(log, from).split('\n')
  const at = lines.findLastIndex((line) => / ERROR |^ERROR|error:/i.test(line))
  if (at === -1) return ''
  const said = (/ ERROR /.test(lines[at] ?? '') && lines[at + 1]?.trim()) || lines[at]?.trim() || ''
  return ` ("${said.slice(0, 200)}")`
}

function writtenSettings(directory: EngineDirectory): string {
  try {
    return readFileSync(directory.settings, 'utf8')
  } catch {
    return ''
  }
}
