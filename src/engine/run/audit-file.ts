import { appendFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Entry, SignedHead } from '../../audit/entry.ts'
import { logLines, logText } from '../../audit/export.ts'

/** Appends to a run's file in the audit directory what is not in it yet. Never throws: a full disk must not stop a run. */
export type AuditFiles = (run: string, entries: Entry[], heads: SignedHead[]) => Promise<void>

/**
 * `<directory>/R-n.jsonl` is what is left of a run when the engine's store is lost.
 * MUST be given the whole run each time: a line torn by a crash is found and written anew from it. A file that tells another story is kept aside.
 * `behind` holds the runs whose file could not be written, until it can.
 */
export function auditFiles(directory: string, log: Logger, behind: Set<string> = new Set()): AuditFiles {
  /** Lines that this process knows to be in the file. */
  const written = new Map<string, number>()
  return async (run, entries, heads) => {
    const lines = logLines(entries, heads).map((line) => logText(line).trimEnd())
    const file = join(directory, `${run}.jsonl`)
    try {
      const known = written.get(run) ?? (await intactLines(file, lines, log))
      if (known < lines.length) await appendFile(file, `${lines.slice(known).join('\n')}\n`, { mode: 0o600 })
      written.set(run, Math.max(known, lines.length))
      behind.delete(run)
    } catch (error) {
      written.delete(run)
      behind.add(run)
      log.error({ run, file, err: error }, 'the audit file could not be written; it is completed as soon as it can be')
    }
  }
}

/** Highest run number that has a file, 0 when there is none. */
export async function highestAudited(directory: string): Promise<number> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const numbers = (await readdir(directory)).map((name) => Number(/^R-(\d+)\.jsonl/.exec(name)?.[1] ?? 0))
  return Math.max(0, ...numbers)
}

/** How many lines of the file are good; a torn end is cut off. */
async function intactLines(file: string, lines: string[], log: Logger): Promise<number> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const whole = text.split('\n').slice(0, -1)
  const differs = whole.findIndex((line, index) => line !== lines[index])
  if (differs === -1) {
    const good = whole.map((line) => `${line}\n`).join('')
    if (good !== text) await writeFile(file, good, { mode: 0o600 })
    return whole.length
  }
  const aside = `${file}.differs-${differs + 1}`
  await rename(file, aside)
  log.error({ file, aside, line: differs + 1 }, 'the audit file told another story than the run; it was kept aside and written anew')
  return 0
}
