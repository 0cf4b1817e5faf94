/** Keeps of a block's rows what fits into an entry; the whole goes to a file that is named by its hash. */
import type { Row } from '../../run/order.ts'
import type { WorkerFault } from '../../run/facts/worker-fault.ts'
import { cutText } from './cut-text.ts'
import { KeptFile, type Whole } from './kept-file.ts'
import { maskDeep, type Mask } from '../mask.ts'

export interface KeptRows {
  rows: Row[]
  rowCount: number
  last?: number
  file?: Whole
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
  readonly #whole: string[]
  #budget: number
  /** The last ones, once those before have taken their share. */
  readonly #last: { row: Row; bytes: number }[] = []
  #lastBudget: number
  /** Why what was kept is not what was found, if it is not. */
  fault: WorkerFault | undefined
  #count = 0
  /** Nothing more is kept. */
  #full = false
  /** What is kept is not the whole. */
  #cut = false
  #held: string[] = []
  #heldLength = 0
  readonly #file: KeptFile

  constructor({ budget, whole }: SinkLimits, folder: string, mask: Mask) {
    // What is captured is kept whole or not at all; of anything else the end tells as much as the beginning.
    this.#lastBudget = whole.length > 0 ? 0 : Math.floor(budget / 4)
    this.#budget = budget - this.#lastBudget
    this.#whole = whole
    this.#file = new KeptFile(folder, 'rows')
    this.#mask = mask
  }

  add(row: Row): void {
    const masked = maskDeep(this.#mask, row)
    this.fault ??= this.#faultIn(row, masked)
    const line = JSON.stringify(masked)
    const shown = this.#cutCells(masked)
    const bytes = Buffer.byteLength(JSON.stringify(shown)) + 1
    this.#count += 1
    this.#full ||= bytes > this.#budget + (this.#count === 1 ? this.#lastBudget : 0)
    this.#cut ||= shown !== masked
    if (this.#full) this.#keepLast(shown, bytes)
    else {
      this.#budget -= bytes
      this.#kept.push(shown)
    }
    this.#held.push(line, '\n')
    this.#heldLength += line.length
    if (this.#cut && this.#heldLength > 64 * 1024) this.#write()
  }

  end(): KeptRows {
    const rows = [...this.#kept, ...this.#last.map(({ row }) => row)]
    const last = rows.length < this.#count && this.#last.length > 0 ? { last: this.#last.length } : {}
    const kept = { rows, rowCount: this.#count, ...last }
    if (!this.#cut) return kept
    this.#write()
    const file = this.#file.end()
    return file === undefined ? kept : { ...kept, file }
  }

  /** Why the whole is in no file, though what is kept is not all. The block has run all the same. */
  get unkept(): WorkerFault | undefined {
    return this.#file.unkept
  }

  /** The oldest of the last ones make room. */
  #keepLast(row: Row, bytes: number): void {
    this.#last.push({ row, bytes })
    this.#lastBudget -= bytes
    while (this.#lastBudget < 0 && this.#last.length > 0) {
      this.#lastBudget += this.#last.shift()?.bytes ?? 0
      this.#cut = true
    }
  }

  /** The same row where nothing is too long. */
  #cutCells(row: Row): Row {
    const long = Object.entries(row).filter(
      ([name, cell]) => typeof cell === 'string' && cell.length > LONGEST_CELL && !this.#whole.includes(name),
    )
    if (long.length === 0) return row
    return {
      ...row,
      ...Object.fromEntries(long.map(([name, cell]) => [name, cutText(this.#mask, String(cell), LONGEST_CELL)])),
    }
  }

  /** Replaced or covered, a captured name would be another one, and the next statement would be sent with that. */
  #faultIn(row: Row, masked: Row): WorkerFault | undefined {
    const half = this.#whole.find((name) => typeof row[name] === 'string' && !row[name].isWellFormed())
    if (half !== undefined) return { is: 'half-character', column: half }
    const covered = this.#whole.find((name) => typeof row[name] === 'string' && masked[name] !== row[name])
    return covered === undefined ? undefined : { is: 'secret-in-capture', column: covered }
  }

  #write(): void {
    this.#file.write(this.#held.join(''))
    this.#held = []
    this.#heldLength = 0
  }
}
