import { expect, test } from 'vitest'
import type { Person } from '../../src/policy/policy.ts'
import { approves, bothApprove, claimOf, deviates, FAILED, gateOf, locks, observes, reports, starts } from './acts.ts'
import type { Act } from './acts.ts'
import { given, running } from './given.ts'
import { actor, PEOPLE, POLICY, TARGETS } from './practice.ts'
import { RUN } from './practice-run.ts'

/** Erin asks; a record of this id in people.yaml afterwards is who Erin is now, or somebody else. */
const NEW: Person = { id: 'erin-mueller', name: 'Erin Mueller', groups: ['dba'] }
const asErin = starts({}, 'erin')

function peopleAre(people: Person[]): Act {
  return (run) => run.send({ run: RUN, type: 'configuration-changed', policies: { 'disaster-recovery': POLICY }, people, targets: TARGETS })
}

const RENAMED = peopleAre([...PEOPLE.filter(({ id }) => id !== 'erin'), NEW])
const JOINED = peopleAre([...PEOPLE, NEW])

function approvesAs(person: Person, account: string): Act {
  return approves('amir', { by: { ...person, via: 'slack', account } })
}

test('a requester who is renamed in people.yaml while the run is open still cannot approve it', () => {
  given(asErin, locks, gateOf(2), RENAMED)
    .when(approvesAs(NEW, 'T1/U9'))
    .refuses(
      'barred',
      'Erin asked for this run and is gone from people.yaml since, while Erin Mueller is new there, so Erin Mueller cannot approve gate 2: 1 of dba, 1 of uc-leads must, and they must be other people.',
    )
    .changesNothing()
})

test('a requester who is renamed in two steps, the new record first, still cannot approve', () => {
  given(asErin, locks, gateOf(2), JOINED, RENAMED).when(approvesAs(NEW, 'T1/U9')).refusesWith('barred').changesNothing()
})

test('people who were known before, and new people while the requester stays, may approve', () => {
  given(asErin, locks, gateOf(2), RENAMED).when(approves('amir')).leads('heard', 'approved')
  given(asErin, locks, gateOf(2), JOINED).when(approvesAs(NEW, 'T1/U9')).leads('heard', 'approved')
})

test('a renamed requester cannot approve a way out of attention either', () => {
  running(gateOf(2), bothApprove, claimOf(2), reports(FAILED), observes(false))
    .when(peopleAre([...PEOPLE.filter(({ id }) => id !== 'dana'), NEW]), deviates('amir', 'abort'), approvesAs(NEW, 'T1/U9'))
    .refusesWith('barred')
    .changesNothing()
})

test('the account that asked for the run approves nothing, whoever it belongs to by now', () => {
  running(gateOf(2))
    .when(approves('amir', { by: { ...actor('amir'), account: 'practice/dana' } }))
    .refuses(
      'barred',
      'Dana asked for this run through the same account (practice/dana), so Amir cannot approve gate 1: 1 of dba, 1 of uc-leads must, and they must be other people.',
    )
    .changesNothing()
})

test('one account approves once, whoever it belongs to by now', () => {
  running(gateOf(2), approves('amir'))
    .when(approves('carol', { by: { ...actor('carol'), account: 'practice/amir' } }))
    .refuses(
      'already-approved',
      'The account practice/amir has approved gate 1 already, as Amir, and counts once: still needed: 1 of uc-leads.',
    )
    .changesNothing()
})

test('an account of the same name on another platform is another account', () => {
  running(gateOf(2))
    .when(approves('amir', { by: { ...actor('amir'), via: 'slack', account: 'practice/dana' } }))
    .leads('heard', 'approved')
})

const CONSTRUCTOR: Person = { id: 'constructor', name: 'Connie', groups: ['dba'] }

test('a person whose id is a word of JavaScript is a person like everybody', () => {
  const people = [...PEOPLE, CONSTRUCTOR]
  given(starts({ people }), locks, gateOf(2))
    .when(approves('amir', { by: { ...CONSTRUCTOR, via: 'slack', account: 'T1/U8' } }), approves('carol'), claimOf(2))
    .leads('claimed')
    .and((state) => expect(state.gates[0]?.approvals.map(({ person }) => person.id)).toEqual(['constructor', 'carol']))
})
