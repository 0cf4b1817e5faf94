import { expect, test } from 'vitest'
import { linesOf } from '../../src/run/thread/lines.ts'
import { viewOf } from '../../src/run/view/view-of.ts'
import { en } from '../../src/words/en.ts'
import { sayLine } from '../../src/words/say.ts'
import {
  answers,
  bothApprove,
  claimOf,
  does,
  FAILED,
  gateOf,
  locks,
  mirrors,
  observes,
  reports,
  starts,
  theEnd,
  withdraws,
} from './acts.ts'
import { given, running } from './given.ts'
import { POLICY } from './practice.ts'

const HOME = { platform: 'practice', channel: 'incident' }

test('a run is shown in one more conversation, in the order in which they were asked for', () => {
  running(gateOf(2), mirrors('amir', 'C2'))
    .when(mirrors('dana', '19:x@thread.tacv2', 'teams'))
    .leads('heard', 'mirrored')
    .is('waiting')
    .and((state) => {
      const shown = [
        { platform: 'slack', channel: 'C2' },
        { platform: 'teams', channel: '19:x@thread.tacv2' },
      ]
      expect(viewOf(state)).toMatchObject({ conversation: HOME, mirrors: shown })
    })
})

test('whoever a policy of the run names may mirror it, whoever is called when nobody came among them, and the requester always', () => {
  for (const who of ['amir', 'carol', 'dana', 'max']) running(gateOf(2)).when(mirrors(who, 'C2')).leads('heard', 'mirrored')
  running(gateOf(2))
    .when(
      does(
        'dana',
        { type: 'mirror', conversation: { platform: 'slack', channel: 'C2' } },
        { by: { id: 'dana', name: 'Dana', groups: [], via: 'slack', account: 'T1/U1' } },
      ),
    )
    .leads('heard', 'mirrored')
})

test('anybody else is refused, and that is written down', () => {
  running(gateOf(2))
    .when(mirrors('zoe', 'C2'))
    .refuses(
      'may-not-mirror',
      'Zoe is in no group that the policies of R-1 name (operators, dba, uc-leads, duty-managers), and did not start it: ask one of them to mirror it here.',
    )
    .changesNothing()
    .and((state) => expect([state.mirrors, state.refusals]).toEqual([[], 1]))
})

test('before there is a plan, any policy counts; then those that it goes by', () => {
  const other = { ...POLICY, id: 'other', approve: [{ from: ['guests'], count: 1 }] }
  const policies = { [POLICY.id]: POLICY, other }
  given(starts({ policies, answers: {} }))
    .when(mirrors('zoe', 'C2'))
    .leads('heard', 'mirrored')
  given(starts({ policies, answers: {} }), answers('dana', { database: 'mgc' }))
    .when(mirrors('zoe', 'C2'))
    .refusesWith('may-not-mirror')
})

test('where it is shown it is not shown a second time', () => {
  running(mirrors('amir', 'C2'))
    .when(mirrors('carol', 'C2'))
    .refuses('shown-already', 'R-1 is shown here already: this place is one of its mirrors.')
  running()
    .when(mirrors('amir', 'incident', 'practice'))
    .refuses('shown-already', 'R-1 was started here: this is where it is shown.')
  // The same name in another platform is another place.
  running(mirrors('amir', 'C2'))
    .when(mirrors('amir', 'C2', 'teams'))
    .leads('heard', 'mirrored')
})

test('the console shows it anyhow', () => {
  running()
    .when(mirrors('amir', 'incident', 'console'))
    .refuses('shown-anyhow', 'The console shows every run, and R-1 with them: there is nothing to mirror.')
})

test('more than eight mirrors it does not have', () => {
  const eight = Array.from({ length: 8 }, (_, index) => mirrors('amir', `C${index}`))
  running(...eight)
    .when(mirrors('amir', 'C8'))
    .refuses('too-many-mirrors', 'R-1 has 8 mirrors, and more it cannot have: follow it in one of them, or on the console.')
    .and((state) => expect(state.mirrors).toHaveLength(8))
})

test('a run that has ended is mirrored no more', () => {
  running(gateOf(2), withdraws('dana')).when(mirrors('dana', 'C2')).refusesWith('ended')
})

test('it changes nothing of what the run does, wherever the run is', () => {
  for (const act of [gateOf(2), claimOf(3)]) {
    const { run } = running(act, mirrors('amir', 'C2'))
    theEnd(run)
    expect(run.made.phase).toBe('done')
  }
  running(claimOf(5), reports(FAILED), observes(false), mirrors('amir', 'C2')).when().is('attention')
  given(starts({ answers: {} }), mirrors('dana', 'C2'), answers('dana', { database: 'mgc' }), locks, gateOf(2)).when(bothApprove)
})

test('the thread says who mirrors it and where to', () => {
  const { run } = running(gateOf(2))
  const before = run.made
  mirrors('amir', 'C2')(run)
  const lines = linesOf(run.entries.at(-1)!, before).map(({ says }) => sayLine(en, says))
  expect(lines).toEqual(['Amir mirrors this run into Slack (C2): it is shown there, too, and a decision in one place counts in all.'])
})
