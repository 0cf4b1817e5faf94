/** The documents that this worker may run: its own copies, and every version it ever held, by hash. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { everyBlock } from '../procedure/every-block.ts'
import { judgeDocument } from '../lint/judge-document.ts'
import { RULES_FILE, type DocumentText } from '../procedure/include/beside.ts'
import type { Readers } from '../lint/readers.ts'
import type { Language } from '../procedure/procedure.ts'
import { formatFault } from '../text/fault.ts'

const HASH = /^[0-9a-f]{64}$/

export class Documents {
  readonly #folder: string
  readonly #kept: string
  /** By file name: what it was made of when it was last read, and in which languages its blocks are; in none while it has faults. */
  readonly #seen = new Map<string, { sources: string; languages: Language[] }>()
  #stamps: ReadonlyMap<string, string> = new Map()
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
    return this.text(hash) !== undefined
  }

  /** This very text, where it is held. */
  text(hash: string): string | undefined {
    if (!HASH.test(hash)) return undefined
    if (!this.#hashes.has(hash)) this.#tryRefresh()
    const copy = join(this.#kept, `${hash}.md`)
    const bytes = existsSync(copy) ? readFileSync(copy) : undefined
    return bytes !== undefined && sha256(bytes) === hash ? bytes.toString('utf8') : undefined
  }

  /** A folder that cannot be read holds nothing new; the heartbeat complains of it. */
  #tryRefresh(): void {
    try {
      this.refresh()
    } catch {
      return
    }
  }

  /** Takes in what is new or changed in the folder, together with what it includes, and has no fault; versions that left it are kept, runs may still use them. */
  refresh(): void {
    const names = readdirSync(this.#folder).filter((each) => each.endsWith('.md'))
    const stamps = new Map(names.map((name) => [name, stampOf(join(this.#folder, name))]))
    if (names.every((name) => this.#stamps.get(name) === stamps.get(name)) && stamps.size === this.#stamps.size) return
    const beside = new Map(names.map((name) => [name, this.#read(name)]))
    for (const name of names.filter((each) => each !== RULES_FILE)) this.#takeIn(name, beside)
    this.#stamps = stamps
  }

  #read(name: string): DocumentText & { bytes: Buffer } {
    const file = join(this.#folder, name)
    const bytes = readFileSync(file)
    return { file, bytes, text: bytes.toString('utf8') }
  }

  #takeIn(name: string, beside: ReadonlyMap<string, DocumentText & { bytes: Buffer }>): void {
    const document = beside.get(name)
    if (document === undefined) return
    const { file, text, bytes } = document
    const sources = sha256(
      Buffer.concat(/include|rule|report/.test(text) ? [bytes, ...[...beside.values()].map((each) => each.bytes)] : [bytes]),
    )
    if (this.#seen.get(name)?.sources === sources) return
    const judged = judgeDocument(file, text, this.#readers, beside)
    const blocks = 'faults' in judged ? [] : everyBlock(judged.procedure)
    this.#seen.set(name, { sources, languages: blocks.map(({ language }) => language) })
    if ('faults' in judged) {
      this.#onRefused(file, judged.faults.map(formatFault))
      return
    }
    // What includes nothing is kept byte for byte.
    const whole = judged.procedure.text === text ? bytes : Buffer.from(judged.procedure.text, 'utf8')
    const hash = sha256(whole)
    const copy = join(this.#kept, `${hash}.md`)
    if (!existsSync(copy)) {
      writeFileSync(`${copy}.part`, whole, { mode: 0o600 })
      renameSync(`${copy}.part`, copy)
    }
    this.#hashes.add(hash)
  }
}

function stampOf(path: string): string {
  const { mtimeMs, size, ino } = statSync(path)
  return `${mtimeMs}/${size}/${ino}`
}

function sha256(text: Buffer): string {
  return createHash('sha256').update(text).digest('hex')
}
