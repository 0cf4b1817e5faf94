import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { EmbeddedOptions } from './embedded.ts'
import { startEmbedded } from './embedded.ts'
import type { EngineDirectory } from './directory.ts'
import type { EngineFault } from '../engine-fault.ts'
import { recordedEngine } from './process.ts'

const LOOK_EVERY_MS = 500

export interface KeptEngine {
  directory: EngineDirectory
  /** Why its store cannot be used, as far as it has said so. */
  damage(): EngineFault | undefined
  /** Ends the watch, then the engine. */
  stop(): Promise<void>
}

/** Starts or adopts the embedded engine, and starts it again whenever it is gone. @throws EngineFault when the first start fails. */
export async function keepEngine(options: EmbeddedOptions & { log: Logger }): Promise<KeptEngine> {
  const { log } = options
  let engine = await startEmbedded(options)
  log.info({ pid: engine.pid, adopted: engine.adopted }, engine.adopted ? 'took over the engine that was running' : 'started the engine')
  const ending = new AbortController()
  const watching = watch()
  return {
    directory: engine.directory,
    damage: () => engine.damage(),
    stop: async () => {
      ending.abort()
      await watching
      await engine.stop()
    },
  }

  async function watch(): Promise<void> {
    for (;;) {
      await pause(LOOK_EVERY_MS, undefined, { signal: ending.signal }).catch(() => undefined)
      if (ending.signal.aborted) return
      if (recordedEngine(engine.directory) !== undefined) continue
      log.error({ pid: engine.pid, log: engine.directory.log }, 'the engine is gone; it is started again')
      try {
        engine = await startEmbedded(options)
      } catch (error) {
        log.error({ err: error }, 'the engine could not be started again; tried again')
      }
    }
  }
}
