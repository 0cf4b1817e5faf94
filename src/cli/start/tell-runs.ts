import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { EngineHandle } from '../../engine/start-engine.ts'
import { runConfiguration, type Installation } from '../installation/load-installation.ts'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 60_000
const SAID = 10
/** A run that began with what was read before may not stand in the list at once. */
const LOOKED_AGAIN_MS = 5000

export interface Telling {
  /** From now on runs are told this house. One that is being told is dropped first: no run may hear the older one last. */
  tell(installation: Installation): void
  end(): Promise<void>
}

/** Tells every active run what the files say, and those that could not be told again, after a growing pause. */
export function tellRuns(engine: Pick<EngineHandle, 'configurationChanged'>, log: Logger): Telling {
  let told: string | undefined
  let ending = new AbortController()
  let telling = Promise.resolve()
  const end = (): Promise<void> => {
    ending.abort()
    return telling
  }
  return {
    tell: (installation) => {
      const now = JSON.stringify(runConfiguration(installation))
      if (now === told) return
      told = now
      const before = end()
      const mine = (ending = new AbortController())
      telling = before.then(() => untilAllKnow(engine, log, installation, mine.signal))
    },
    end,
  }
}

async function untilAllKnow(
  engine: Pick<EngineHandle, 'configurationChanged'>,
  log: Logger,
  installation: Installation,
  signal: AbortSignal,
): Promise<void> {
  const configuration = runConfiguration(installation)
  const knowing = new Set<string>()
  let clean = false
  let pauseMs = FIRST_PAUSE_MS
  while (!signal.aborted) {
    const before = knowing.size
    try {
      const { active, failed } = await engine.configurationChanged(configuration, { knowing, signal })
      if (signal.aborted) return
      if (failed.length > 0) {
        for (const { run, error } of failed.slice(0, SAID)) log.warn({ run, err: error }, 'this run could not be told of the configuration')
        log.warn(
          { told: knowing.size, missed: failed.length, active },
          'not every active run could be told of the configuration; told again',
        )
      } else if (!clean || knowing.size > before) {
        log.info({ runs: knowing.size }, `The configuration was read; ${knowing.size} active runs were told.`)
      }
      if (clean && failed.length === 0) return
      clean = failed.length === 0
      pauseMs = failed.length > 0 ? Math.min(2 * pauseMs, LONGEST_PAUSE_MS) : LOOKED_AGAIN_MS
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'the active runs could not be told of the configuration; told again')
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)
    }
    await pause(pauseMs, undefined, { signal }).catch(() => undefined)
  }
}
