import { expect, test } from 'vitest'
import { evolve, evolveAll } from '../../src/run/evolve.ts'
import { answers, does, FAILOVER_START, locks, starts, until, withdraws } from './acts.ts'
import { ALONE, SMALL, UNCHECKED } from './documents.ts'
import { given } from './given.ts'
import { actor, ANSWERS, PEOPLE } from './practice.ts'
import { RUN } from './practice-run.ts'
import { endSaid, refusalSaid } from '../words/said.ts'

const NOW = '2026-11-21T03:00:00.000Z'

test('a run whose questions are all answered inline is planned and asks for its lock', () => {
  given().when(starts()).leads('started', 'answered', 'planned', 'lock-asked', 'heard').is('waiting')
})

test('without answers it gathers', () => {
  given()
    .when(starts({ answers: {} }))
    .leads('started', 'heard')
    .is('gathering')
})

test('a document that needs nothing is planned at once', () => {
  const text = SMALL.text.replace('{ type: database, ask: "Which database?" }', '{ type: database, ask: "Which database?", default: mgc }')
  given()
    .when(starts({ document: { id: 'small', text }, answers: {} }))
    .leads('started', 'answered', 'planned', 'lock-asked', 'heard')
    .and((state) => expect(state.values).toEqual({ database: 'mgc', backup: 'SEC', shell: 'management' }))
})

test('a document that asks for nothing at all is planned at once', () => {
  const text = ALONE.text.replace(/parameters:\n( {2}.*\n)+/, '').replace('small/{database}', 'alone')
  given()
    .when(starts({ document: { id: 'alone', text }, answers: {} }))
    .leads('started', 'answered', 'planned', 'lock-asked', 'heard')
    .and((state) => expect(state.values).toEqual({}))
})

test('nothing happens to a run that was never started', () => {
  given()
    .when(does('dana', { type: 'cancel', reason: 'x' }))
    .refuses('no-run', 'There is no run R-1: start it first.')
})

test('a bad document is refused with every fault at its line', () => {
  given()
    .when(starts({ document: { id: 'small', text: SMALL.text.replace('one-way: true', 'one-way: true\nonce: true\ninclude: x') } }))

    .refuses(
      'bad-document',
      "small cannot be run:\ncommands/small.md:96: `once` is no key of a step's options; the keys are `gate`, `one-way`, `timeout`, `settle`, `repeatable`, `wait`, `when`, `each`, `confirm`, `notify`, `captures`, `check`, `because`, `include`, `with`, `rules`, `report`\ncommands/small.md:97: `include` is not written out here; read this document together with those beside it",
    )
})

test('only somebody of the groups that may start it starts it', () => {
  given().when(starts({}, 'zoe')).refuses('may-not-start', 'Zoe may not start /practise small: that takes somebody of operators.')
})

test('an account that says it may start is not believed when the people file says otherwise', () => {
  const by = { ...actor('zoe'), groups: ['operators'] }
  given().when(starts({ by })).refuses('may-not-start', 'Zoe may not start /practise small: that takes somebody of operators.')
})

test('somebody whom nobody knows starts nothing', () => {
  const people = PEOPLE.filter(({ id }) => id !== 'dana')
  given().when(starts({ people })).refuses('may-not-start', 'Dana may not start /practise small: that takes somebody of operators.')
})

test('a policy that is not there is named', () => {
  given()
    .when(starts({ policies: {} }))
    .refuses('no-policy', '/practise small needs the policy disaster-recovery, and approvals/ has none of that name.')
})

test('a policy that only a gate names must be there too', () => {
  const text = SMALL.text.replace('gate: disaster-recovery\none-way', 'gate: night\none-way')
  given()
    .when(starts({ document: { id: 'small', text } }))
    .refuses('no-policy', '/practise small needs the policy night, and approvals/ has none of that name.')
})

test('gates that nobody could pass are said at the start', () => {
  const people = PEOPLE.filter(({ id }) => id !== 'carol' && id !== 'both')
  given()
    .when(starts({ people }))
    .refuses(
      'quorum-unreachable',
      '/practise small was not started, because nobody could pass its gates: disaster-recovery needs 1 of uc-leads; nobody is in uc-leads. Let somebody else start it, or add people to approvals/people.yaml.',
    )
})

test('the requester does not count when it is asked whether the gates can be passed', () => {
  const people = PEOPLE.filter(({ id }) => id === 'carol' || id === 'erin')
  given().when(starts({ people }, 'erin')).refusesWith('quorum-unreachable')
})

test('a run is started once', () => {
  given(starts()).when(starts()).refuses('started-already', 'R-1 was started at 2026-11-21 03:00:00 UTC by Dana: it is started once.')
})

test('all wrong answers come back at once, by parameter, and nothing is taken', () => {
  const { run } = given(starts({ answers: {} })).when(answers('dana', { database: 'a'.repeat(200), backup: 'NOWHERE', colour: 'red' }))
  expect(run.last.events).toEqual([])
  expect(run.last.refusal?.code).toBe('bad-answers')
  const fields = run.last.refusal && refusalSaid(run.last.refusal).fields
  expect(Object.keys(fields ?? {})).toEqual(['database', 'backup', 'colour'])
  expect(fields?.['colour']).toBe('/practise small does not ask for it.')
  expect(run.made.values).toEqual({})
})

test('wrong answers at the start start nothing', () => {
  given()
    .when(starts({ answers: { backup: 'NOWHERE' } }))
    .refusesWith('bad-answers')
})

test('answers are taken one by one until the plan can be made', () => {
  given(starts({ answers: {} }))
    .when(answers('dana', { backup: 'SECM' }))
    .leads('heard', 'answered')
    .is('gathering')
  given(starts({ answers: {} }), answers('dana', { backup: 'SECM' }))
    .when(answers('dana', { database: 'mgc' }))
    .leads('heard', 'answered', 'planned', 'lock-asked')
    .and((state) => expect(state.values).toEqual({ database: 'mgc', backup: 'SECM', shell: 'management' }))
})

