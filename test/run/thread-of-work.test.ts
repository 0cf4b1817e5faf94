/** What the thread says of work, and what it leaves to the line that follows. */
import { expect, test } from 'vitest'
import { linesOf } from '../words/said.ts'
import {
  bothApprove,
  claimOf,
  deviates,
  does,
  FAILED,
  gateOf,
  locks,
  looksOnly,
  observes,
  observesAtOnce,
  orderOf,
  reports,
  starts,
  waits,
  type Act,
} from './acts.ts'
import { NODE_TARGETS, TURNS, WAITING } from './documents.ts'
import { given, running, type Given } from './given.ts'
import { PEOPLE, POLICY, TARGETS } from './practice.ts'
import { RUN } from './practice-run.ts'

/** What these acts add. */
function said({ run }: Pick<Given, 'run'>, ...acts: Act[]): string[] {
  const lines: string[] = []
  run.after = (before) => {
    const entry = run.entries.at(-1)
    if (entry !== undefined) lines.push(...linesOf(entry, before).map(({ text }) => text))
  }
  for (const act of acts) act(run)
  return lines
}

test('that a step is done already, or may not begin, is said once, with what follows', () => {
  expect(said(running(orderOf(2)), looksOnly(true))).toEqual(['Step 2 "Stop": done already (it is there).', 'Step 3 "Copy" begins.'])
  expect(said(running(gateOf(2), waits(61_000), bothApprove), (run) => (run.ready = false), looksOnly(false))).toEqual([
    'ATTENTION (precondition): Step 2 "Stop" may not begin: two jobs are running. Only its looks were sent. Put it right and retry, or skip or abort: each needs a reason and a second person.',
  ])
})

test('a step begins, and where it was begun before it begins again', () => {
  expect(said(running(), observes()).slice(-1)).toEqual(['Step 2 "Stop" begins.'])
  const tried = running(claimOf(2), reports(FAILED), observes(false), deviates('dana', 'retry'))
  expect(said(tried, bothApprove).slice(-2)).toEqual([
    'DEVIATION approved: step 2 "Stop" is tried again; checks come first.',
    'Step 2 "Stop" begins again.',
  ])
})

test('that a step waits is said when it begins to, and not each time when it is asked again, nor of another question', () => {
  const busy = observes(undefined, { results: [], refused: { code: 'worker-busy', why: 'four at once' } })
  const waiting = () => given(starts({ document: WAITING }), locks)
  expect(said(given(starts({ document: WAITING })), locks)).toEqual([
    'The lock small/mgc is taken: nobody else can run this there.',
    'Step 1 "Stop" begins.',
  ])
  expect(said(waiting(), observes(false))).toEqual(['Step 1 "Stop" waits until it may begin, 30 min at most.'])
  const { run } = waiting()
  observes(false)(run)
  expect(said({ run }, busy)).toEqual([])
})

test('a plan says which lock comes next, and in a rehearsal, which takes none, nothing of it', () => {
  const answers = does('dana', { type: 'answer', answers: { database: 'mgc' } })
  const [, real] = said(given(starts({ answers: {} })), answers)
  expect(real).toBe('The plan is made: 6 steps, gates before steps 2, 5. Next: the lock small/mgc.')
  const [, rehearsal] = said(given(starts({ answers: {}, rehearsal: true })), answers)
  expect(rehearsal).toBe('REHEARSAL · The plan is made: 6 steps, gates before steps 2, 5.')
})

test('a run that waits for a lock says when it asks again', () => {
  const held: Act = (run) => run.send({ run: RUN, type: 'lock-refused', lock: run.made.lock?.name ?? '', holder: 'R-9' })
  expect(said(given(starts()), held)).toEqual([
    'R-9 holds the lock small/mgc: this run waits. It asks again at 2026-11-21 03:00:05 UTC. Withdraw it if it is not needed any more.',
  ])
})

test('a configuration that changes is said where what is approved changes with it, and nowhere else', () => {
  const configures =
    (change: object): Act =>
    (run) =>
      run.send({
        run: RUN,
        type: 'configuration-changed',
        policies: { [POLICY.id]: POLICY },
        people: PEOPLE,
        targets: TARGETS,
        ...change,
      })
  expect(said(running(gateOf(2)), configures({ people: PEOPLE.filter(({ id }) => id !== 'zoe') }))).toEqual([])
  const [first] = said(running(gateOf(2)), configures({ people: PEOPLE.filter(({ id }) => id !== 'amir') }))
  expect(first).toBe('The configuration changed, and with it what is approved:\n- approver amir: Amir, in dba')
})

test('what a sub-step reads is said of its item', () => {
  const turns = given(starts({ document: TURNS, targets: NODE_TARGETS }), locks)
  const rows = [{ share: 'D:\\x', free: 7 }]
  const reads: Act = (run) => {
    const [read] = run.answers(run.order, 'read')
    if (read !== undefined) observesAtOnce([{ ...read, rows, rowCount: 1 }])(run)
  }
  expect(said(turns, reads)[0]).toBe('Step 1 "Drain", item 1 of 2 (SEC), "Remember" read 1 row on SEC: free = 7.')
})
