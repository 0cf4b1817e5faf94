import type { Logger } from 'pino'
import type { PublicKeys } from '../../audit/entry.ts'
import type { Proof } from '../../audit/signature.ts'
import type { EngineWord, SignedCommand } from '../../run/command.ts'
import type { Progress } from '../../run/view/view.ts'
import type { EngineClient } from '../client.ts'
import type { RecentEntries } from '../run/recent-entries.ts'
import { openGateway, type Gateway } from './gateway.ts'
import { runQuestions } from './run-questions.ts'
import { serveGateway, type GatewayListen, type GatewayServer } from './serve-gateway.ts'
import { setTimeout as pause } from 'node:timers/promises'
import { EngineFault } from '../engine-fault.ts'

export interface StartGatewayOptions {
  client: Pick<EngineClient, 'command' | 'historyPage' | 'newest'>
  recent: RecentEntries
  /** To the conversations of its run. */
  progress: (progress: Progress) => void
  keys: PublicKeys
  /** Signs what the gateway has noticed, with the clock key. */
  sign: (word: EngineWord) => SignedCommand
  /** Signs what is proved to a worker, with the head key. */
  prove: (proof: Proof) => string
  socket: string
  listen?: GatewayListen
  lostMs: number
  noWorkerMs: number
  log: Logger
}

export interface StartedGateway {
  gateway: Gateway
  /** Lets the workers in, once the engine answers. @throws EngineFault */
  letIn(): Promise<void>
  close(): Promise<void>
}

/** The gateway with its ways: to the runs by the client, to the conversations, and to the workers once they are let in. */
export function startGateway(options: StartGatewayOptions): StartedGateway {
  const { client, keys, prove, lostMs, noWorkerMs, log } = options
  const ending = new AbortController()
  const gateway = openGateway({
    workers: keys.workers,
    lostMs,
    noWorkerMs,
    tell: tellNoticed((word) => client.command(options.sign(word)), log, ending.signal),
    progress: options.progress,
    log,
  })
  let server: GatewayServer | undefined
  return {
    gateway,
    letIn: async () => {
      const { socket, listen } = options
      server = await serveGateway({
        socket,
        ...(listen && { listen }),
        gateway,
        questions: runQuestions(client, options.recent, prove),
        keys,
        prove,
        lostMs,
        log,
      })
      gateway.opened()
    },
    close: async () => {
      ending.abort()
      await server?.close()
      gateway.close()
    },
  }
}

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 5_000

/** Says to a run what the gateway has noticed, again and again until it is heard. Never throws. */
function tellNoticed(send: (word: EngineWord) => Promise<unknown>, log: Logger, signal: AbortSignal): (word: EngineWord) => void {
  return (word) => void tell(word)

  async function tell(word: EngineWord): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        await send(word)
        return
      } catch (error) {
        if (error instanceof EngineFault && error.code === 'broken') {
          log.error({ run: word.run, word: word.type, err: error }, 'a run breaks at what the gateway has noticed; it is not told')
          return
        }
        log.warn({ run: word.run, word: word.type, err: error }, 'a run has not heard what the gateway has noticed; it is told again')
        await pause(pauseMs, undefined, { signal }).catch(() => undefined)
      }
    }
  }
}
