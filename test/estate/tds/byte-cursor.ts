import { TdsFault } from './tds-fault.ts'

/** Reads little-endian fields of a message and refuses, by name of what was being read, to read past its end. */
export class ByteCursor {
  readonly #bytes: Buffer
  readonly #what: string
  #at = 0

  constructor(bytes: Buffer, what: string) {
    this.#bytes = bytes
    this.#what = what
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  take(count: number): Buffer {
    if (count > this.left)
      throw new TdsFault(`${this.#what} ends after ${this.#bytes.length} bytes, in the middle of a field of ${count} bytes`)
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  u8 = (): number => this.take(1).readUInt8()
  u16 = (): number => this.take(2).readUInt16LE()
  u32 = (): number => this.take(4).readUInt32LE()
  i16 = (): number => this.take(2).readInt16LE()
  i32 = (): number => this.take(4).readInt32LE()
  u64 = (): bigint => this.take(8).readBigUInt64LE()
  i64 = (): bigint => this.take(8).readBigInt64LE()

  /** `characters` UTF-16LE code units. */
  text(characters: number): string {
    return this.take(characters * 2).toString('utf16le')
  }

  peek(): number | undefined {
    return this.#bytes[this.#at]
  }
}
