/** Files that were offered to people: Teams takes one only after its person has said yes, and perhaps much later, or never. */
import { randomUUID } from 'node:crypto'

export interface OfferedFile {
  /** Whose it is: nobody else gets it, whoever brings its key. As `accountName` says it. */
  account: string
  name: string
  text: string
  /** How they get it where it cannot be sent. */
  orElse: string
}

export class OfferedFiles {
  private readonly offered = new Map<string, OfferedFile & { at: number; bytes: number }>()
  private bytes = 0
  private readonly now: () => number

  constructor(now: () => number = Date.now) {
    this.now = now
  }

  /** Its key, for the card that offers it. What is old goes, and the oldest where there is too much; whoever says yes then is told to ask again. */
  offer(file: OfferedFile): string {
    const key = randomUUID()
    const bytes = Buffer.byteLength(file.text)
    this.offered.set(key, { ...file, at: this.now(), bytes })
    this.bytes += bytes
    for (const [old, { at }] of this.offered) {
      if (old === key || (this.offered.size <= MOST && this.bytes <= MOST_BYTES && this.now() - at <= KEPT_MS)) break
      this.forget(old)
    }
    return key
  }

  /** Undefined: never offered, to somebody else, or too long ago. It stays until it is forgotten, so that a yes may be tried again. */
  find(key: string, account: string): OfferedFile | undefined {
    const found = this.offered.get(key)
    return found?.account === account && this.now() - found.at <= KEPT_MS ? found : undefined
  }

  forget(key: string): void {
    const known = this.offered.get(key)
    if (known === undefined) return
    this.bytes -= known.bytes
    this.offered.delete(key)
  }
}

const KEPT_MS = 3_600_000
const MOST = 500
/** A log is 8 MB at most. */
const MOST_BYTES = 64_000_000
