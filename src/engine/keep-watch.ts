import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { EngineAdmin } from './admin.ts'
import type { EngineClient } from './client.ts'
import { patrol } from './patrol.ts'

const EVERY_MS = 60_000
/** At first the rounds follow each other closely: calls of the last code show only at their next try that they do not get on. */
const AT_START_MS = 500
const AT_START_ROUNDS = 10

export interface Watch {
  admin: EngineAdmin
  client: EngineClient
  log: Logger
  signal: AbortSignal
}

/**
 * At the start all active runs are driven anew, because nobody knows what a killed call left unsent;
 * then, every minute, calls that do not get on are looked for, and whatever one was killed, the runs are driven again.
 */
export async function keepWatch({ admin, client, log, signal }: Watch): Promise<void> {
  let resumed: ReadonlySet<string> = new Set()
  let drive = true
  for (let round = 0; !signal.aborted; round++) {
    try {
      const found = await patrol(admin, resumed, log, round === 0)
      resumed = found.resumed
      if (drive || found.killed.length > 0) drive = !(await driveActive(client, log))
    } catch (error) {
      // A young engine cannot be asked at once.
      if (!signal.aborted && round > 3) log.warn({ err: error }, 'the calls under way could not be looked over; tried again')
    }
    await pause(round < AT_START_ROUNDS ? AT_START_MS : EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** Were all of them reached? */
async function driveActive(client: EngineClient, log: Logger): Promise<boolean> {
  const active = (await client.runs()).filter(({ endedAt }) => endedAt === undefined)
  const tries = await Promise.allSettled(active.map(({ id }) => client.redrive(id)))
  const missed = tries.filter(({ status }) => status === 'rejected').length
  if (missed > 0) log.warn({ missed, active: active.length }, 'some runs could not be driven anew; tried again')
  return missed === 0
}
