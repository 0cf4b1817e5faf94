import { expect, test } from 'vitest'
import { gatherTroubles } from '../../src/cli/gather-troubles.ts'

test('the console shows what each side says now, also what was said before it opened', () => {
  const shown: string[][] = []
  const troubles = gatherTroubles()
  troubles.say('strangers', ['somebody was there'])
  troubles.showOn((says) => shown.push(says))
  troubles.say('slack', ['archived'])
  troubles.say('slack', [])
  expect(shown).toEqual([['somebody was there'], ['somebody was there', 'archived'], ['somebody was there']])
})

test('a console that opens while all is well is shown nothing', () => {
  const shown: string[][] = []
  gatherTroubles().showOn((says) => shown.push(says))
  expect(shown).toEqual([])
})
