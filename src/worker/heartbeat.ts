/** Says about every second that the worker lives and what it works on; faster while there is progress to show. */
import { STATE_VERSION, twoReleases } from '../audit/state-version.ts'
import type { WorkerContext } from './context.ts'
import type { OrderQueue } from './order-queue.ts'
import { pause } from './pause.ts'
import { apartFromBot, CLOCKS_APART_MS, CLOCKS_SAID_MS } from '../run/clocks.ts'

const NEWS_MS = 250
/** The same complaint is not written every second. */
const COMPLAIN_EVERY = 30

export interface Heartbeats {
  /** Says at once that the worker leaves; resolves when the site has heard it, or after a moment. */
  farewell(): Promise<void>
  /** Says a last time what is still held, which is nothing when all went well. */
  close(): Promise<void>
}

/** A site that does not answer is not waited for: then nobody could give the orders to another. */
const FAREWELL_MS = 1_000

export function startHeartbeats(context: WorkerContext, queue: OrderQueue): Heartbeats {
  const stop = new AbortController()
  const sayClock = clockTeller(context)
  let seq = 0
  let turn: Promise<unknown> = Promise.resolve()
  // One after the other: one that was overtaken would be refused.
  const say: Say = () => {
    const said = turn.then(() => sayOnce(context, queue, ++seq))
    turn = said
    return said.then((answer) => {
      if (typeof answer === 'string') return answer
      context.clock.aheadMs = answer.aheadMs
      sayClock(answer.aheadMs)
      return undefined
    })
  }
  const beating = beat(context, queue, say, stop.signal)
  const farewell = async () => {
    const given = new AbortController()
    await Promise.race([say().finally(() => given.abort()), pause(FAREWELL_MS, given.signal)])
  }
  return {
    farewell,
    close: async () => {
      stop.abort()
      await beating
      await farewell()
    },
  }
}

/** Why nobody heard it, if nobody did. */
type Say = () => Promise<string | undefined>

async function beat(context: WorkerContext, queue: OrderQueue, say: Say, signal: AbortSignal): Promise<void> {
  const everyMs = context.pauses.heartbeatMs
  let complaint = ''
  let silent = 0
  while (!signal.aborted) {
    const shown = queue.changes
    const fault = await say()
    if (fault !== undefined && (fault !== complaint || ++silent >= COMPLAIN_EVERY)) {
      context.logger.warn({ worker: context.options.name }, fault)
      silent = 0
    }
    if (fault === undefined && complaint !== '')
      context.logger.info({ worker: context.options.name }, `Site ${context.options.site} hears worker ${context.options.name} again.`)
    complaint = fault ?? ''
    const until = performance.now() + everyMs
    while (!signal.aborted && performance.now() < until && queue.changes === shown) await pause(Math.min(NEWS_MS, everyMs), signal)
  }
}

async function sayOnce(context: WorkerContext, queue: OrderQueue, seq: number): Promise<{ aheadMs: number } | string> {
  const { name: worker, site } = context.options
  try {
    context.documents.refresh()
  } catch (error) {
    context.logger.warn({ worker }, `The documents in ${context.options.documents} cannot be read: ${(error as Error).message}`)
  }
  const heartbeat = {
    stateVersion: STATE_VERSION,
    worker,
    site,
    boot: context.boot,
    seq,
    at: new Date().toISOString(),
    documents: context.documents.hashes(),
    running: queue.running(),
    ...(queue.leaving && { leaving: true as const }),
  }
  const answer = await context.ingress.heartbeat(site, context.signer.heartbeat(heartbeat))
  if ('unanswered' in answer) return `The heartbeat of worker ${worker} is not heard: ${answer.unanswered}`
  if ('refusal' in answer) return `Site ${site} does not believe the heartbeat of worker ${worker}: ${answer.refusal.sentence}`
  // A bot that does not look at ours has handed it orders that mean something else here.
  if (answer.stateVersion !== STATE_VERSION)
    return twoReleases(`The bot of site ${site}`, answer.stateVersion, `worker ${worker}`, 'the worker carries out no order of it')
  return answer
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
