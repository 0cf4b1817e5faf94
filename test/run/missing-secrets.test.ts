/** A worker that lacks a secret says so when it looks, by reference, so that nobody approves what cannot run without knowing it. */
import { expect, test } from 'vitest'
import { drawGate } from '../../src/chat/card/gate.ts'
import { readCommand } from '../../src/audit/read-command.ts'
import type { MissingSecret } from '../../src/run/command.ts'
import { missingSecrets } from '../../src/worker/missing-secrets.ts'
import type { WorkerTarget } from '../../src/worker/options.ts'
import { claims, losesContact, observes, orderOf, stepOf } from './acts.ts'
import { running } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { viewOf, linesOf } from '../words/said.ts'

const FAULT = 'The password of SEC is to come from the environment variable SEC_PASSWORD, which is not set. Set it for this process.'
const WHY = `${FAULT} Then start this worker again: until then no block that needs it can run.`
const SECRET = { of: { what: 'password', target: 'SEC' }, from: { env: 'SEC_PASSWORD' } } as const
const MISSING: MissingSecret = { target: 'SEC', why: { is: 'secret-needed', ...SECRET } }

const lacks =
  (...missing: MissingSecret[]) =>
  (run: PracticeRun): void =>
    observes(false, missing.length === 0 ? {} : { missing })(run)

function cautions(run: PracticeRun): string[] {
  const view = viewOf(run.made)
  return view.gate === undefined ? [] : drawGate(view, view.gate).cautions.filter((words) => words.includes('secret'))
}

test('it stands on the card of the gate, and in the thread where it was seen', () => {
  const { run } = running(stepOf(2))
  const before = run.made
  lacks(MISSING)(run)
  const entry = run.entries.at(-1)
  const lines = entry === undefined ? [] : linesOf(entry, before)
  expect(lines.filter(({ stands }) => stands === 'out').map(({ text }) => text)).toEqual([`Worker b1 lacks a secret: ${WHY}`])
  expect(cautions(run)).toEqual([`Worker b1 lacks a secret: ${WHY}`])
  for (const act of [orderOf(2), claims(), losesContact, lacks(MISSING)]) act(run)
  expect(run.last.events).not.toContainEqual(expect.objectContaining({ secrets: expect.anything() as unknown }))
})

test('of several the first is said and the others are counted', () => {
  const { run } = running(stepOf(2), lacks(MISSING, { target: 'SECM', why: 'The password of SECM.' }))
  expect(cautions(run)).toEqual([`Worker b1 lacks a secret: ${WHY} 1 more is missing: see the thread.`])
})

test('it goes when the worker that looks next lacks nothing', () => {
  const { run } = running(lacks(MISSING), stepOf(2))
  const before = run.made
  lacks()(run)
  const entry = run.entries.at(-1)
  expect(entry && linesOf(entry, before)[0]?.text).toBe('Worker b1 of b has every secret that this plan needs there.')
  expect(run.made.secrets).toEqual({})
  expect(cautions(run)).toEqual([])
})

test('the worker names what the targets of the plan need, acting and looking, and nothing of other targets', () => {
  const target = (name: string, password: object, reader?: object): WorkerTarget =>
    ({
      kind: 'sql-server',
      name,
      host: 'h',
      port: 1,
      user: 'u',
      password,
      ...(reader && { reader: { user: 'r', password: reader } }),
    }) as WorkerTarget
  const reader = { is: 'no-secret', of: { what: 'reader-password', target: 'SEC' }, from: { file: '/r', how: 'empty' } } as const
  const targets = {
    SEC: target('SEC', { fault: { is: 'no-secret', ...SECRET } }, { fault: reader }),
    SECM: target('SECM', { secret: 'hunter2' }),
    OTHER: target('OTHER', { fault: { is: 'no-secret', ...SECRET } }),
  }
  const { run } = running(stepOf(2))
  const found = missingSecrets({ options: { name: 'b1', files: '', targets } }, run.made)
  expect(found).toEqual([MISSING, { target: 'SEC', why: { ...reader, is: 'secret-needed' } }])
  expect(missingSecrets({ options: { name: 'b1', files: '', targets } }, { procedure: run.made.procedure })).toEqual([])
})

test('what a worker says of them is checked like everything that comes in', () => {
  const command = { run: 'R-1', worker: 'b1', site: 'b', boot: 'x', type: 'observed', order: 'o', results: [], missing: [MISSING] }
  expect(readCommand({ command, key: 'b1', signature: 's' })).toHaveProperty('signed')
  expect(readCommand({ command: { ...command, missing: [] }, key: 'b1', signature: 's' })).toHaveProperty('fault')
  expect(readCommand({ command: { ...command, missing: [{ ...MISSING, value: 'hunter2' }] }, key: 'b1', signature: 's' })).toHaveProperty(
    'fault',
  )
})
