import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { EngineAdmin } from './admin.ts'
import type { EngineClient } from '../client.ts'
import { fewAtATime } from './few-at-a-time.ts'
import { resumeStuckCalls } from './stuck-calls.ts'
import { activeOf } from '../run/runs-object.ts'
import type { ConfigurationTold } from './tell-configuration.ts'

const EVERY_MS = 60_000
/** At first the rounds follow each other closely: calls of the last code show only at their next try that they do not get on. */
const AT_START_MS = 500
const AT_START_ROUNDS = 10
/** More at once wait for each other, in front of what people ask. */
const AT_ONCE = 8
/** How long the runs wait for what is only of help to them. */
const HELP_WITHIN_MS = 3000

export interface Watch {
  admin: EngineAdmin
  client: Pick<EngineClient, 'runs' | 'redrive'>
  /** What the runs are told by the way. */
  told: ConfigurationTold
  /** Which lock each run has, by the locks' own states. */
  lockHolders: () => Promise<ReadonlyMap<string, string>>
  /** Reads beforehand how far these runs are shown, where each would ask for itself. */
  readShown: (runs: ReadonlySet<string>) => Promise<void>
  log: Logger
  signal: AbortSignal
  /** Each time that every active run was driven anew: how many, and how long it took. */
  onCalm?: (calm: { runs: number; tookMs: number }) => void
}

/** Runs that are still to be driven, by id. */
type Left = 'all' | ReadonlySet<string>
const NONE: Left = new Set()

/**
 * At the start all active runs are driven anew, because nobody knows what a killed call left unsent;
 * then, every minute, calls that do not get on are looked for, and whatever one was killed, the runs are driven again.
 * Neither waits for the other: an engine that cannot be looked over still has runs that must be driven.
 */
export async function redriveRuns({ admin, log, signal, told, ...watch }: Watch): Promise<void> {
  let resumed: ReadonlySet<string> = new Set()
  let all = true
  let looking: Promise<void> | undefined
  let driving: Promise<void> | undefined
  for (let round = 0; !signal.aborted; round++) {
    looking ??= lookOver(round)
    await Promise.race([looking, pause(HELP_WITHIN_MS, undefined, { ref: false })])
    if (all) driving ??= drive()
    await pause(round < AT_START_ROUNDS ? AT_START_MS : EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
  await driving

  /** Until none is left, with a pause that grows. */
  async function drive(): Promise<void> {
    let left: Left = NONE
    for (
      let pauseMs = 0;
      !signal.aborted && (all || left === 'all' || left.size > 0);
      pauseMs = Math.min(2 * pauseMs || AT_START_MS, EVERY_MS)
    ) {
      await pause(pauseMs, undefined, { signal }).catch(() => undefined)
      const before: Left = all ? 'all' : left
      all = false
      left = (await told.inTurn(signal, () => driveRuns(before, { ...watch, log, signal, told }))) ?? before
    }
    driving = undefined
  }

  async function lookOver(round: number): Promise<void> {
    try {
      const found = await resumeStuckCalls(admin, resumed, log, round === 0)
      resumed = found.resumed
      if (found.killed.length > 0) all = true
    } catch (error) {
      // A young engine cannot be asked at once.
      if (!signal.aborted && round > 3) log.warn({ err: error }, 'the calls under way could not be looked over; tried again')
    }
    looking = undefined
  }
}

/** Drives them, the newest first: it is the one that people look at. Answers which are still to be driven. */
async function driveRuns(left: Left, { client, lockHolders, readShown, told, log, signal, onCalm }: Omit<Watch, 'admin'>): Promise<Left> {
  const began = performance.now()
  try {
    const runs = await client.runs()
    const active = activeOf(runs)
    // Of one that has ended people may not have seen the end.
    const untold = runs.filter((run) => run.untold === true)
    const toDrive = [...active, ...untold].filter(({ run }) => left === 'all' || left.has(run))
    // Without an answer each run asks for its own.
    const none: ReadonlyMap<string, string> = new Map()
    const reading = readShown(new Set(toDrive.map(({ run }) => run)))
    const [holders] = await Promise.all([inHelpfulTime(lockHolders(), none), inHelpfulTime(reading, undefined)])
    const failed = await fewAtATime(toDrive, AT_ONCE, async ({ run, phase, endedAt }) => {
      if (signal.aborted) return
      if (endedAt !== undefined) return client.redrive(run, { noted: phase })
      const holds = holders.get(run)
      await told.tell(run, (word) =>
        client.redrive(run, { noted: phase, ...(holds !== undefined && { holds }), ...(word && { told: word }) }),
      )
    })
    if (signal.aborted) return left
    if (failed.length === 0) onCalm?.({ runs: active.length, tookMs: Math.round(performance.now() - began) })
    for (const { item, error } of failed.slice(0, AT_ONCE))
      log.warn({ run: item.run, err: error }, 'a run could not be driven anew; tried again')
    if (failed.length > 0) log.warn({ missed: failed.length, active: active.length }, 'some runs could not be driven anew; tried again')
    return new Set(failed.map(({ item }) => item.run))
  } catch (error) {
    if (!signal.aborted) log.warn({ err: error }, 'the active runs could not be listed; tried again')
    return left
  }
}

/** What is only of help, or `otherwise` where it does not come, or comes too late. */
function inHelpfulTime<T>(help: Promise<T>, otherwise: T): Promise<T> {
  return Promise.race([help.catch(() => otherwise), pause(HELP_WITHIN_MS, otherwise, { ref: false })])
}
