import { test } from 'vitest'
import type { Target } from '../../src/procedure/plan-types.ts'
import { approves, gateOf, locks, starts } from './acts.ts'
import type { Act } from './acts.ts'
import { given, running } from './given.ts'
import { actor, PEOPLE, POLICY, TARGETS } from './practice.ts'
import { RUN } from './practice-run.ts'

function configures(targets: Record<string, Target>): Act {
  return (run) => run.send({ run: RUN, type: 'configuration-changed', policies: { 'disaster-recovery': POLICY }, people: PEOPLE, targets })
}

const REAL = { ...TARGETS, SEC: { ...TARGETS['SEC'], practice: false } } as typeof TARGETS
const said = (who: string): string =>
  `This came through the practice console, where anybody can speak as ${who}, and the plan of R-1 names what is real: SEC (sqlb1.contoso.com). Nothing was done: use Slack or Teams.`

test('nobody starts a plan with something real from the practice console', () => {
  given()
    .when(starts({ targets: REAL }))
    .refuses('real-target', said('Dana'))
  given()
    .when(starts({ targets: REAL, by: { ...actor('dana'), via: 'slack' } }))
    .leads('started', 'answered', 'planned', 'lock-asked', 'heard')
})

test('nobody approves it there either, once a target of the plan is no practice target any more', () => {
  const changed = given(starts({ by: { ...actor('dana'), via: 'slack' } }), locks, gateOf(2), configures(REAL))
  changed.when(approves('amir')).refuses('real-target', said('Amir'))
  changed.when(approves('amir', { by: { ...actor('amir'), via: 'slack' } })).leads('heard', 'approved')
})

test('a real target that the plan does not name changes nothing', () => {
  const beside = { ...TARGETS, other: { ...TARGETS['SEC'], name: 'other', practice: false } } as typeof TARGETS
  running(configures(beside), gateOf(2)).when(approves('amir')).leads('heard', 'approved')
})
