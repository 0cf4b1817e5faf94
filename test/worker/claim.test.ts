import { expect, test } from 'vitest'
import type { Command } from '../../src/run/command.ts'
import { startPractice, until, type Practice } from './practice.ts'
import { RESTORE } from './restore-document.ts'
import { inEnglish } from './said.ts'

const sent = (practice: Practice) => practice.statements.all.filter(({ text }) => text.trim() === RESTORE)
const answers = (practice: Practice, type: Command['type'], worker = 'anna') =>
  practice.run.answers
    .filter(({ command }) => command.type === type && 'worker' in command && command.worker === worker)
    .map(({ answer }) => ('refusal' in answer ? answer.refusal.code : 'granted'))

test('a claim that the run refuses for good is not asked again, and the run is told nothing that it knows', async () => {
  await using practice = await startPractice()
  const order = await practice.approve()
  const anna = await practice.start('anna')
  practice.run.behindMs = -31 * 60_000
  anna.take(order)
  await until(() => practice.run.state?.phase === 'attention')
  await until(() => practice.instance.locks.size === 0)
  await anna.close()
  expect(practice.run.state?.attention?.reason).toBe('approvals-expired')
  expect(answers(practice, 'claim')).toEqual(['approvals-expired'])
  expect(answers(practice, 'result')).toEqual([])
  expect(sent(practice)).toEqual([])
})

test('a run that moves on before every claim is asked five times; then the order is put off, and comes again', async () => {
  await using practice = await startPractice()
  const order = await practice.approve()
  const anna = await practice.start('anna')
  practice.run.deliver = anna.take
  let moves = 0
  practice.run.before = async ({ type }) => {
    if (type === 'claim' && ++moves <= 5) grow(practice, moves)
  }
  anna.take(order)
  await until(() => practice.run.state?.phase === 'done')
  expect(answers(practice, 'claim')).toEqual([...Array.from({ length: 5 }, () => 'head-moved'), 'granted'])
  expect(sent(practice)).toMatchObject([{ app: 'countersign/test/R-1/1/2', outcome: 'done' }])
})

test('a history that was changed between two claims is not believed', async () => {
  await using practice = await startPractice()
  const order = await practice.approve()
  const anna = await practice.start('anna')
  practice.run.before = async ({ type }) => {
    if (type !== 'claim' || practice.run.history !== undefined) return
    grow(practice, 1)
    practice.run.history = (entries) => entries.map((entry) => ({ ...entry, at: new Date().toISOString() }))
  }
  anna.take(order)
  await until(() => practice.run.answers.some(({ command }) => command.type === 'result' && command.outcome.type === 'refused'))
  const said = practice.run.answers.find(({ command }) => command.type === 'result')?.command
  expect(inEnglish(said)).toMatchObject({ outcome: { type: 'refused', code: 'history-altered' } })
  expect(answers(practice, 'claim')).toEqual(['head-moved'])
  expect(sent(practice)).toEqual([])
})

test('an order that is taken back between two claims is not claimed again', async () => {
  await using practice = await startPractice()
  const order = await practice.approve()
  const [anna, bert] = [await practice.start('anna'), await practice.start('bert')]
  practice.run.deliver = bert.take
  practice.run.before = async ({ type }) => {
    if (type !== 'claim' || practice.run.history !== undefined) return
    grow(practice, 1)
    practice.run.history = () => {
      practice.run.history = (entries) => entries
      practice.run.send({ type: 'lost-contact', run: 'R-1', order: order.key, worker: 'anna', why: 'anna has not been heard of' })
      return practice.run.entries
    }
  }
  anna.take(order)
  await until(() => practice.run.state?.phase === 'done')
  await anna.close()
  expect(answers(practice, 'claim')).toEqual(['head-moved'])
  expect(sent(practice)).toMatchObject([{ app: 'countersign/test/R-1/1/2', outcome: 'done' }])
})

const UNPROVEN =
  "The claim was not answered, so nothing was sent: what answered for R-1 cannot prove that the run has recorded this claim. Either the bot is of another release than this worker, or somebody reached the engine and answers in the bot's place: see what the bot says of it, then restart the bot."

interface Answered {
  claimed: { at: string; signature: string }
}

test.each<[string, (answer: Answered) => unknown]>([
  ['has no proof', () => ({ accepted: true })],
  ['has no signature', (answer) => ({ ...answer, claimed: { ...answer.claimed, signature: '' } })],
  ['names another time', (answer) => ({ ...answer, claimed: { ...answer.claimed, at: '2026-11-21T03:00:00.000Z' } })],
])('a claim whose answer %s is not granted: nothing is sent', async (_, forge) => {
  await using practice = await startPractice()
  const order = await practice.approve()
  const anna = await practice.start('anna')
  practice.run.answer = ({ type }, answer) => (type === 'claim' ? forge(answer as Answered) : answer)
  anna.take(order)
  const said = await until(() => practice.run.answers.find(({ command }) => command.type === 'result')?.command)
  expect(inEnglish(said)).toMatchObject({ outcome: { type: 'refused', code: 'claim-unanswered', why: UNPROVEN } })
  expect(sent(practice)).toEqual([])
})

test('a claim whose answer names a time that is none is no frame: the connection is given up, and nothing is sent', async () => {
  await using practice = await startPractice()
  const order = await practice.approve()
  const anna = await practice.start('anna')
  practice.run.answer = ({ type }, answer) => {
    const { claimed } = answer as Answered
    return type === 'claim' ? { accepted: true, claimed: { ...claimed, at: '' } } : answer
  }
  anna.take(order)
  const said = await until(() => practice.run.answers.find(({ command }) => command.type === 'result')?.command)
  const why = `The claim was not answered, so nothing was sent: what the bot at ${practice.run.socket} says is no frame: ✖ Invalid ISO datetime\n  → at answer.claimed.at`
  expect(inEnglish(said)).toMatchObject({ outcome: { type: 'refused', code: 'claim-unanswered', why } })
  expect(sent(practice)).toEqual([])
})

/** The run's log grows: somebody who may not approve tries to. */
function grow(practice: Practice, time: number): void {
  const by = { id: 'dana', name: 'Dana', groups: ['operators'], via: 'practice', account: 'practice/dana' }
  const at = new Date().toISOString()
  practice.run.send({ run: 'R-1', by, eventId: `m${time}`, at, type: 'approve', gate: 1, fingerprint: 'f'.repeat(64) })
}
