/** Collects little-endian fields into one buffer. */
export class ByteBuilder {
  readonly #parts: Buffer[] = []

  bytes(part: Uint8Array): this {
    this.#parts.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength))
    return this
  }

  u8 = (value: number): this => this.#field(1, (field) => field.writeUInt8(value))
  u16 = (value: number): this => this.#field(2, (field) => field.writeUInt16LE(value))
  u32 = (value: number): this => this.#field(4, (field) => field.writeUInt32LE(value))
  i16 = (value: number): this => this.#field(2, (field) => field.writeInt16LE(value))
  i32 = (value: number): this => this.#field(4, (field) => field.writeInt32LE(value))
  u64 = (value: bigint): this => this.#field(8, (field) => field.writeBigUInt64LE(value))
  i64 = (value: bigint): this => this.#field(8, (field) => field.writeBigInt64LE(value))
  f64 = (value: number): this => this.#field(8, (field) => field.writeDoubleLE(value))

  /** UTF-16LE text behind its length in one byte (B_VARCHAR), cut at 255 code units. */
  shortText(text: string): this {
    const cut = text.slice(0, 255)
    return this.u8(cut.length).bytes(Buffer.from(cut, 'utf16le'))
  }

  /** UTF-16LE text behind its length in two bytes (US_VARCHAR). */
  longText(text: string): this {
    return this.u16(text.length).bytes(Buffer.from(text, 'utf16le'))
  }

  done(): Buffer {
    return Buffer.concat(this.#parts)
  }

  #field(size: number, write: (field: Buffer) => void): this {
    const field = Buffer.alloc(size)
    write(field)
    this.#parts.push(field)
    return this
  }
}
