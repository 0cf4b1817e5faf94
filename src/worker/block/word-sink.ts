/** Keeps of what a block said, messages and errors, what fits into an entry: the first and the last. The rest is counted, and the whole is in a file by its hash. */
import type { ErrorRecord } from '../../run/order.ts'
import { cutText } from './cut-text.ts'
import { KeptFile, type Whole } from './kept-file.ts'
import { maskDeep, type Mask } from '../mask.ts'
import { shortened } from '../../run/facts/shorten-fault.ts'
import type { Told } from '../../run/facts/worker-fault.ts'

/** So many of each are kept, half of them the last. */
export const MOST_MESSAGES = 12
export const MOST_ERRORS = 5
export const LONGEST_MESSAGE = 300
/** The worker's own sentences, with what to do next, are as long. */
export const LONGEST_ERROR = 1_000
const WRITE_AT = 64 * 1024

export interface Words {
  messages: Told[]
  errors: ErrorRecord[]
  /** How many there were, where not all of them are here as they were. */
  said?: { messages: number; errors: number; file?: Whole }
}

/** Words are masked before they are kept or written. */
export class WordSink {
  readonly #mask: Mask
  readonly #file: KeptFile
  readonly #messages = new Ends<Told>(MOST_MESSAGES)
  readonly #errors = new Ends<ErrorRecord>(MOST_ERRORS)
  #held: string[] = []
  #heldLength = 0
  #cut = false

  constructor(folder: string, mask: Mask) {
    this.#mask = mask
    this.#file = new KeptFile(folder, 'words')
  }

  message(text: Told): void {
    const whole = maskDeep(this.#mask, text)
    // The worker's own words are as long as they are.
    const shown = typeof whole === 'string' ? cutText(this.#mask, whole, LONGEST_MESSAGE) : whole
    this.#messages.add(shown)
    this.#hold({ message: whole }, shown !== whole)
  }

  error(record: ErrorRecord): void {
    const whole = { ...record, message: maskDeep(this.#mask, record.message) }
    const { message } = whole
    const shown = { ...whole, message: typeof message === 'string' ? cutText(this.#mask, message, LONGEST_ERROR) : shortened(message) }
    this.#errors.add(shown)
    this.#hold({ error: whole }, typeof message === 'string' && shown.message !== message)
  }

  end(): Words {
    const kept = { messages: this.#messages.kept(), errors: this.#errors.kept() }
    if (!this.#cut) return kept
    this.#write()
    const file = this.#file.end()
    if (this.#file.unkept !== undefined) kept.messages.push(this.#file.unkept)
    const said = { messages: this.#messages.count, errors: this.#errors.count, ...(file === undefined ? {} : { file }) }
    return { ...kept, said }
  }

  #hold(line: object, cut: boolean): void {
    const text = `${JSON.stringify(line)}\n`
    this.#held.push(text)
    this.#heldLength += text.length
    this.#cut ||= cut || this.#messages.isCut || this.#errors.isCut
    if (this.#cut && this.#heldLength > WRITE_AT) this.#write()
  }

  #write(): void {
    this.#file.write(this.#held.join(''))
    this.#held = []
    this.#heldLength = 0
  }
}

/** The first and the last of a list that may be endless. */
class Ends<T> {
  readonly #first: T[] = []
  readonly #last: T[] = []
  readonly #most: number
  count = 0

  constructor(most: number) {
    this.#most = most
  }

  get isCut(): boolean {
    return this.count > this.#most
  }

  add(one: T): void {
    this.count += 1
    const into = this.#first.length < Math.ceil(this.#most / 2) ? this.#first : this.#last
    into.push(one)
    if (this.#last.length > Math.floor(this.#most / 2)) this.#last.shift()
  }

  kept(): T[] {
    return [...this.#first, ...this.#last]
  }
}
