/** The documents that this worker may run: its own copies, and every version it ever held, by hash. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { judgeDocument } from '../lint/judge-document.ts'
import type { Readers } from '../lint/readers.ts'
import type { Language } from '../procedure/procedure.ts'
import { formatFault } from '../text/fault.ts'

const HASH = /^[0-9a-f]{64}$/

export class Documents {
  readonly #folder: string
  readonly #kept: string
  /** By file name: what it was when it was last read, and in which languages its blocks are; in none while it has faults. */
  readonly #seen = new Map<string, { stamp: string; hash: string; languages: Language[] }>()
  readonly #hashes = new Set<string>()
  readonly #readers: Readers
  readonly #onRefused: (file: string, faults: string[]) => void

  /** `readers` is what blocks that look may call. `onRefused` is told of each document that is not taken in, once for each change of its file. @throws where `folder` cannot be read. */
  constructor(folder: string, state: string, readers: Readers, onRefused: (file: string, faults: string[]) => void) {
    this.#folder = folder
    this.#readers = readers
    this.#onRefused = onRefused
    this.#kept = join(state, 'documents')
    mkdirSync(this.#kept, { recursive: true, mode: 0o700 })
    for (const name of readdirSync(this.#kept)) if (HASH.test(name.replace(/\.md$/, ''))) this.#hashes.add(name.replace(/\.md$/, ''))
    this.refresh()
  }

  /** Hashes of all versions, for the heartbeat. */
  hashes(): string[] {
    return [...this.#hashes].toSorted()
  }

  /** In which the documents of the folder act and look, as far as they have no faults. */
  languages(): ReadonlySet<Language> {
    return new Set([...this.#seen.values()].flatMap(({ languages }) => languages))
  }

  /** Whether this very text is held. The copy is read and hashed again: a changed file is not what was approved. */
  holds(hash: string): boolean {
    if (!HASH.test(hash)) return false
    if (!this.#hashes.has(hash)) this.#tryRefresh()
    const copy = join(this.#kept, `${hash}.md`)
    return existsSync(copy) && sha256(readFileSync(copy)) === hash
  }

  /** A folder that cannot be read holds nothing new; the heartbeat complains of it. */
  #tryRefresh(): void {
    try {
      this.refresh()
    } catch {
      return
    }
  }

  /** Takes in what is new or changed in the folder and has no fault; versions that left it are kept, runs may still use them. */
  refresh(): void {
    for (const name of readdirSync(this.#folder).filter((each) => each.endsWith('.md'))) {
      const path = join(this.#folder, name)
      const { mtimeMs, size, ino } = statSync(path)
      const stamp = `${mtimeMs}/${size}/${ino}`
      if (this.#seen.get(name)?.stamp === stamp) continue
      const text = readFileSync(path)
      const hash = sha256(text)
      const judged = judgeDocument(path, text.toString('utf8'), this.#readers)
      const blocks = 'faults' in judged ? [] : judged.procedure.steps.flatMap((step) => step.blocks)
      this.#seen.set(name, { stamp, hash, languages: blocks.map(({ language }) => language) })
      if ('faults' in judged) {
        this.#onRefused(path, judged.faults.map(formatFault))
        continue
      }
      const copy = join(this.#kept, `${hash}.md`)
      if (!existsSync(copy)) {
        writeFileSync(`${copy}.part`, text, { mode: 0o600 })
        renameSync(`${copy}.part`, copy)
      }
      this.#hashes.add(hash)
    }
  }
}

function sha256(text: Buffer): string {
  return createHash('sha256').update(text).digest('hex')
}
