import { FIRST_PACKET_BYTES, HEADER_BYTES, readHeader, STATUS } from './packet-header.ts'
import { TdsFault } from './tds-fault.ts'

/** One whole request: the payloads of its packets, put together. */
export interface Message {
  type: number
  /** Or of the packets' status bytes. */
  status: number
  payload: Buffer
}

/** More than any procedure sends; a stream without end shall not fill the memory. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024

/** Cuts a stream of bytes into messages; `allowed` and `maxPacket` change as the connection goes on. */
export class PacketReader {
  allowed: readonly number[] = []
  maxPacket = FIRST_PACKET_BYTES
  #rest: Buffer = Buffer.alloc(0)
  #parts: Buffer[] = []
  #size = 0
  #type: number | undefined
  #status = 0

  /** Adds what came in. Throws TdsFault. */
  push(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
  }

  /** The next whole message, undefined while there is none. Throws TdsFault. */
  next(): Message | undefined {
    for (;;) {
      const header = readHeader(this.#rest, this.allowed, this.maxPacket)
      if (!header || this.#rest.length < header.length) return undefined
      if (this.#type !== undefined && header.type !== this.#type)
        throw new TdsFault(`a message of type ${this.#type} goes on with a packet of type ${header.type}`)
      this.#parts.push(this.#rest.subarray(HEADER_BYTES, header.length))
      this.#rest = this.#rest.subarray(header.length)
      this.#size += header.length - HEADER_BYTES
      this.#type = header.type
      this.#status |= header.status
      if (this.#size > MAX_MESSAGE_BYTES) throw new TdsFault(`a message is longer than ${MAX_MESSAGE_BYTES} bytes`)
      if (header.status & STATUS.end) return this.#finish(header.type)
    }
  }

  /** Bytes that belong to no whole message yet. */
  get waiting(): number {
    return this.#rest.length + this.#size
  }

  #finish(type: number): Message {
    const message = { type, status: this.#status, payload: Buffer.concat(this.#parts) }
    this.#parts = []
    this.#size = 0
    this.#type = undefined
    this.#status = 0
    return message
  }
}
