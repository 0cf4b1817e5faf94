import { mayChange } from './left-undone.ts'
import type { RunState, StepState } from '../state.ts'

/** What became of a step in a rehearsal, in a few words: never that it was done by this run. */
export function sayRehearsedStep(state: RunState, step: number, { how, detail }: NonNullable<StepState['done']>): string {
  const found = state.findings.filter((each) => each.step === step)
  if (found.some(({ before }) => before === undefined)) return 'would stop here today'
  const before = Math.max(0, ...found.map((each) => each.before?.step ?? 0))
  if (before > 0) return before === step ? 'cannot be known before its earlier items are done' : `cannot be known before step ${before}`
  switch (how) {
    case 'already': {
      const again = mayChange(state, step)
      const [today, then] = again === undefined ? ['', ''] : [' today', `; asked again after step ${again.step}`]
      return `done already${today}${detail === '' ? '' : `: ${detail}`}${then}`
    }
    case 'read':
      return 'looked'
    case 'rehearsed':
      return detail === '' ? 'nothing was changed' : detail
    case 'run':
    case 'confirmed':
    case 'marked':
    case 'skipped':
    case 'passed-over':
      return detail
  }
}
