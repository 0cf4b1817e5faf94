/** Runs that are rehearsed. */
import { starts, theEnd, type Act } from './acts.ts'
import { type SMALL } from './documents.ts'
import { given } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { LATE_LIST } from './rehearsal-documents.ts'

export const rehearsing = (...acts: Act[]) => given(starts({ rehearsal: true }), ...acts)
export const rehearsingOf = (document: typeof SMALL, ...acts: Act[]) => given(starts({ rehearsal: true, document }), ...acts)
export const gatesOf = (run: PracticeRun) => run.made.gates.map(({ step }) => step)
/** The step that could fill the list is done already. */
export const emptyListThatNobodyFills = () =>
  rehearsingOf(
    LATE_LIST,
    (run) => (run.finds['files'] = []),
    (run) => run.done.add('1/0'),
    theEnd,
  )
