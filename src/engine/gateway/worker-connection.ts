import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import type { PublicKeys } from '../../audit/entry.ts'
import type { Proof } from '../../audit/signature.ts'
import { STATE_VERSION } from '../../audit/state-version.ts'
import { HANDSHAKE_MS, readWorkerFrame, type BotFrame, type WorkerFrame } from '../../connection/frames.ts'
import { refuseWorker, welcomeOf } from '../../connection/introduce.ts'
import type { ConnectedWorker, Gateway, WorkerLine } from './gateway.ts'
import type { RunQuestions } from './run-questions.ts'

export interface ConnectionOptions {
  gateway: Pick<Gateway, 'connected'>
  questions: RunQuestions
  keys: PublicKeys
  /** Signs what is proved to a worker, with the head key. */
  prove: (proof: Proof) => string
  /** Silence after which the connection is given up. */
  lostMs: number
  log: Logger
}

/** Bytes that may wait for a worker that reads slowly; beyond it the connection is cut, and the worker comes back. */
const MOST_WAITING = 32 * 1024 * 1024
const SECOND_LOOK_MS = 500

/** One connection of a worker, from its first word to its end. Whatever comes that is no frame of ours ends it. */
export function serveWorker(socket: WebSocket, options: ConnectionOptions): void {
  const { log, keys, lostMs } = options
  const asks = randomUUID()
  let worker: { name: string; connected: ConnectedWorker } | undefined
  let lastId = 0
  let ended = false

  const send = (frame: BotFrame) => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > MOST_WAITING) {
      log.warn(
        { worker: worker?.name, waiting: socket.bufferedAmount },
        `Worker ${worker?.name ?? '(unknown)'} reads too slowly: its connection is cut.`,
      )
      socket.terminate()
      return
    }
    socket.send(JSON.stringify(frame))
  }
  const end = (code: string, sentence: string) => {
    if (ended) return
    ended = true
    log.warn({ worker: worker?.name, code }, sentence)
    send({ type: 'refused', code, sentence: sentence.slice(0, 2000) })
    socket.close(1008)
    // Who does not say goodbye in turn is not waited for.
    setTimeout(() => socket.terminate(), HANDSHAKE_MS).unref()
  }
  /** Orders that are there already as the worker comes: none may overtake the welcome. */
  const early: BotFrame[] = []
  const line: WorkerLine = { send: (frame) => (worker === undefined ? early.push(frame) : send(frame)), refuse: end }

  /** After a standstill of this process its timers come before what has arrived meanwhile: so it is looked a second time. */
  let doubted = false
  let silence: NodeJS.Timeout | undefined
  const waitFor = (ms: number) => {
    clearTimeout(silence)
    silence = setTimeout(onSilence, ms)
  }
  const onSilence = () => {
    if (!doubted) {
      doubted = true
      return waitFor(SECOND_LOOK_MS)
    }
    if (worker === undefined) return end('no-introduction', `Whoever connected has not said who it is within ${HANDSHAKE_MS / 1000} s.`)
    log.warn({ worker: worker.name }, `Worker ${worker.name} has been silent for ${lostMs / 1000} s: its connection is given up.`)
    socket.terminate()
  }
  waitFor(HANDSHAKE_MS)

  const introduce = ({ introduction: who, documents, running, signature }: Extract<WorkerFrame, { type: 'hello' }>) => {
    const refusal = refuseWorker(who, signature, { asked: asks, keys })
    if (refusal !== undefined) return end(refusal.code, refusal.sentence)
    const aheadMs = Date.parse(who.at) - Date.now()
    const { worker: name, boot, site } = who
    const connected = options.gateway.connected(site, { worker: name, boot, documents, running, aheadMs }, line)
    if (connected === undefined) {
      return end('replaced', `Boot ${boot} of worker ${name} was replaced by a newer process of that name: run one process of it.`)
    }
    worker = { name, connected }
    waitFor(lostMs)
    log.info({ worker: name, site, boot }, `Worker ${name} of site ${site} is connected.`)
    send({ type: 'welcome', signature: options.prove(welcomeOf(who)), aheadMs })
    for (const frame of early.splice(0)) send(frame)
  }

  const hear = (frame: WorkerFrame) => {
    if (frame.type === 'hello')
      return worker === undefined ? introduce(frame) : end('bad-frame', `Worker ${worker.name} introduces itself twice.`)
    if (worker === undefined) return end('no-introduction', 'Whoever connected speaks before it has said who it is.')
    if (frame.type === 'heartbeat') return send({ type: 'heard', aheadMs: worker.connected.heartbeat(frame) })
    if (frame.type === 'choices') return worker.connected.choices(frame.id, frame.answer)
    // The same frame twice is the same question: its first answer is the answer.
    if (frame.id <= lastId) return
    lastId = frame.id
    const { id } = frame
    if (frame.type === 'history') return void options.questions.history(frame).then((page) => send({ type: 'page', id, page }))
    if (frame.signed.key !== worker.name)
      return end('not-its-own', `Worker ${worker.name} brings a command that ${frame.signed.key} has signed.`)
    void options.questions.command(frame.signed).then((answer) => send({ type: 'answer', id, answer }))
  }

  socket.on('message', (data, isBinary) => {
    if (ended) return
    doubted = false
    if (worker !== undefined) waitFor(lostMs)
    const read = isBinary ? { fault: 'what came is no text' } : readWorkerFrame((data as Buffer).toString('utf8'))
    if ('fault' in read)
      end('bad-frame', `What ${worker === undefined ? 'whoever connected' : `worker ${worker.name}`} says is no frame: ${read.fault}`)
    else hear(read.frame)
  })
  // What is wrong with it shows as its end.
  socket.on('error', (error) => log.warn({ worker: worker?.name, because: error.message }, 'a connection of a worker broke'))
  socket.on('close', () => {
    ended = true
    clearTimeout(silence)
    worker?.connected.disconnected()
    if (worker !== undefined) log.info({ worker: worker.name }, `The connection of worker ${worker.name} has ended.`)
  })
  send({ type: 'challenge', stateVersion: STATE_VERSION, asks })
}
