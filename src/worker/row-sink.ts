/** Keeps of a block's rows what fits into an entry; the whole goes to a file that is named by its hash. */
import { createHash, randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Row } from '../run/order.ts'
import { maskDeep, type Mask } from './mask.ts'

export interface KeptRows {
  rows: Row[]
  rowCount: number
  file?: { sha256: string; bytes: number }
}

const LONGEST_CELL = 1_000

export interface SinkLimits {
  /** Bytes of JSON that all kept rows may take. */
  budget: number
  /** Columns whose cells are kept whole: what is captured from them must not be cut. */
  whole: string[]
}

/** Rows are masked before they are kept or written. */
export class RowSink {
  readonly #kept: Row[] = []
  readonly #mask: Mask
  readonly #folder: string
  readonly #whole: string[]
  #budget: number
  /** Why what was kept is not what was found, if it is not. */
  fault: string | undefined
  /** Why the whole is in no file, though what is kept is not all. The block has run all the same. */
  unkept: string | undefined
  #count = 0
  /** Nothing more is kept. */
  #full = false
  /** What is kept is not the whole. */
  #cut = false
  #held: string[] = []
  #heldLength = 0
  #file: { descriptor: number; path: string; bytes: number; hash: ReturnType<typeof createHash> } | undefined

  constructor({ budget, whole }: SinkLimits, folder: string, mask: Mask) {
    this.#budget = budget
    this.#whole = whole
    this.#folder = folder
    this.#mask = mask
  }

  add(row: Row): void {
    const masked = maskDeep(this.#mask, row)
    this.fault ??= this.#halfIn(row)
    const line = JSON.stringify(masked)
    const shown = this.#cutCells(masked)
    const bytes = Buffer.byteLength(JSON.stringify(shown)) + 1
    this.#count += 1
    this.#full ||= bytes > this.#budget
    this.#cut ||= this.#full || shown !== masked
    if (!this.#full) {
      this.#budget -= bytes
      this.#kept.push(shown)
    }
    this.#held.push(line, '\n')
    this.#heldLength += line.length
    if (this.#cut && this.#heldLength > 64 * 1024) this.#write()
  }

  end(): KeptRows {
    if (!this.#cut) return { rows: this.#kept, rowCount: this.#count }
    this.#write()
    const file = this.#file
    if (!file) return { rows: this.#kept, rowCount: this.#count }
    const sha256 = file.hash.digest('hex')
    this.#onDisk(() => {
      closeSync(file.descriptor)
      renameSync(file.path, join(this.#folder, `${sha256}.jsonl`))
    })
    if (this.unkept !== undefined) return { rows: this.#kept, rowCount: this.#count }
    return { rows: this.#kept, rowCount: this.#count, file: { sha256, bytes: file.bytes } }
  }

  /** The same row where nothing is too long. */
  #cutCells(row: Row): Row {
    const long = Object.entries(row).filter(
      ([name, cell]) => typeof cell === 'string' && cell.length > LONGEST_CELL && !this.#whole.includes(name),
    )
    if (long.length === 0) return row
    return {
      ...row,
      ...Object.fromEntries(
        long.map(([name, cell]) => [name, `${String(cell).slice(0, LONGEST_CELL)}… (${String(cell).length} characters)`]),
      ),
    }
  }

  /** Replaced, a captured name would be another one. */
  #halfIn(row: Row): string | undefined {
    const column = this.#whole.find((name) => typeof row[name] === 'string' && !row[name].isWellFormed())
    if (column === undefined) return undefined
    return `The column "${column}" holds half a character (a lone surrogate), which no log can keep as it is. Rename what bears that name, or leave it out in the document.`
  }

  #write(): void {
    const bytes = Buffer.from(this.#held.join(''))
    this.#held = []
    this.#heldLength = 0
    this.#onDisk(() => {
      this.#file ??= this.#open()
      writeAll(this.#file.descriptor, bytes)
      this.#file.hash.update(bytes)
      this.#file.bytes += bytes.length
    })
  }

  /** A disk that is full must not end a worker in the middle of a statement: the rest is not kept, and that is said. */
  #onDisk(act: () => void): void {
    if (this.unkept !== undefined) return
    try {
      act()
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message
      this.unkept = `Not all rows are shown, and the whole could not be kept in ${this.#folder} (${code}): make room there, or give the folder to the worker.`
      this.#giveUp()
    }
  }

  #giveUp(): void {
    const file = this.#file
    this.#file = undefined
    if (file === undefined) return
    try {
      closeSync(file.descriptor)
      rmSync(file.path, { force: true })
    } catch {
      // It was closed already, or its disk answers nothing any more: there is nothing left to do about it.
    }
  }

  #open() {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const path = join(this.#folder, `${randomUUID()}.part`)
    return { descriptor: openSync(path, 'wx', 0o600), path, bytes: 0, hash: createHash('sha256') }
  }
}

/** `writeSync` may take less than it is given. */
function writeAll(descriptor: number, bytes: Buffer): void {
  for (let from = 0; from < bytes.length;) from += writeSync(descriptor, bytes, from)
}
