/** A socket to a SQL Server that ends itself before a password could travel in clear text. */
import { Socket } from 'node:net'
import type { SqlFault } from '../../run/facts/sql-fault.ts'

/** The PRELOGIN answer's encryption option (MS-TDS 2.2.6.5): 1 = on, 3 = required. 0 encrypts the log-in only, 2 nothing: clients may then go on in clear. */
const ENCRYPTED = new Set([1, 3])
const ENCRYPTION_OPTION = 0x01
const END_OF_OPTIONS = 0xff
const TABULAR_RESULT = 0x04
const HEADER = 8
/** A PRELOGIN answer is some 50 bytes; what claims more is something else. */
const LARGEST = 4096

export class UnencryptedServer extends Error {
  /** What stands in its PRELOGIN answer. */
  readonly answer: PreloginAnswer

  constructor(answer: PreloginAnswer) {
    super(`the server offers no encryption (PRELOGIN: ${answer})`)
    this.answer = answer
  }
}

type PreloginAnswer = Extract<SqlFault, { is: 'sql-not-encrypted' }>['answer']

/**
 * Reads the server's first packet before the driver does: tedious goes on without encryption, `encrypt: true` or not, when the server says that it has none.
 * Destroys the socket with `UnencryptedServer` unless that packet promises encryption for the whole session.
 */
export class GuardedSocket extends Socket {
  #first = Buffer.alloc(0)
  #passed = false

  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    if (this.#passed || chunk === null) return super.push(chunk, encoding)
    this.#first = Buffer.concat([this.#first, chunk])
    const answer = encryptionOf(this.#first)
    if (answer === undefined) return true
    if (typeof answer === 'number' && ENCRYPTED.has(answer)) {
      this.#passed = true
      return super.push(this.#first)
    }
    this.destroy(new UnencryptedServer(answer))
    return false
  }
}

/** Resolves when the socket is connected; the driver then speaks first. `signal` ends the socket, whatever it is at. */
export function connectGuarded(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = new GuardedSocket({ signal })
    socket.once('error', reject)
    socket.connect({ host, port }, () => {
      socket.off('error', reject)
      socket.setNoDelay(true)
      resolve(socket)
    })
  })
}

/** The encryption byte of a PRELOGIN answer, or what is wrong with it; undefined while it is incomplete. */
function encryptionOf(bytes: Buffer): PreloginAnswer | undefined {
  if (bytes.length < HEADER) return undefined
  const length = bytes.readUInt16BE(2)
  if (bytes[0] !== TABULAR_RESULT || length <= HEADER || length > LARGEST) return 'no-server'
  if (bytes.length < length) return undefined
  const payload = bytes.subarray(HEADER, length)
  for (let at = 0; at + 5 <= payload.length && payload[at] !== END_OF_OPTIONS; at += 5) {
    if (payload[at] !== ENCRYPTION_OPTION) continue
    const says = payload[payload.readUInt16BE(at + 1)]
    return says ?? 'cut'
  }
  return 'nothing'
}
