import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { RunSummary } from '../../run/view/view.ts'
import type { EngineClient } from '../client.ts'

export interface UnseenOptions {
  /** Did this process ever hear anything of the run? */
  knows: (run: string) => boolean
  client: Pick<EngineClient, 'redrive'>
  log: Logger
  signal: AbortSignal
  /** How long the news of a note may take. */
  afterMs?: number
}

/** The very command that noted the run says its news a moment later. */
const AFTER_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

/**
 * A bot that ends between an entry and its card leaves the entry's note with the engine, and the next bot may have listed its runs before it is heard. So whoever notes
 * a run of which this process knows nothing has it driven anew, until that was done.
 */
export function driveUnseen({ knows, client, log, signal, afterMs = AFTER_MS }: UnseenOptions): (noted: RunSummary) => void {
  const underway = new Set<string>()
  const drive = async ({ run, phase }: RunSummary): Promise<void> => {
    for (let pauseMs = afterMs; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      await pause(pauseMs, undefined, { signal, ref: false })
      if (knows(run)) return
      try {
        await client.redrive(run, { noted: phase })
        return
      } catch (error) {
        if (!signal.aborted) log.warn({ run, err: error }, 'a run that nobody has shown yet could not be driven anew; tried again')
      }
    }
  }
  return (noted) => {
    if (knows(noted.run) || underway.has(noted.run)) return
    underway.add(noted.run)
    // Ends with the bot: the next start finds it in the index.
    void drive(noted)
      .catch(() => undefined)
      .finally(() => underway.delete(noted.run))
  }
}
