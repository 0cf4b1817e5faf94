import { expect, test } from 'vitest'
import type { RunState } from '../../src/run/state.ts'
import { attentionView } from '../../src/run/view/view-of.ts'
import { approves, claimOf, deviates, gateOf, observes, RAN, reports } from './acts.ts'
import type { Act } from './acts.ts'
import { running } from './given.ts'
import { starts } from './acts.ts'
import { given } from './given.ts'
import { endSaid } from '../words/said.ts'

const MB = 1024 * 1024

/** The log has grown to this size. */
function logOf(bytes: number): Act {
  return (run) => {
    run.state = { ...run.made, bytes } satisfies RunState
  }
}

const SENTENCE =
  'Step 3 "Copy" was not begun, because the log of R-1 has 23553 KB and a run has 24576 KB at most. Nothing was sent. Abort it and start a new run: its checks find what is done already.'

test('a run whose log is nearly full begins nothing more, and says so while there is room to say it', () => {
  running(claimOf(2), reports(RAN), logOf(23 * MB + 1))
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'step-done', 'step-begun', 'attention')
    .needs('log-full', SENTENCE)
    .and((state) => expect(attentionView(state)?.offers).toEqual(['abort']))
  running(claimOf(2), reports(RAN), logOf(23 * MB))
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'step-done', 'step-begun', 'ordered')
})

test('an attempt that is under way may still say how it ended', () => {
  running(claimOf(2), logOf(23.5 * MB))
    .when(reports(RAN))
    .leads('attempt-ended', 'observing')
})

test('a full run can be aborted and nothing else', () => {
  const full = [claimOf(2), reports(RAN), logOf(23 * MB + 1), observes(true)]
  running(...full)
    .when(deviates('amir', 'skip'))
    .refuses('log-full', 'The log of R-1 is full: it can only be aborted. Start a new run: its checks find what is done already.')
  running(...full)
    .when(deviates('dana', 'abort'), approves('amir'), approves('carol'))
    .is('aborted')
})

test('a rehearsal whose log is full ends', () => {
  given(starts({ rehearsal: true }), gateOf(2), logOf(23 * MB + 1), approves('amir'))
    .when(approves('carol'))
    .is('aborted')
    .and((state) =>
      expect(endSaid(state)).toBe('Step 2 "Stop" was not rehearsed, because the log of R-1 has 23553 KB and a run has 24576 KB at most.'),
    )
})
