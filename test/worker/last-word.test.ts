import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/run/command.ts'
import { lastWord } from '../../src/worker/last-word.ts'
import { startPractice, until, type Practice } from './practice.ts'
import { RESTORE } from './restore-document.ts'
import { needSaid } from '../words/said.ts'

const BROKE = 'The rules broke at this command (Error: a bug): the run stands as it was.'

describe('an answer of the engine', () => {
  test.each([
    [500, { source: 'invocation', message: BROKE }, BROKE],
    [
      409,
      { source: 'invocation', message: 'The stored state was not written by this bot.' },
      'The stored state was not written by this bot.',
    ],
    [413, 'too large', 'the engine refuses the request itself (413): too large'],
    [400, { message: 'bad body' }, 'the engine refuses the request itself (400): {"message":"bad body"}'],
  ])('%i %j is final', (status, body, said) => {
    expect(lastWord(status, typeof body === 'string' ? body : JSON.stringify(body))).toBe(said)
  })

  test.each([
    [500, { source: 'invocation', message: 'killed' }],
    [409, { source: 'invocation', message: 'Cancelled' }],
    [404, { source: 'ingress', message: 'Service Run not found. Check whether the deployment containing the service is registered.' }],
    [500, { source: 'ingress', message: 'the cluster has no leader' }],
    [401, 'who are you'],
    [429, 'slow down'],
    [502, '<html>'],
    [503, ''],
    [503, 'null'],
  ])('%i %j passes, and is asked for again', (status, body) => {
    expect(lastWord(status, typeof body === 'string' ? body : JSON.stringify(body))).toBeUndefined()
  })
})

describe('when the rules break at what a worker says', () => {
  const said = (practice: Practice, type: Command['type']) => practice.said.filter((line) => line.includes(`(${type})`))
  /** Breaks at the first command of that type, or at all of them. */
  const breakAt = (practice: Practice, type: Command['type'], how: 'once' | 'always') => {
    let tries = 0
    practice.run.before = async (command) => (command.type === type && (++tries === 1 || how === 'always') ? 'break' : undefined)
    return () => tries
  }

  test('of a result, it says once that it is not known: the check finds the effect, and nothing is sent again', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    const tries = breakAt(practice, 'result', 'once')
    anna.take(order)
    await until(() => practice.run.state?.phase === 'done')
    expect(tries()).toBe(2)
    expect(said(practice, 'result')).toEqual([`R-1 gives up over what was said (result), and is told in other words: ${BROKE}`])
    const told = practice.run.answers.find(({ command }) => command.type === 'result')?.command
    expect(told).toMatchObject({ outcome: { type: 'unknown', why: `The run breaks at what the worker has to say of it: ${BROKE}` } })
    expect(practice.statements.all.filter(({ text }) => text.trim() === RESTORE)).toHaveLength(1)
  })

  test('of an answer, people are called with the reason', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    practice.run.before = async (command) => (command.type === 'observed' && command.refused === undefined ? 'break' : undefined)
    anna.take(order)
    await until(() => practice.run.state?.phase === 'attention')
    expect(needSaid(practice.run.state)).toContain(
      `could not be looked at: anna at berlin refused (run-breaks): The run breaks at what the worker has to say of it: ${BROKE}`,
    )
  })

  test('of a claim, nothing is sent, and people are called', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    const tries = breakAt(practice, 'claim', 'always')
    anna.take(order)
    await until(() => practice.run.state?.phase === 'attention')
    expect(tries()).toBe(1)
    expect(needSaid(practice.run.state)).toContain(`(claim-unanswered): The claim was not answered, so nothing was sent: ${BROKE}`)
    expect(practice.statements.all.filter(({ text }) => text.trim() === RESTORE)).toEqual([])
  })

  test('of everything, it falls silent after the second try, so that the site finds contact lost', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    const tries = breakAt(practice, 'result', 'always')
    anna.take(order)
    await until(() => said(practice, 'result').length === 2)
    await until(() => practice.run.heartbeats.at(-1)?.heartbeat.running.length === 0)
    expect(tries()).toBe(2)
    expect(said(practice, 'result')[1]).toBe(`R-1 gives up over what was said (result) for good: silence will call people: ${BROKE}`)
    practice.run.before = undefined
    practice.run.deliver = anna.take
    practice.run.send({
      type: 'lost-contact',
      run: 'R-1',
      order: order.key,
      worker: 'anna',
      why: 'anna lives, but has not spoken of this order for 8 s',
    })
    await until(() => practice.run.state?.phase === 'done')
  })
})
