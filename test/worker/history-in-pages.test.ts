import { describe, expect, test } from 'vitest'
import { startPractice, until } from './practice.ts'
import { inEnglish } from './said.ts'
import { refusalOf, touched } from './refused.ts'

describe('a history that comes in pages', () => {
  test('is decided page by page, each from the last entry that is known', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    practice.run.pageOf = 2
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    anna.take(order)
    await until(() => practice.run.state?.phase === 'done')
    // Two entries, then a new one behind the last with each page; what is asked later begins where this ended.
    expect(practice.run.asked.slice(0, 4)).toEqual([1, 2, 3, 4])
    expect(practice.run.asked.toSorted((a, b) => a - b)).toEqual(practice.run.asked)
  })

  test('and was changed in a later page is not believed', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    practice.run.pageOf = 3
    practice.run.history = (entries) => entries.map((entry, index) => (index === 4 ? { ...entry, hash: 'f'.repeat(64) } : entry))
    const anna = await practice.start('anna')
    anna.take(order)
    expect(inEnglish(await refusalOf(practice))).toEqual({
      type: 'refused',
      code: 'history-altered',
      why: 'The history of R-1 is not what its commands lead to, from entry 5 on: Its hash is not that of its content.',
    })
    expect(touched(practice)).toEqual([])
  })

  test('goes on where it stood when the next page leads no further, and is asked for until it does', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    practice.run.pageOf = 3
    practice.run.history = (entries) => {
      practice.run.pageOf = practice.run.asked.length === 2 ? 1 : 3
      return entries
    }
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    anna.take(order)
    await until(() => practice.run.state?.phase === 'done')
    expect(practice.run.asked.slice(0, 4)).toEqual([1, 3, 3])
    expect(practice.said.filter((line) => line.includes('cannot be read'))).toEqual([
      'The history of R-1 cannot be read, it is asked for again: a page came that leads no further',
    ])
  })
})
