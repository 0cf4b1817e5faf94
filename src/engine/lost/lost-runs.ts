import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Entry, PublicKeys } from '../../audit/entry.ts'
import { readBytes } from '../../audit/read-log.ts'
import { replay } from '../../audit/verify.ts'
import type { RunState } from '../../run/state.ts'
import { readFileEnd } from '../audit/file-end.ts'
import { codeOf } from '../server/directory.ts'
import { fewAtATime } from '../server/few-at-a-time.ts'

/** A run that its audit file leaves open and that the engine does not know: nobody but people can say what became of it. */
export interface LostRun {
  run: string
  file: string
  /** As far as its file tells; absent where the file cannot be believed. */
  state?: RunState
  /** Why the file cannot be believed. */
  fault?: string
}

/** What people said became of it: `R-n.settled.json`, beside the audit file. */
export const settledShape = z.strictObject({
  run: z.string(),
  by: z.string(),
  at: z.string(),
  reason: z.string().min(1).max(1000),
  /** SHA-256 of the audit file that it was said of: a file that goes on afterwards is not settled. */
  file: z.string(),
})

export type Settled = z.output<typeof settledShape>

/** Files stay for years: all of them at once would need as many descriptors, and the memory for their ends. */
const READ_AT_ONCE = 16

/** Ids of the runs whose audit file has no signed end. */
export async function openFiles(directory: string): Promise<string[]> {
  const runs = (await readdir(directory)).flatMap((name) => /^(R-\d+)\.jsonl$/.exec(name)?.[1] ?? [])
  const ended = new Set<string>()
  await fewAtATime(runs, READ_AT_ONCE, async (run) => {
    if (await hasEnd(fileOf(directory, run), run)) ended.add(run)
  })
  return runs.filter((run) => !ended.has(run))
}

/** Reads what the file tells of its run, deciding it again. */
export async function readLostRun(directory: string, run: string, keys: PublicKeys): Promise<LostRun> {
  const file = fileOf(directory, run)
  try {
    const bytes = await readFile(file)
    // What a crash has torn off has no line feed, and says nothing.
    const { lines, faults } = readBytes(bytes.subarray(0, bytes.lastIndexOf('\n') + 1))
    const entries = lines.flatMap((line) => ('entry' in line ? [line.entry] : []))
    const [fault] = faults
    if (fault !== undefined) return { run, file, fault: `line ${fault.line}: ${fault.what}` }
    const replayed = replay(entries, keys)
    if ('altered' in replayed) return { run, file, fault: replayed.why }
    if (replayed.state.run !== run) return { run, file, fault: `It holds ${replayed.state.run}.` }
    return { run, file, state: replayed.state }
  } catch (cause) {
    return { run, file, fault: `It cannot be read (${codeOf(cause)}).` }
  }
}

/** The lock that a run has by its file, which is read without being judged: it may only keep others waiting. */
export async function takenIn(directory: string, run: string): Promise<string | undefined> {
  const lines = (await readFile(fileOf(directory, run), 'utf8')).split('\n').slice(0, -1)
  const line = lines.findLast((each) => each.includes('"type":"lock-taken"'))
  if (line === undefined) return undefined
  const { entry } = JSON.parse(line) as { entry?: Pick<Entry, 'events'> }
  return entry?.events.find((event) => event.type === 'lock-taken')?.lock
}

/** What was said of the file as it stands; undefined: nothing yet. */
export async function settledOf(directory: string, run: string): Promise<Settled | undefined> {
  try {
    const settled = settledShape.parse(JSON.parse(await readFile(settledFileOf(directory, run), 'utf8')))
    return settled.run === run && settled.file === (await hashOf(directory, run)) ? settled : undefined
  } catch {
    return undefined
  }
}

export async function hashOf(directory: string, run: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(fileOf(directory, run)))
    .digest('hex')
}

export function fileOf(directory: string, run: string): string {
  return join(directory, `${run}.jsonl`)
}

export function settledFileOf(directory: string, run: string): string {
  return join(directory, `${run}.settled.json`)
}

async function hasEnd(file: string, run: string): Promise<boolean> {
  try {
    const end = await readFileEnd(file)
    const head = end?.heads.at(-1)
    return end?.torn === false && head?.run === run && head.final
  } catch {
    return false
  }
}
