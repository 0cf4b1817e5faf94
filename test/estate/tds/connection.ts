import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import type { SqlInstance, SqlSession } from '../result-sink.ts'
import { answerLogin } from './log-in.ts'
import type { Login7 } from './login7.ts'
import { readLogin7 } from './login7.ts'
import { PACKET } from './packet-header.ts'
import type { Message } from './packet-reader.ts'
import { PacketReader } from './packet-reader.ts'
import { PacketWriter } from './packet-writer.ts'
import type { Encryption } from './prelogin.ts'
import { answerPrelogin } from './prelogin.ts'
import { answerRequest, resetAsked } from './request.ts'
import type { AbortReason, StatementWatch } from './run-statement.ts'
import { TdsFault } from './tds-fault.ts'
import { startTlsInside } from './tls-inside.ts'
import { byteChange, DONE, doneToken } from './tokens.ts'

export interface Host {
  instance: SqlInstance
  encryption: Encryption
  secureContext: SecureContext
  watch: StatementWatch
  /** Told in a sentence why a connection was closed by us. */
  closed: (sentence: string) => void
}

/** As long as SQL Server waits for a client to log in. */
const LOGIN_MS = 60_000
const REQUESTS = [PACKET.batch, PACKET.rpc, PACKET.bulk, PACKET.transaction, PACKET.attention]

/** One client's connection, from PRELOGIN to its end. */
export class Connection {
  readonly #socket: Socket
  readonly #host: Host
  readonly #reader = new PacketReader()
  readonly #writer = new PacketWriter((bytes) => this.#send(bytes))
  #secure: Socket | undefined
  #login: Login7 | undefined
  #session: SqlSession | undefined
  #running: AbortController | undefined
  #transactions = 0n
  #closing = false

  constructor(socket: Socket, host: Host) {
    this.#socket = socket
    this.#host = host
    this.#reader.allowed = [PACKET.prelogin]
    socket.setNoDelay(true)
    socket.setTimeout(LOGIN_MS, () => this.#close(`said nothing for ${LOGIN_MS / 1000} s before its log-in`))
    socket.on('error', () => undefined)
    socket.on('close', () => this.#ended())
    socket.on('data', this.#receive)
  }

  /** Cuts the connection, so that the client sees a reset. */
  drop(): void {
    this.#closing = true
    this.#socket.resetAndDestroy()
  }

  #receive = (chunk: Buffer): void => {
    if (this.#closing) return
    try {
      this.#reader.push(chunk)
      for (let message = this.#reader.next(); message && !this.#closing; message = this.#reader.next()) this.#take(message)
    } catch (cause) {
      if (!(cause instanceof TdsFault)) throw cause
      this.#close(cause.message)
    }
  }

  #take(message: Message): void {
    if (message.type === PACKET.prelogin) this.#prelogin(message.payload)
    else if (message.type === PACKET.login) this.#logIn(message.payload)
    else if (message.type === PACKET.attention) this.#attention()
    else this.#request(message)
  }

  #prelogin(payload: Buffer): void {
    const { answer, agreed } = answerPrelogin(payload, this.#host.encryption)
    if (this.#reader.waiting > 0) throw new TdsFault('more bytes came behind PRELOGIN, before it was answered')
    this.#writer.add(answer)
    this.#writer.end()
    this.#reader.allowed = [PACKET.login]
    if (agreed === 'refused') this.#close('cannot encrypt, and this instance requires it')
    if (agreed !== 'tls') return
    this.#socket.off('data', this.#receive)
    this.#secure = startTlsInside(this.#socket, this.#host.secureContext, (fault) => this.#close(fault.message))
    this.#secure.on('error', (cause) => this.#close(`TLS failed: ${cause.message}`))
    this.#secure.on('data', this.#receive)
  }

  #logIn(payload: Buffer): void {
    this.#login = readLogin7(payload)
    const session = answerLogin(this.#login, this.#host.instance, this.#secure ? 'tls' : 'clear', this.#writer)
    if (!session) {
      this.#closing = true
      ;(this.#secure ?? this.#socket).end()
      return
    }
    this.#adopt(session)
    this.#socket.setTimeout(0)
    this.#reader.allowed = REQUESTS
    this.#reader.maxPacket = Math.max(this.#reader.maxPacket, this.#writer.packetBytes)
  }

  #adopt(session: SqlSession): void {
    this.#session = session
    this.#writer.spid = session.spid
    this.#host.instance.onDrop(session.spid, () => this.drop())
  }

  /** A cancelled answer is ended by itself; the acknowledgement is a message of its own (tedious waits for both). */
  #attention(): void {
    if (this.#running) this.#running.abort('cancelled' satisfies AbortReason)
    else this.#acknowledgeAttention()
  }

  #acknowledgeAttention(): void {
    this.#writer.add(doneToken('statement', DONE.attention))
    this.#writer.end()
  }

  #request(message: Message): void {
    if (this.#running) throw new TdsFault('a request came before the one before it was answered: the stand-in does one at a time')
    if (resetAsked(message)) this.#reset()
    const session = this.#session
    if (!session || !this.#login) throw new TdsFault('a request came without a session')
    const running = new AbortController()
    this.#running = running
    this.#transactions += 1n
    const { instance, watch } = this.#host
    answerRequest(message, {
      instance,
      watch,
      session,
      app: this.#login.appName,
      writer: this.#writer,
      signal: running.signal,
      transaction: this.#transactions,
    }).then(
      (end) => this.#answered(running, end),
      (cause: unknown) => this.#close(cause instanceof TdsFault ? cause.message : `the stand-in broke: ${String(cause)}`),
    )
  }

  #answered(running: AbortController, end: 'answered' | 'drop'): void {
    this.#running = undefined
    if (end === 'drop') this.drop()
    if (this.#closing || this.#socket.destroyed) return
    this.#writer.end()
    if (running.signal.aborted) this.#acknowledgeAttention()
  }

  /** The session is taken back to what it was after the log-in, before the request runs. */
  #reset(): void {
    this.#session?.reset()
    this.#writer.add(byteChange('reset', Buffer.alloc(0), Buffer.alloc(0)))
  }

  #send(bytes: Buffer): void {
    const out = this.#secure ?? this.#socket
    if (!out.destroyed && out.writable) out.write(bytes)
  }

  #close(sentence: string): void {
    if (this.#closing || this.#socket.destroyed) return
    this.#closing = true
    this.#host.closed(`${this.#host.instance.name}: a client (port ${this.#socket.remotePort}) was cut off: ${sentence}`)
    this.#socket.destroySoon()
    this.#socket.setTimeout(1000, () => this.#socket.destroy())
  }

  #ended(): void {
    this.#running?.abort('connection lost' satisfies AbortReason)
    this.#session?.close()
    this.#session = undefined
    this.#secure?.destroy()
  }
}
