import { appendFile, mkdir, readdir, readFile, rename, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Entry, SignedHead } from '../../audit/entry.ts'
import { logLines, logText } from '../../audit/export.ts'
import { readFileEnd } from './file-end.ts'
import type { LogPage } from '../run/run-log.ts'

/**
 * `<directory>/R-n.jsonl` is what is left of a run when the engine's store is lost. None of these ever throws: a full disk must not stop a run. A file that does not
 * end as its run does is `behind`, until it is completed.
 */
export interface AuditFiles {
  /** What a command brought, at the file's end. The same again changes nothing. */
  append(run: string, entry: Entry, heads: readonly SignedHead[]): Promise<void>
  /** Whether the file ends as this log does. */
  look(run: string, log: Pick<LogPage, 'entries' | 'heads'>): Promise<void>
  /** Writes what it lacks of the whole run, which `read` reads; a file that tells another story is kept aside. */
  complete(run: string, read: () => Promise<Pick<LogPage, 'entries' | 'heads'>>): Promise<void>
}

/** The runs whose audit file lacks something. */
export interface Behind {
  add(run: string): void
  delete(run: string): void
  all(): string[]
  /** Resolves when one comes in that was not behind. */
  another(): Promise<void>
}

/** Its last entry, and how many heads stand behind it. */
interface End {
  hash: string
  heads: number
}

export function auditFiles(directory: string, log: Logger, behind: Behind): AuditFiles {
  /** As this process has seen or written them. */
  const ends = new Map<string, End>()
  const inTurn = oneByOne()
  /** `write` answers whether the file now ends as its run does. */
  const guarded = (run: string, write: (file: string) => Promise<boolean>) =>
    inTurn(run, async () => {
      const file = join(directory, `${run}.jsonl`)
      try {
        if (await write(file)) behind.delete(run)
        else behind.add(run)
      } catch (error) {
        ends.delete(run)
        behind.add(run)
        log.error({ run, file, err: error }, 'the audit file could not be written; it is completed as soon as it can be')
      }
    })
  const endOf = async (run: string, file: string) => ends.get(run) ?? (await mendedEnd(file))

  return {
    append: (run, entry, heads) =>
      guarded(run, async (file) => {
        const end = await endOf(run, file)
        const isThere = end?.hash === entry.hash
        if (!isThere && end?.hash !== (entry.seq === 1 ? undefined : entry.prev)) return false
        const lines = isThere ? heads.slice(end.heads).map((head) => ({ head })) : logLines([entry], heads)
        if (lines.length > 0) await appendFile(file, lines.map(logText).join(''), { mode: 0o600 })
        ends.set(run, { hash: entry.hash, heads: heads.length })
        return true
      }),
    look: (run, { entries, heads }) =>
      guarded(run, async (file) => {
        const [end, last] = [await endOf(run, file), entries.at(-1)]
        return end?.hash === last?.hash && (end?.heads ?? 0) >= heads.filter(({ seq }) => seq === last?.seq).length
      }),
    complete: (run, read) =>
      guarded(run, async (file) => {
        const { entries, heads } = await read()
        ends.delete(run)
        await mendedEnd(file)
        const lines = logLines(entries, heads).map(logText)
        const there = await agreeing(file, lines, log)
        if (there < lines.length) await appendFile(file, lines.slice(there).join(''), { mode: 0o600 })
        return true
      }),
  }
}

export function behindFiles(): Behind {
  const runs = new Set<string>()
  let came = Promise.withResolvers<void>()
  return {
    add(run) {
      if (runs.has(run)) return
      runs.add(run)
      came.resolve()
      came = Promise.withResolvers<void>()
    },
    delete: (run) => void runs.delete(run),
    all: () => [...runs],
    another: () => came.promise,
  }
}

/** Highest run number that has a file, 0 when there is none. */
export async function highestAudited(directory: string): Promise<number> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const numbers = (await readdir(directory)).map((name) => Number(/^R-(\d+)\.jsonl/.exec(name)?.[1] ?? 0))
  return Math.max(0, ...numbers)
}

/** A line that a crash tore is cut off. `undefined`: there is nothing. */
async function mendedEnd(file: string): Promise<End | undefined> {
  const end = await readFileEnd(file)
  if (end === null) return undefined
  if (end.torn) await truncate(file, end.bytes)
  return end.bytes === 0 ? undefined : { hash: end.entry?.hash ?? 'unreadable', heads: end.heads.length }
}

/** How many of these lines stand in the file, which holds nothing else. */
async function agreeing(file: string, lines: readonly string[], log: Logger): Promise<number> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const whole = text.split('\n').slice(0, -1)
  const differs = whole.findIndex((line, index) => `${line}\n` !== lines[index])
  if (differs === -1) return whole.length
  const aside = `${file}.differs-${differs + 1}`
  await rename(file, aside)
  log.error({ file, aside, line: differs + 1 }, 'the audit file told another story than the run; it was kept aside and written anew')
  return 0
}

/** What is asked of one run is done one after the other. */
function oneByOne() {
  const last = new Map<string, Promise<void>>()
  return (run: string, act: () => Promise<void>): Promise<void> => {
    const turn = (last.get(run) ?? Promise.resolve()).then(act)
    last.set(run, turn)
    return turn.finally(() => {
      if (last.get(run) === turn) last.delete(run)
    })
  }
}
