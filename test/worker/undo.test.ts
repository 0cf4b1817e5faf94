import { expect, test } from 'vitest'
import type { PersonCommand } from '../../src/run/command.ts'
import { startPractice, until, type Practice } from './practice.ts'
import { TAIL, undoableDocument } from './restore-document.ts'

type Asked = Pick<PersonCommand, 'type'> & Record<string, unknown>

/** Somebody of the practice's people asks something of the run. */
function ask({ run }: Practice, id: 'dana' | 'amir' | 'carol', asked: Asked): void {
  const groups = id === 'dana' ? ['operators'] : ['dba']
  const by = { id, name: id.replace(/^./, (letter) => letter.toUpperCase()), groups, via: 'practice', account: `practice/${id}` }
  const eventId = `${id}/${JSON.stringify(asked)}`
  const answer = run.send({ run: 'R-1', by, eventId, at: new Date().toISOString(), ...asked } as PersonCommand)
  if ('refusal' in answer) throw new Error(answer.refusal.code)
}

async function approved(practice: Practice, kind: 'deviation' | 'undo'): Promise<void> {
  const gate = await until(() => practice.run.state?.gates.find((each) => each.kind.type === kind))
  for (const id of ['amir', 'carol'] as const) ask(practice, id, { type: 'approve', gate: gate.number, fingerprint: gate.fingerprint })
}

test('an undo is sent under its own gate and lock, by the log-in that acts, and looked at until the effect is gone', async () => {
  await using practice = await startPractice(undefined, { document: undoableDocument() })
  const order = await practice.approve()
  const anna = await practice.start('anna')
  practice.run.deliver = anna.take
  anna.take(order)
  await until(() => practice.run.state?.attention?.reason === 'precondition')
  expect(practice.instance.online).toBe(true)
  ask(practice, 'dana', { type: 'deviate', kind: 'undo', step: 2, from: 1, reason: 'nobody can write' })
  await approved(practice, 'deviation')
  await approved(practice, 'undo')
  await until(() => practice.run.state?.attention?.reason === 'undone')
  expect(practice.instance.online).toBe(false)
  expect(practice.statements.all.filter(({ text }) => text.trim() === TAIL)).toMatchObject([
    { app: 'countersign/test/R-1/1/2', outcome: 'done' },
  ])
  expect(practice.run.orders.filter(({ kind }) => kind === 'perform')).toMatchObject([{ step: 1 }, { step: 1, undo: true }])
  await until(() => practice.instance.locks.size === 0)
})
