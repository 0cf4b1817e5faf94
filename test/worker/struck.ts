/** Carries out one order again and again, and each time something strikes one moment later: whatever the worker waits for, it is struck there. */
import type { AttemptOutcome, Command } from '../../src/run/command.ts'
import { startPractice, until, type Practice } from './practice.ts'
import { RESTORE } from './restore-document.ts'

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

/** Every moment of an order; `once` carries the order out and is struck at moment `at`, or ends before it comes. `signal`: of the test, which may be over. */
export async function sweep(signal: AbortSignal, once: (at: number) => Promise<Struck | typeof AGAIN | undefined>): Promise<Moment[]> {
  const struckAt = async (at: number): Promise<Struck | undefined> => {
    for (;;) {
      signal.throwIfAborted()
      const struck = await once(at)
      if (struck !== AGAIN) return struck
    }
  }
  const moments: Moment[] = []
  for (let first = 1; ; first += AT_ONCE) {
    const struck = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => struckAt(first + index)))
    moments.push(...struck.flatMap((each) => (each ? [each.moment] : [])))
    if (struck.includes(undefined)) return moments
  }
}

/** Performs the order in a world of its own, struck at moment `at`, until the run has its result. */
export async function performStruck(
  at: number,
  pauses: typeof PATIENT,
  strike: Strike,
  judge: (practice: Practice, struck: Struck) => void,
): Promise<Struck | typeof AGAIN | undefined> {
  await using practice = await startPractice('timeout: 1s')
  practice.instance.restoreMs = 60
  const order = await practice.approve()
  const anna = await practice.start('anna', { pauses })
  const struck = strikeAt(practice, at, () => strike(practice, () => anna.stop(order.key)))
  anna.take(order)
  const outcome = await until(() => outcomeOf(practice))
  if (!struck.now && outcome.type !== 'ran') return AGAIN
  if (struck.now) judge(practice, struck.now)
  return struck.now
}

/** Strikes at moment number `at`, counted from now. */
export function strikeAt(practice: Practice, at: number, strike: () => void): { now: Struck | undefined } {
  const struck: { now: Struck | undefined } = { now: undefined }
  let passed = 0
  const pass = (moment: Moment) => {
    passed += 1
    if (passed !== at) return
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
