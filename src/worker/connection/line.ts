/** One connection to a bot that has proven itself: orders come in, questions go out, and both ends hear that the other lives. */
import type { WebSocket } from 'ws'
import {
  readBotFrame,
  type Answer,
  type BotFrame,
  type ChoicesAnswer,
  type ChoicesQuestion,
  type Heartbeat,
  type Page,
  type WorkerFrame,
} from '../../connection/frames.ts'
import type { Order } from '../../run/order.ts'

export interface Line {
  /** Whether anything can be sent. */
  readonly open: boolean
  command(signed: Extract<WorkerFrame, { type: 'command' }>['signed']): Promise<Answer>
  page(run: string, from: number, nonce: string): Promise<Page>
  /** Resolves when the bot has heard it, or the connection has ended. */
  heartbeat(beat: Omit<Heartbeat, 'arrived'>): Promise<void>
  /** Resolves with why it ended. */
  ended: Promise<string>
  close(): void
}

export interface LineOptions {
  /** The bot's place, as people know it. */
  place: string
  onOrder(order: Order): void
  onStop(order: string): void
  /** Looks for what may be chosen; never rejects. */
  onChoices(question: ChoicesQuestion): Promise<ChoicesAnswer>
  /** How far the worker's clock is ahead of the bot's, with each heartbeat that was heard. */
  onClock(aheadMs: number): void
  /** Silence after which it is given up. */
  silenceMs: number
}

/** A second look before a connection is given up: after a standstill of this process its timers come before what has arrived meanwhile. */
const SECOND_LOOK_MS = 500

/** `socket`: after the handshake. What is no frame of ours ends it. */
export function openLine(socket: WebSocket, options: LineOptions): Line {
  const unheard: (() => void)[] = []
  const waiting = new Map<number, (body: Answer | Page) => void>()
  const { promise: ended, resolve: end } = Promise.withResolvers<string>()
  let lastId = 0
  let arrived = 0
  let doubted = false
  let why = `the connection to the bot at ${options.place} has ended`

  const cut = (because: string) => {
    why = because
    socket.terminate()
  }
  let silence: NodeJS.Timeout | undefined
  const waitForWord = (ms: number) => {
    clearTimeout(silence)
    silence = setTimeout(() => {
      if (doubted) return cut(`the bot at ${options.place} has been silent for ${options.silenceMs / 1000} s`)
      doubted = true
      waitForWord(SECOND_LOOK_MS)
    }, ms)
  }

  const hear = (frame: BotFrame) => {
    switch (frame.type) {
      case 'order':
        arrived += 1
        return options.onOrder(frame.order)
      case 'stop':
        return options.onStop(frame.order)
      case 'choices': {
        const { id } = frame
        return void options.onChoices(frame.question).then((answer) => send({ type: 'choices', id, answer }))
      }
      case 'heard':
        options.onClock(frame.aheadMs)
        return unheard.shift()?.()
      case 'answer':
      case 'page': {
        const resolve = waiting.get(frame.id)
        waiting.delete(frame.id)
        return resolve?.(frame.type === 'answer' ? frame.answer : frame.page)
      }
      case 'refused':
        return cut(`the bot at ${options.place} ends the connection: ${frame.sentence}`)
      case 'challenge':
      case 'welcome':
        return cut(`the bot at ${options.place} begins the connection anew in the middle of it`)
    }
  }
  socket.on('message', (data, isBinary) => {
    doubted = false
    waitForWord(options.silenceMs)
    const read = isBinary ? { fault: 'it is no text' } : readBotFrame((data as Buffer).toString('utf8'))
    if ('fault' in read) cut(`what the bot at ${options.place} says is no frame: ${read.fault}`)
    else hear(read.frame)
  })
  socket.on('error', (error) => {
    why = `the connection to the bot at ${options.place} broke: ${error.message}`
  })
  socket.on('close', () => {
    clearTimeout(silence)
    for (const resolve of waiting.values()) resolve({ unanswered: why })
    waiting.clear()
    for (const resolve of unheard.splice(0)) resolve()
    end(why)
  })
  waitForWord(options.silenceMs)

  const send = (frame: WorkerFrame) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
  }
  const ask = (frame: WorkerFrame, id: number): Promise<Answer | Page> => {
    if (socket.readyState !== socket.OPEN) return Promise.resolve({ unanswered: why })
    const { promise, resolve } = Promise.withResolvers<Answer | Page>()
    waiting.set(id, resolve)
    send(frame)
    return promise
  }
  return {
    get open() {
      return socket.readyState === socket.OPEN
    },
    command: (signed) => {
      const id = ++lastId
      return ask({ type: 'command', id, signed }, id) as Promise<Answer>
    },
    page: (run, from, nonce) => {
      const id = ++lastId
      return ask({ type: 'history', id, run, from, nonce }, id) as Promise<Page>
    },
    heartbeat: (beat) => {
      if (socket.readyState !== socket.OPEN) return Promise.resolve()
      const { promise, resolve } = Promise.withResolvers<void>()
      unheard.push(resolve)
      send({ type: 'heartbeat', ...beat, arrived })
      return promise
    },
    ended,
    close: () => socket.close(1000),
  }
}
