/** Carries out one order again and again, and each time something strikes one moment later: whatever the worker waits for, it is struck there. */
import type { AttemptOutcome, Command } from '../../src/run/command.ts'
import { startPractice, until, type Practice } from './practice.ts'
import { RESTORE } from './restore-document.ts'
import { shortOrLong } from '../suite/long-form.ts'

/** What the worker waits for: a piece on the wire to SQL Server, or an answer of the run. */
export type Moment = 'opens' | 'to server' | 'from server' | 'history' | 'claim' | 'claimed'

export interface Struck {
  at: number
  moment: Moment
  /** The server had the statement by then. */
  sentBefore: boolean
}

export type Strike = (practice: Practice, stop: () => void) => void

/** Long enough for a slow machine where nothing is silent. */
export const PATIENT = { heartbeatMs: 100, lockWaitMs: 200, staleMs: 60_000, sql: { openMs: 10_000, answerMs: 10_000, stopMs: 10_000 } }
/** Where all is silent in the end. */
export const IMPATIENT = { ...PATIENT, sql: { openMs: 1_500, answerMs: 800, stopMs: 300 } }

export const sentTo = (practice: Practice) => practice.statements.all.filter(({ text }) => text.trim() === RESTORE)

export const isGranted = (practice: Practice): boolean =>
  practice.run.answers.some(({ command, answer }) => command.type === 'claim' && 'accepted' in answer)

export function outcomeOf(practice: Practice): AttemptOutcome | undefined {
  const said = practice.run.answers.findLast(({ command }) => command.type === 'result')?.command
  return said?.type === 'result' ? said.outcome : undefined
}

/** So many worlds at a time: they wait more than they work. */
const AT_ONCE = 6

/** A slow machine was taken for a silent one: once more. */
export const AGAIN = 'again'

/** What became of one order: where it was struck, if it was, and all the moments that it came to. */
export interface World {
  now: Struck | undefined
  passed: Moment[]
}

/**
 * Moments of an order, struck one by one; `once` carries the order out and is struck at moment `at`, or ends before it comes. `signal`: of the test, which may be over.
 * Every moment in the long form. In the short one each answer of the run and each connection, with what passes the wire right before and behind it,
 * and every third piece between them: pieces go to and fro, so that both ways are met, at least one of each statement.
 */
export async function sweep(signal: AbortSignal, once: (at: number) => Promise<World | typeof AGAIN>): Promise<Moment[]> {
  const moments: Moment[] = []
  const struckAt = async (at: number): Promise<World> => {
    for (;;) {
      signal.throwIfAborted()
      const world = await once(at)
      if (world !== AGAIN) return world
    }
  }
  const strikeAll = async (places: number[]): Promise<boolean> => {
    const worlds = await Promise.all(places.map(struckAt))
    moments.push(...worlds.flatMap(({ now }) => (now ? [now.moment] : [])))
    return worlds.every(({ now }) => now !== undefined)
  }
  if (shortOrLong({ short: true, long: false })) {
    const { passed } = await struckAt(Number.POSITIVE_INFINITY)
    const places = passed.flatMap((_, index) => (isChosen(passed, index) ? [index + 1] : []))
    for (let first = 0; first < places.length; first += AT_ONCE) await strikeAll(places.slice(first, first + AT_ONCE))
  } else {
    const next = (first: number) => Array.from({ length: AT_ONCE }, (_, index) => first + index)
    for (let first = 1; await strikeAll(next(first)); first += AT_ONCE);
  }
  return moments
}

const isPiece = (moment: Moment | undefined): boolean => moment === 'to server' || moment === 'from server'

function isChosen(passed: readonly Moment[], index: number): boolean {
  return index % 3 === 0 || [-1, 0, 1].some((beside) => !isPiece(passed[index + beside]))
}

/** Performs the order in a world of its own, struck at moment `at`, until the run has its result. */
export async function performStruck(
  at: number,
  pauses: typeof PATIENT,
  strike: Strike,
  judge: (practice: Practice, struck: Struck) => void,
): Promise<World | typeof AGAIN> {
  await using practice = await startPractice('timeout: 1s')
  practice.instance.restoreMs = 60
  const order = await practice.approve()
  const anna = await practice.start('anna', { pauses })
  const struck = strikeAt(practice, at, () => strike(practice, () => anna.stop(order.key)))
  anna.take(order)
  const outcome = await until(() => outcomeOf(practice))
  if (!struck.now && outcome.type !== 'ran') return AGAIN
  if (struck.now) judge(practice, struck.now)
  return struck
}

/** Strikes at moment number `at`, counted from now. */
export function strikeAt(practice: Practice, at: number, strike: () => void): World {
  const struck: World = { now: undefined, passed: [] }
  const pass = (moment: Moment) => {
    if (struck.passed.push(moment) !== at) return
    struck.now = { at, moment, sentBefore: sentTo(practice).length > 0 }
    strike()
  }
  practice.wire.watch = pass
  practice.run.history = (entries) => {
    pass('history')
    return entries
  }
  practice.run.before = async ({ type }: Command) => {
    if (type === 'claim') pass('claim')
  }
  practice.run.answer = ({ type }, answer) => {
    if (type === 'claim') pass('claimed')
    return answer
  }
  return struck
}
