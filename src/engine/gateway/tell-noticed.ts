import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { EngineWord } from '../../run/command.ts'
import { EngineFault } from '../engine-fault.ts'

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 5_000

/** Says to a run what the gateway has noticed, again and again until it is heard. Never throws. */
export function tellNoticed(send: (word: EngineWord) => Promise<unknown>, log: Logger, signal: AbortSignal): (word: EngineWord) => void {
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
