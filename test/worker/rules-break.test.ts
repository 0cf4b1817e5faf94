import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/run/command.ts'
import { startPractice, until, type Practice } from './practice.ts'
import { RESTORE } from './restore-document.ts'
import { needSaid } from '../words/said.ts'
import { inEnglish } from './said.ts'

const BROKE = 'The rules broke at this command (Error: a bug): the run stands as it was.'

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
    expect(inEnglish(told)).toMatchObject({
      outcome: { type: 'unknown', why: `The run breaks at what the worker has to say of it: ${BROKE}` },
    })
    expect(practice.statements.all.filter(({ text }) => text.trim() === RESTORE)).toHaveLength(1)
  })

  test('of an answer, people are called with the reason', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    practice.run.before = async (command) => (command.type === 'observed' && command.refused === undefined ? 'break' : undefined)
    practice.faults.inject({ kind: 'drop-before', pattern: '^RESTORE' })
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
    await until(() => practice.run.heartbeats.at(-1)?.running.length === 0)
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
