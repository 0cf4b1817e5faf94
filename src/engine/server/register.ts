import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { EngineAdmin } from './admin.ts'

const AGAIN_MS = 1000

/**
 * Registers the handlers at `uri` until it succeeds: at every start, because without it the engine keeps the list of handlers of the last code.
 * Ends without having succeeded when `signal` is aborted.
 */
export async function registerUntilReached(
  admin: EngineAdmin,
  service: string,
  uri: string,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 1; !signal.aborted; tries++) {
    try {
      await admin.register(service, uri)
      log.info({ service, uri, tries }, 'registered with the engine')
      return
    } catch (error) {
      if (tries === 1)
        log.warn(
          { service, uri, because: error instanceof Error ? error.message : String(error) },
          'not reached yet; tried again every second',
        )
      await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined)
    }
  }
}
