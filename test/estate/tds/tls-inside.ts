import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { SecureContext } from 'node:tls'
import { TLSSocket } from 'node:tls'
import { HEADER_BYTES, PACKET, readHeader, STATUS } from './packet-header.ts'
import { TdsFault } from './tds-fault.ts'

const MAX_HANDSHAKE_PACKET = 32_767

/**
 * TLS as TDS before 8.0 does it: handshake records travel in packets of type 0x12, afterwards the records are on the wire as they are.
 * The first byte at a packet's edge that is not 0x12 is the switch; the server never writes application data before it.
 * `onFault` gets what is wrong with the carrier; errors of TLS itself are the returned socket's `error` events.
 */
export function startTlsInside(socket: Socket, secureContext: SecureContext, onFault: (fault: TdsFault) => void): TLSSocket {
  const carrier = new HandshakeCarrier(socket, onFault)
  return new TLSSocket(carrier, { isServer: true, secureContext })
}

class HandshakeCarrier extends Duplex {
  readonly #socket: Socket
  #rest: Buffer = Buffer.alloc(0)
  #raw = false

  constructor(socket: Socket, onFault: (fault: TdsFault) => void) {
    super()
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      try {
        this.#receive(chunk)
      } catch (cause) {
        if (cause instanceof TdsFault) onFault(cause)
        else throw cause
      }
    })
    socket.on('end', () => this.push(null))
    socket.on('close', () => this.destroy())
  }

  override _read(): void {
    // Bytes are pushed as they come: requests are small, and the message reader bounds them.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(this.#raw ? chunk : wrap(chunk), done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }

  #receive(chunk: Buffer): void {
    let rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    while (!this.#raw && rest.length > 0) {
      if (rest[0] !== PACKET.prelogin) {
        if (!isTlsRecord(rest[0]))
          throw new TdsFault(`byte ${rest[0]} came during the TLS handshake: neither a packet of type 0x12 nor a TLS record`)
        this.#raw = true
        break
      }
      const header = readHeader(rest, [PACKET.prelogin], MAX_HANDSHAKE_PACKET)
      if (!header || rest.length < header.length) break
      this.push(rest.subarray(HEADER_BYTES, header.length))
      rest = rest.subarray(header.length)
    }
    this.#rest = this.#raw ? Buffer.alloc(0) : rest
    if (this.#raw && rest.length > 0) this.push(rest)
  }
}

const isTlsRecord = (type: number | undefined): boolean => type !== undefined && type >= 0x14 && type <= 0x17

/** Handshake bytes in packets; a flight of certificates may need more than one. */
function wrap(flight: Buffer): Buffer {
  const capacity = 4096 - HEADER_BYTES
  const packets: Buffer[] = []
  for (let from = 0; from < flight.length; from += capacity) {
    const part = flight.subarray(from, from + capacity)
    const header = Buffer.alloc(HEADER_BYTES)
    header.writeUInt8(PACKET.prelogin, 0)
    header.writeUInt8(from + capacity >= flight.length ? STATUS.end : 0, 1)
    header.writeUInt16BE(part.length + HEADER_BYTES, 2)
    packets.push(header, part)
  }
  return Buffer.concat(packets)
}
