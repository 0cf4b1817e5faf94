/** A run whose steps are undone: how it comes to that, and what people and workers do then. */
import { openGate, standingAttempt } from '../../src/run/where.ts'
import type { RunState } from '../../src/run/state.ts'
import { claimOf, claims, deviates, ends, FAILED, locks, observes, RAN, reports, starts, until, type Act } from './acts.ts'
import { REVERSIBLE } from './documents.ts'
import { given } from './given.ts'
import type { PracticeRun } from './practice-run.ts'

export const MINUTE = 60_000
export const REVERSED = starts({ document: REVERSIBLE })
/** Steps 2 and 3 and the two items of step 4 are done; step 5, which has no undo, reported an error and its check says no. */
export const FAILED_AT_5 = [REVERSED, locks, claimOf(5), reports(FAILED), observes(false)]

export const reversed = (...acts: Act[]) => given(...FAILED_AT_5, ...acts)
export const undoes = (to: number, who = 'dana'): Act => deviates(who, 'undo', { from: to })
/** The next undo waits at its gate, or is ordered, or is claimed. */
export const undoGate: Act = until((state) => openGate(state)?.kind.type === 'undo')
export const undoOrder: Act = until((state) => standingAttempt(state)?.undo === true)
/** What this step reads is asked for. */
export const asksFor = (step: number): Act => until(({ question }) => question?.step === step && question.item === 0)
/** The estate loses what the undo takes away. */
export const gone =
  (...there: string[]): Act =>
  (run) =>
    there.forEach((each) => run.done.delete(each))
export const performsUndo = (run: PracticeRun): void => {
  undoOrder(run)
  claims()(run)
}
export const undone: Act = (run) => {
  performsUndo(run)
  const { step: number = 0, item = 0 } = standingAttempt(run.made)?.id ?? {}
  gone(`${number}/${item}`)(run)
  ends(RAN, false)(run)
}
export const gates = (state: RunState) => state.gates.map(({ step: number, kind }) => `${kind.type} ${number}`)
