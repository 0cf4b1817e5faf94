import { FIRST_PACKET_BYTES, HEADER_BYTES, PACKET, STATUS } from './packet-header.ts'

/** Cuts the tokens of answers into packets. Full packets go out as they fill; `flush` sends what is there without ending the message. */
export class PacketWriter {
  packetBytes = FIRST_PACKET_BYTES
  spid = 0
  readonly #send: (bytes: Buffer) => void
  #pending: Buffer[] = []
  #size = 0
  #packetId = 1

  constructor(send: (bytes: Buffer) => void) {
    this.#send = send
  }

  add(token: Buffer): void {
    this.#pending.push(token)
    this.#size += token.length
    // A packet that is exactly full waits: it may turn out to be the last one.
    if (this.#size > this.packetBytes - HEADER_BYTES) this.#emit(false, false)
  }

  flush(): void {
    if (this.#size > 0) this.#emit(true, false)
  }

  end(): void {
    this.#emit(true, true)
    this.#packetId = 1
  }

  #emit(all: boolean, last: boolean): void {
    const capacity = this.packetBytes - HEADER_BYTES
    let rest: Buffer = Buffer.concat(this.#pending)
    const packets: Buffer[] = []
    while (rest.length > capacity) {
      packets.push(this.#header(capacity, false), rest.subarray(0, capacity))
      rest = rest.subarray(capacity)
    }
    if (all) packets.push(this.#header(rest.length, last), rest)
    this.#pending = all ? [] : [rest]
    this.#size = all ? 0 : rest.length
    this.#send(Buffer.concat(packets))
  }

  #header(payload: number, last: boolean): Buffer {
    const header = Buffer.alloc(HEADER_BYTES)
    header.writeUInt8(PACKET.response, 0)
    header.writeUInt8(last ? STATUS.end : 0, 1)
    header.writeUInt16BE(payload + HEADER_BYTES, 2)
    header.writeUInt16BE(this.spid, 4)
    header.writeUInt8(this.#packetId, 6)
    this.#packetId = (this.#packetId + 1) % 256
    return header
  }
}
