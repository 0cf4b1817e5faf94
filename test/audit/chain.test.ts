import { expect, test } from 'vitest'
import { append, hashOf, NO_HEAD } from '../../src/audit/chain.ts'
import { RULES_VERSION } from '../../src/audit/rules.ts'
import type { Command } from '../../src/run/command.ts'
import { claimOf, claims, gateOf, locks, observes, orderOf, RAN, reports, starts, waits } from '../run/acts.ts'
import { given, running } from '../run/given.ts'
import type { PracticeRun } from '../run/practice-run.ts'
import { PEOPLE, POLICY, TARGETS } from '../run/practice.ts'
import { refusalSaid } from '../words/said.ts'

test('every entry names its number, its time, the rules, and the hash of the entry before', () => {
  const { entries, made } = running(gateOf(2)).run
  let prev = '0'.repeat(64)
  for (const [index, entry] of entries.entries()) {
    expect(entry).toMatchObject({ run: 'R-1', seq: index + 1, rules: RULES_VERSION, prev, hash: hashOf(entry) })
    prev = entry.hash
  }
  expect(made).toMatchObject({ seq: entries.length, head: prev })
})

test('the state keeps the size of all entries', () => {
  const { entries, made } = running(gateOf(2)).run
  const sizes = entries.map((entry) => Buffer.byteLength(JSON.stringify(entry)))
  expect(made.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0))
})

test('a refusal that leaves no trace appends nothing', () => {
  const signed = { command: { run: 'R-1', type: 'timer', key: 'x' } as Command, key: 'chat', signature: '' }
  expect(append({ head: NO_HEAD }, signed, '2026-11-21T03:00:00.000Z')).toEqual({
    refusal: { code: 'no-run', facts: { run: 'R-1' } },
  })
})

test('a refused decision appends its entry, and says the refusal too', () => {
  const { run } = running(orderOf(3), waits(31 * 60_000))
  const count = run.entries.length
  claims()(run)
  expect(run.last.refusal?.code).toBe('approvals-expired')
  expect(run.entries).toHaveLength(count + 1)
})

const rows = (count: number) => Array.from({ length: count }, (_, row) => ({ text: `${row}`.padEnd(100, 'x') }))

test('what a worker says in more than 32 KB is refused, and nothing is written', () => {
  const { run } = running(claimOf(2))
  const count = run.entries.length
  reports({ type: 'ran', tookMs: 1, result: { ...(RAN.type === 'ran' ? RAN.result : never()), rows: rows(300), rowCount: 300 } })(run)
  expect(run.last.refusal && refusalSaid(run.last.refusal)).toEqual({
    code: 'entry-too-large',
    sentence: '"result" makes an entry of 34 KB, and 32 KB fit: nothing was written. Cut the output and keep the whole in a file.',
  })
  expect(run.entries).toHaveLength(count)
})

function never(): never {
  throw new Error('not so')
}

test('what a list captures may be longer, up to 96 KB', () => {
  const list = (count: number) => (run: PracticeRun) => {
    run.finds['files'] = Array.from({ length: count }, (_, row) => `\\\\a\\share\\${String(row).padStart(5, '0')}.trn`)
  }
  const reading = (run: PracticeRun) => {
    while (run.made.question?.step !== 4) step(run)
  }
  running(list(300), reading).when(observes()).leads('observed', 'captured', 'items-found', 'item-begun', 'ordered')
  running(list(2000), reading)
    .when(observes())
    .refuses(
      'entry-too-large',
      '"observed" makes an entry of 122 KB, and 96 KB fit: nothing was written. Cut the output and keep the whole in a file.',
    )
})

function step(run: PracticeRun): void {
  const { made } = run
  const attempt = made.steps
    .flatMap(({ items }) => items.flatMap(({ attempts }) => attempts))
    .find(({ end, fate }) => end === undefined && fate === undefined)
  if (made.gates.some(({ passed, closed }) => passed === undefined && closed === undefined)) gatePasses(run)
  else if (attempt?.claim !== undefined && made.question === undefined) reports(RAN)(run)
  else if (attempt !== undefined) claims()(run)
  else observes(made.question?.purpose === 'settle' ? true : undefined)(run)
}

function gatePasses(run: PracticeRun): void {
  const gate = run.made.gates.at(-1)
  for (const who of ['amir', 'carol']) run.ask(who, { type: 'approve', gate: gate?.number ?? 0, fingerprint: gate?.fingerprint ?? '' })
}

test('documents, plans and people files come whole, up to 256 KB', () => {
  const people = Array.from({ length: 6000 }, (_, index) => ({ id: `p${index}`, name: `Person ${index}`, groups: [] }))
  given()
    .when(starts({ people: [...PEOPLE, ...people] }))
    .refusesWith('entry-too-large')
  given(starts(), locks)
    .when((run) =>
      run.send({
        run: 'R-1',
        type: 'configuration-changed',
        policies: { 'disaster-recovery': POLICY },
        targets: TARGETS,
        people: [...PEOPLE, ...people.slice(0, 500)],
      }),
    )
    .leads('configuration-changed')
})

test('the last part of a run is kept for people: they can always end it', () => {
  const { run } = running(gateOf(2))
  run.state = { ...run.made, bytes: 24 * 1024 * 1024 - 200 * 1024 }
  run.send({ run: 'R-1', type: 'configuration-changed', policies: {}, targets: TARGETS, people: PEOPLE })
  expect(run.last.refusal && refusalSaid(run.last.refusal)).toEqual({
    code: 'run-too-large',
    sentence: 'The log of R-1 has 24376 KB, and 24576 KB fit: nothing was written. End the run and start a new one.',
  })
  run.ask('dana', { type: 'withdraw' })
  expect(run.last.refusal).toBeUndefined()
  const full = running(gateOf(2)).run
  full.state = { ...full.made, bytes: 24 * 1024 * 1024 }
  full.ask('dana', { type: 'withdraw' })
  expect(full.last.refusal?.code).toBe('run-too-large')
})
