/** Starts a worker: one process that executes for one site. */
import { randomUUID } from 'node:crypto'
import type { WorkerContext } from './context.ts'
import { openChoosing } from './choices.ts'
import { openOrderQueue } from './order-queue.ts'
import { USUAL_READERS } from '../lint/usual-readers.ts'
import { Documents } from './documents.ts'
import { openBots } from './connection/bots.ts'
import { maskOf, secretsOf } from './mask.ts'
import { USUAL_PAUSES, type WorkerOptions } from './options.ts'
import { Performed } from './attempt/performed-log.ts'
import { openShells } from './powershell/shells.ts'
import { signerOf } from './sign.ts'
import { SessionPool } from './sql/session-pool.ts'
import { warmUp } from './warm-up/warm-up.ts'
import { apartFromBot, CLOCKS_APART_MS, CLOCKS_SAID_MS } from '../run/clocks.ts'

export interface Worker {
  /** New at every start. */
  boot: string
  /** Gets ready for the first order, beside whatever comes meanwhile. Never rejects; a close ends it. */
  warmUp(): Promise<void>
  close(): Promise<void>
}

/** Whether a bot is there shows in the log. `open`: its way to the bots. @throws an Error with a whole sentence when it cannot start. */
export function startWorker(options: WorkerOptions, open: typeof openBots = openBots): Worker {
  const signer = signerOf(options)
  const pauses = { ...USUAL_PAUSES, ...options.pauses }
  const boot = randomUUID()
  const documents = new Documents(options.documents, options.state, options.readers ?? USUAL_READERS, (document, faults) =>
    options.logger.warn({ worker: options.name, document, faults }, `The document ${document} is not taken in, because it has faults.`),
  )
  // It is asked and given orders once a bot has answered, which no bot does before this returns.
  const bots = open({
    options,
    signer,
    boot,
    everyMs: pauses.heartbeatMs,
    silenceMs: pauses.silenceMs,
    status: () => ({ running: queue.running(), documents: heldNow(context), leaving: queue.leaving }),
    changes: () => queue.changes,
    onOrder: (order) => queue.take(order),
    onStop: (order) => queue.stop(order),
    onChoices: (question) => choosing.answer(question),
    onClock: (aheadMs) => {
      context.clock.aheadMs = aheadMs
      sayClock(aheadMs)
    },
    logger: options.logger,
  })
  const mask = maskOf(secretsOf(Object.values(options.targets), options.privateKey, options.secrets))
  const context: WorkerContext = {
    options,
    pauses,
    boot,
    bots,
    signer,
    documents,
    performed: new Performed(options.state),
    mask,
    logger: options.logger,
    sessions: new SessionPool(`countersign/${options.installation}/look`.slice(0, 128), pauses.sql),
    shells: openShells(mask, options.readers),
    clock: {},
    replayed: new Map(),
  }
  const queue = openOrderQueue(context)
  const choosing = openChoosing(context)
  const sayClock = clockTeller(context)
  const warming = new AbortController()
  const sayFault = (error: unknown) =>
    options.logger.error(
      { worker: options.name, err: error },
      'Getting ready for the first order met a fault of the worker itself; the order will take longer.',
    )
  let closing: Promise<void> | undefined
  const close = async () => {
    warming.abort()
    // First nothing is taken any more, then the bots know it, then what runs is stopped: so nothing is given to who is gone.
    queue.leave()
    await bots.say()
    await Promise.all([queue.close(), choosing.close()])
    await bots.say()
    await bots.close()
    await context.sessions.close()
    await context.shells.close()
    context.performed.close()
  }
  return { boot, warmUp: () => warmUp(context, warming.signal).catch(sayFault), close: () => (closing ??= close()) }
}

/** The documents as they stand in the folder now; a folder that cannot be read holds nothing new. */
function heldNow({ documents, options, logger }: WorkerContext): string[] {
  try {
    documents.refresh()
  } catch (error) {
    logger.warn({ worker: options.name }, `The documents in ${options.documents} cannot be read: ${(error as Error).message}`)
  }
  return documents.hashes()
}

/** So many heartbeats later it is said again. */
const AGAIN_AFTER = 30

/** Hears with each heartbeat how far our clock is from the bot's, and says it when it is too much: at once, now and then, and when it is over. */
function clockTeller({ options, logger }: Pick<WorkerContext, 'options' | 'logger'>): (aheadMs: number) => void {
  let beats = 0
  return (aheadMs) => {
    const fields = { worker: options.name, aheadMs }
    if (Math.abs(aheadMs) < CLOCKS_SAID_MS) {
      if (beats > 0) logger.info(fields, `The clock of worker ${options.name} is right again.`)
      beats = 0
      return
    }
    if (beats++ % AGAIN_AFTER !== 0) return
    const stops =
      Math.abs(aheadMs) > CLOCKS_APART_MS
        ? 'and no orders are given to it'
        : `and beyond ${CLOCKS_APART_MS / 1000} s no orders are given to it`
    logger.warn(fields, `The clock of worker ${options.name} is ${apartFromBot(aheadMs)}, ${stops}: set the wrong one right.`)
  }
}
