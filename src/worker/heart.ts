/** Says about every second that the worker lives and what it works on; faster while there is progress to show. */
import type { Bench } from './bench.ts'
import type { Desk } from './desk.ts'
import { pause } from './pause.ts'

const NEWS_MS = 250
/** The same complaint is not written every second. */
const COMPLAIN_EVERY = 30

export function startHeart(bench: Bench, desk: Desk): { close(): Promise<void> } {
  const stop = new AbortController()
  const beating = beat(bench, desk, stop.signal)
  return {
    close: async () => {
      stop.abort()
      await beating
    },
  }
}

async function beat(bench: Bench, desk: Desk, signal: AbortSignal): Promise<void> {
  const everyMs = bench.pauses.heartbeatMs
  let complaint = ''
  let silent = 0
  while (!signal.aborted) {
    const shown = desk.changes
    const fault = await sayOnce(bench, desk)
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

/** Why nobody heard it, if nobody did. */
async function sayOnce(bench: Bench, desk: Desk): Promise<string | undefined> {
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
    at: new Date().toISOString(),
    documents: bench.documents.hashes(),
    running: desk.running(),
  }
  const answer = await bench.ingress.heartbeat(site, bench.signer.heartbeat(heartbeat))
  if ('unanswered' in answer) return `The heartbeat of worker ${worker} is not heard: ${answer.unanswered}`
  return 'refusal' in answer ? `Site ${site} does not believe the heartbeat of worker ${worker}: ${answer.refusal.sentence}` : undefined
}
