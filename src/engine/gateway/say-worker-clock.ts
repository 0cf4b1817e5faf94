import type { Logger } from 'pino'
import { apartFromBot, CLOCKS_APART_MS, CLOCKS_SAID_MS } from '../../run/clocks.ts'

/** A heartbeat may be so late without a clock having changed. */
const LATE_MS = 10_000

/** Said when it begins, when it changes, and when it is over. */
export function sayWorkerClock(log: Logger, worker: string, aheadMs: number, beforeMs: number): void {
  const isOff = Math.abs(aheadMs) >= CLOCKS_SAID_MS
  const wasOff = Math.abs(beforeMs) >= CLOCKS_SAID_MS
  if (!isOff && wasOff) log.info({ worker, aheadMs }, `The clock of worker ${worker} is right again.`)
  if (!isOff || (wasOff && Math.abs(aheadMs - beforeMs) < LATE_MS)) return
  const stops =
    Math.abs(aheadMs) > CLOCKS_APART_MS ? 'no orders are given to it' : `beyond ${CLOCKS_APART_MS / 1000} s no orders are given to it`
  log.warn({ worker, aheadMs }, `The clock of worker ${worker} is ${apartFromBot(aheadMs)}, and ${stops}: set the wrong one right.`)
}
