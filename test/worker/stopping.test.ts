import { expect, test } from 'vitest'
import { startPractice, until, type Practice } from './practice.ts'
import { CHECK, RESTORE } from './restore-document.ts'
import { toldSaid } from './said.ts'
import { needSaid } from '../words/said.ts'

const CHECK_BEGINS = `^${CHECK.slice(0, 20).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`
const sent = (practice: Practice) => practice.statements.all.filter(({ text }) => text.trim() === RESTORE)
const checks = (practice: Practice) => practice.statements.all.filter(({ text }) => text.trim() === CHECK.trim())
const refusals = (practice: Practice) =>
  practice.run.answers.flatMap(({ command }) => {
    if (command.type === 'result' && command.outcome.type === 'refused') return [`${command.worker}: ${toldSaid(command.outcome.why)}`]
    return command.type === 'observed' && command.refused !== undefined ? [`${command.worker}: ${toldSaid(command.refused.why)}`] : []
  })

test('a worker that is stopped while it looks, before its claim, leaves the order to another one, and nobody is called', async () => {
  await using practice = await startPractice()
  const order = await practice.approve()
  const anna = await practice.start('anna')
  practice.faults.inject({ kind: 'hang', pattern: CHECK_BEGINS })
  anna.take(order)
  await until(() => checks(practice).length === 1)
  const bert = await practice.start('bert')
  practice.run.deliver = bert.take
  await anna.close()
  await until(() => practice.run.state?.phase === 'done')
  expect(refusals(practice)).toEqual(['anna: The worker was told to stop before it claimed the attempt.'])
  expect(sent(practice)).toMatchObject([{ app: 'countersign/test/R-1/1/2', outcome: 'done' }])
})

test('a worker that is stopped while it looks whether the effect is there leaves the question to another one', async () => {
  await using practice = await startPractice()
  const order = await practice.approve()
  const [anna, bert] = [await practice.start('anna'), await practice.start('bert')]
  practice.run.deliver = bert.take
  practice.run.before = async ({ type }) => {
    if (type === 'claim') practice.faults.inject({ kind: 'hang', pattern: CHECK_BEGINS })
  }
  anna.take(order)
  await until(() => sent(practice).length === 1 && checks(practice).length === 2)
  await anna.close()
  await until(() => practice.run.state?.phase === 'done')
  expect(practice.run.answers.map(({ command }) => ('worker' in command ? `${command.worker}: ${command.type}` : command.type))).toEqual([
    'anna: claim',
    'anna: result',
    'bert: observed',
  ])
  expect(sent(practice)).toHaveLength(1)
})

test('a worker that is stopped while it asks what became of an attempt leaves the question to another one', async () => {
  await using practice = await startPractice()
  const order = await practice.approve()
  const [anna, bert] = [await practice.start('anna'), await practice.start('bert')]
  practice.run.deliver = undefined
  practice.faults.inject({ kind: 'drop-after', pattern: '^RESTORE' })
  anna.take(order)
  const question = await until(() => practice.run.orders.find(({ key }) => key === practice.run.state?.question?.order))
  practice.faults.inject({ kind: 'hang', pattern: CHECK_BEGINS })
  const looked = checks(practice).length
  anna.take(question)
  await until(() => checks(practice).length > looked)
  practice.run.deliver = bert.take
  await anna.close()
  await until(() => practice.run.state?.phase === 'done')
  expect(refusals(practice)).toEqual(['anna: The worker was told to stop while it looked.'])
  expect(sent(practice)).toHaveLength(1)
})

test('a check that cannot tell lets nothing be claimed or sent, and people are called', async () => {
  await using practice = await startPractice()
  const order = await practice.approve()
  const anna = await practice.start('anna')
  practice.faults.inject({ kind: 'error', pattern: CHECK_BEGINS, error: { number: 229, text: 'The SELECT permission was denied.' } })
  anna.take(order)
  await until(() => practice.run.state?.phase === 'attention')
  expect(needSaid(practice.run.state)).toBe(
    'Step 1 "Bring the database online" was not begun: its check cannot tell whether it is done already (SEC: The SELECT permission was denied (error 229, level 16)). Only its looks were sent. Retry, skip or mark it done: each needs a reason and a second person.',
  )
  expect(practice.run.answers.filter(({ command }) => command.type === 'claim')).toEqual([])
  expect(sent(practice)).toEqual([])
})
