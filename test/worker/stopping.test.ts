import { expect, test } from 'vitest'
import { startPractice, until, type Practice } from './practice.ts'
import { CHECK, RESTORE } from './restore-document.ts'
import { toldSaid } from './said.ts'

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
  anna.take(order)
  await until(() => practice.run.state?.question?.purpose === 'settle')
  practice.run.deliver = bert.take
  practice.faults.inject({ kind: 'hang', pattern: CHECK_BEGINS })
  const looked = checks(practice).length
  const question = await until(() => practice.run.orders.find(({ key }) => key === practice.run.state?.question?.order))
  anna.take(question)
  await until(() => checks(practice).length > looked)
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
  expect(refusals(practice)).toEqual([
    'anna: The check cannot tell whether it is done already: SEC: The SELECT permission was denied (error 229, level 16).',
  ])
  expect(practice.run.answers.filter(({ command }) => command.type === 'claim')).toEqual([])
  expect(sent(practice)).toEqual([])
})
