import { apartFromBot, CLOCKS_APART_MS, CLOCKS_SAID_MS } from '../../run/clocks.ts'
import type { WorkerContext } from '../context.ts'

/** So many heartbeats later it is said again. */
const AGAIN_AFTER = 30

/** Hears with each heartbeat how far our clock is from the bot's, and says it when it is too much: at once, now and then, and when it is over. */
export function clockTeller({ options, logger }: Pick<WorkerContext, 'options' | 'logger'>): (aheadMs: number) => void {
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
