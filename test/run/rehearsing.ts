/** Runs that are rehearsed. */
import { starts, type Act } from './acts.ts'
import { type SMALL } from './documents.ts'
import { given } from './given.ts'
import type { PracticeRun } from './practice-run.ts'

export const rehearsing = (...acts: Act[]) => given(starts({ rehearsal: true }), ...acts)
export const rehearsingOf = (document: typeof SMALL, ...acts: Act[]) => given(starts({ rehearsal: true, document }), ...acts)
export const gatesOf = (run: PracticeRun) => run.made.gates.map(({ step }) => step)
