/** Says about every second that the worker lives and what it works on; faster while there is progress to show. */
import type { Bench } from './context.ts'
import type { Desk } from './order-queue.ts'
import { pause } from './pause.ts'
import { clockTeller } from './say-clock.ts'

const NEWS_MS = 250
/** The same complaint is not written every second. */
const COMPLAIN_EVERY = 30

export interface Heart {
  /** Says at once that the worker leaves; resolves when the site has heard it, or after a moment. */
  farewell(): Promise<void>
  /** Says a last time what is still held, which is nothing when all went well. */
  close(): Promise<void>
}

/** A site that does not answer is not waited for: then nobody could give the orders to another. */
const FAREWELL_MS = 1_000

export function startHeart(bench: Bench, desk: Desk): Heart {
  const stop = new AbortController()
  const sayClock = clockTeller(bench)
  let seq = 0
  let turn: Promise<unknown> = Promise.resolve()
  // One after the other: one that was overtaken would be refused.
  const say: Say = () => {
    const said = turn.then(() => sayOnce(bench, desk, ++seq))
    turn = said
    return said.then((answer) => {
      if (typeof answer === 'string') return answer
      bench.clock.aheadMs = answer.aheadMs
      sayClock(answer.aheadMs)
      return undefined
    })
  }
  const beating = beat(bench, desk, say, stop.signal)
  const farewell = async () => {
    const heard = new AbortController()
    await Promise.race([say().finally(() => heard.abort()), pause(FAREWELL_MS, heard.signal)])
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

async function beat(bench: Bench, desk: Desk, say: Say, signal: AbortSignal): Promise<void> {
  const everyMs = bench.pauses.heartbeatMs
  let complaint = ''
  let silent = 0
  while (!signal.aborted) {
    const shown = desk.changes
    const fault = await say()
    if (fault !== undefined && (fault !== complaint || ++silent >= COMPLAIN_EVERY)) {
      bench.logger.warn({ worker: bench.options.name }, fault)
      silent = 0
    }
    if (fault === undefined && complaint !== '')
      bench.logger.info({ worker: bench.options.name }, `Site ${bench.options.site} hears worker ${bench.options.name} again.`)
    complaint = fault ?? ''
    const until = performance.now() + everyMs
    while (!signal.aborted && performance.now() < until && desk.changes === shown) await pause(Math.min(NEWS_MS, everyMs), signal)
  }
}

async function sayOnce(bench: Bench, desk: Desk, seq: number): Promise<{ aheadMs: number } | string> {
  const { name: worker, site } = bench.options
  try {
    bench.documents.refresh()
  } catch (error) {
    bench.logger.warn({ worker }, `The documents in ${bench.options.documents} cannot be read: ${(error as Error).message}`)
  }
  const heartbeat = {
    worker,
    site,
    boot: bench.boot,
    seq,
    at: new Date().toISOString(),
    documents: bench.documents.hashes(),
    running: desk.running(),
    ...(desk.leaving && { leaving: true as const }),
  }
  const answer = await bench.ingress.heartbeat(site, bench.signer.heartbeat(heartbeat))
  if ('unanswered' in answer) return `The heartbeat of worker ${worker} is not heard: ${answer.unanswered}`
  if ('refusal' in answer) return `Site ${site} does not believe the heartbeat of worker ${worker}: ${answer.refusal.sentence}`
  return answer
}