test('an empty field means the default of the document', () => {
  given(starts({ answers: {} }))
    .when(answers('dana', { database: 'mgc', backup: '  ' }))
    .and((state) => expect(state.values['backup']).toBe('SEC'))
})

test('an answer that answers nothing says what is still asked for', () => {
  given(starts({ answers: {} }))
    .when(answers('dana', { backup: '' }))
    .refuses('no-answers', 'Nothing was answered. Still asked for: Which database?')
})

test('who may neither start nor approve answers nothing', () => {
  given(starts({ answers: {} }))
    .when(answers('zoe', { database: 'mgc' }))
    .refuses('may-not-act', 'Zoe may neither start nor approve this: that takes somebody of operators, dba, uc-leads.')
})

test('whoever answers for the requester has made the plan too, and cannot approve it', () => {
  given(starts({ answers: {} }))
    .when(answers('amir', { database: 'mgc' }))
    .and((state) => expect(state.barred).toEqual({ dana: { why: 'asked', name: 'Dana' }, amir: { why: 'answered', name: 'Amir' } }))
})

test('when the plan is made its values are final', () => {
  given(starts())
    .when(answers('dana', { database: 'other' }))
    .refuses('planned-already', 'The plan of R-1 is made: its values cannot be changed any more. Withdraw it and start again.')
})

test('targets of two sites in one step make no plan', () => {
  const shell = { kind: 'powershell' as const, name: 'far', host: 'far', site: 'a', practice: true }
  const { run } = given().when(
    starts({ ...FAILOVER_START, answers: { ...ANSWERS, files: 'far' }, targets: { ...farTargets(), far: shell } }),
  )
  expect(run.last.refusal?.code).toBe('no-plan')
  expect(run.last.refusal && refusalSaid(run.last.refusal).sentence).toContain('reaches 2 sites')
  expect(run.state).toBeUndefined()
})

function farTargets() {
  const { made } = given(starts()).run
  return made.targets
}

test('a run waits for a lock that another one holds, asks again, and can be withdrawn', () => {
  const held = (run: Parameters<typeof locks>[0]): void => run.send({ run: RUN, type: 'lock-refused', lock: 'small/mgc', holder: 'R-7' })
  given(starts()).when(held).leads('lock-waited').is('waiting')
  given(starts(), held).when(held).refuses('stale-lock', 'R-1 does not wait for the lock small/mgc.')
  given(starts(), held).when(withdraws('dana')).leads('heard', 'ended').is('withdrawn')
  given(starts(), held)
    .when(
      (run) => run.wait(4_000),
      (run) => run.send({ run: RUN, type: 'timer', key: 'lock-retry:1' }),
    )
    .refusesWith('stale-timer')
    .and((_, run) => run.wait(1_000))
    .and((_, run) => run.send({ run: RUN, type: 'timer', key: 'lock-retry:1' }))
    .leads('lock-asked')
    .and((state) => expect(state.lock).toEqual({ name: 'small/mgc', taken: false, ask: 2 }))
})

test('the lock that is granted is the one that was asked for, once', () => {
  given(starts())
    .when((run) => run.send({ run: RUN, type: 'lock-granted', lock: 'small/other' }))
    .refuses('stale-lock', 'R-1 does not wait for the lock small/other.')
  given(starts(), locks).when(locks).refuses('stale-lock', 'R-1 does not wait for the lock small/mgc.')
  given(starts({ document: UNCHECKED }), locks)
    .when((run) => run.send({ run: RUN, type: 'lock-refused', lock: 'small/mgc', holder: 'R-7' }))
    .refuses('stale-lock', 'R-1 does not wait for the lock small/mgc.')
})

test('the whole failover of persistent chat comes to its end', () => {
  given(starts({ ...FAILOVER_START, answers: ANSWERS }))
    .when(
      (run) => {
        run.finds = { share: ['\\\\a\\share'], destination: ['D:\\logs'], newest: ['mgc_1.trn'], files: ['D:\\logs\\mgc_2.trn'] }
      },
      until((state) => state.endedAt !== undefined),
    )
    .is('done')
    .and((state) => expect(state.gates.map(({ step }) => step)).toEqual([2, 5, 6]))
    .and((state) => expect(endSaid(state)).toBe('All 8 steps are done.'))
})

test('a state is made of what began with a start, and of nothing else', () => {
  expect(() => evolve(undefined, { type: 'step-begun', step: 1 }, NOW)).toThrow('The first event of a run is "started", not "step-begun".')
  expect(() => evolveAll(undefined, [], NOW)).toThrow('Nothing has started this run.')
})

test('a default that names a target which is not configured is a fault at its field', () => {
  const text = SMALL.text.replace('{ type: database, ask: "Which database?" }', '{ type: database, ask: "Which database?", default: mgc }')
  const elsewhere = { id: 'small', text: text.replace('default: SEC', 'default: THIRD') }
  expect(elsewhere.text).toContain('default: THIRD')
  const sentence = 'Nothing was taken. backup: `THIRD` is no configured SQL Server; choose SEC, SECM.'
  const { run } = given()
    .when(starts({ document: elsewhere, answers: {} }))
    .refuses('bad-answers', sentence)
  expect(run.last.refusal).toMatchObject({ facts: { fields: { backup: { is: 'no-target' } } } })
  expect(run.state).toBeUndefined()
  given()
    .when(starts({ document: elsewhere, answers: { backup: 'SEC' } }))
    .leads('started', 'answered', 'planned', 'lock-asked', 'heard')
})
