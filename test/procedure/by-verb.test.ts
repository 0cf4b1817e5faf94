import { describe, expect, test } from 'vitest'
import { byVerb, isCalled } from '../../src/procedure/by-verb.ts'
import { changed, procedureOf } from './documents.ts'

const called = (command: string) => procedureOf(changed(['command: /mend widget', `command: ${command}`]))

test('procedures stand below the first word of their commands, verbs and commands in the order of the alphabet', () => {
  const procedures = ['/mend widget', '/failover pool', '/mend all', '/fail', '/failover chat'].map(called)
  expect(byVerb(procedures).map(({ verb, procedures: ofVerb }) => [verb, ofVerb.map(({ command }) => command)])).toEqual([
    ['fail', ['/fail']],
    ['failover', ['/failover chat', '/failover pool']],
    ['mend', ['/mend all', '/mend widget']],
  ])
})

describe('a procedure is called', () => {
  const mend = { id: 'Mend-It', command: '/mend widget' }

  test.each(['/mend widget', 'mend widget', ' MEND   Widget ', 'mend-it', 'Mend-It.md'])('%j', (named) => {
    expect(isCalled(mend, named)).toBe(true)
  })

  test.each(['mend', '/mend widget now', 'widget', 'mend-it.txt', 'mend it', ''])('not %j', (named) => {
    expect(isCalled(mend, named)).toBe(false)
  })

  test('by its file alone where its command cannot be read', () => {
    expect(isCalled({ id: 'mend-it' }, 'mend-it')).toBe(true)
    expect(isCalled({ id: 'mend-it' }, 'mend widget')).toBe(false)
  })
})
