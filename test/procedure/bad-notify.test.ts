import { describe, expect, test } from 'vitest'
import { changed, faultsOf } from './documents.ts'

const CAPTURES = 'captures: { share: path, logs: list of path }'
const telling = (notify: string): [string, string][] => [[CAPTURES, `${CAPTURES}\nnotify: ${notify}`]]

/** What is wrong, the changes, and all that is said about it. */
const BAD: [title: string, changes: [from: string, to: string][], faults: string[]][] = [
  ['nobody to tell', telling('{ say: "It is done." }'), ['25: `to` is missing; add `to: …`']],
  ['nothing to say', telling('{ to: dba, say: " " }'), ['25: `say` is empty; write a text']],
  [
    'a name that nothing has',
    telling('{ to: dba, say: "{pol} is back." }'),
    ['25: `pol` is neither a parameter nor a capture; did you mean `pool`?'],
  ],
  ['an unknown key', telling('{ to: dba, say: "Done.", when: later }'), ['25: `when` is no key of `notify`; the keys are `to`, `say`']],
  [
    'a long text',
    telling(`{ to: dba, say: "${'x'.repeat(1001)}" }`),
    ['25: what `notify` says has 1001 characters, and 1000 are possible; say what they must know, and the rest in the prose'],
  ],
  [
    'what may stay without an answer',
    [...telling('{ to: dba, say: "{pool}: {size} of them." }'), ['max: 9, default: 3', 'max: 9, optional: true']],
    [
      '25: `size` may stay without an answer, and then a hole would stand in what people are told; make `size` a parameter that must be answered, or leave it out',
    ],
  ],
  [
    'what may stay without an answer, and is of no type: what else it is will be said then',
    [
      ...telling('{ to: dba, say: "{pool}: {size} of them." }'),
      ['{ type: integer, ask: "How many?", min: 1, max: 9, default: 3 }', '{ type: integr, ask: "How many?", optional: true }'],
    ],
    ['13: `integr` is no type; did you mean `integer`?'],
  ],
  [
    'a secret',
    [
      ...telling('{ to: dba, say: "{size} and {size}" }'),
      ['{ type: integer, ask: "How many?", min: 1, max: 9, default: 3 }', '{ type: secret, ask: "Which?" }'],
    ],
    [
      '25: `size` is a secret, and its name is nothing to tell people; leave it out',
      '76: `size` is a secret, and a block that looks is asked before anybody approved that it is sent; use it in the `run` block alone',
    ],
  ],
  [
    'what may not have been found',
    [
      [CAPTURES, `${CAPTURES}\nwhen: { mode: Normal }`],
      ['confirm: { ask: "Has the hall', 'notify: { to: dba, say: "Look at {share}." }\nconfirm: { ask: "Has the hall'],
    ],
    [
      '45: `logs` is captured by step 1, which may be passed over; give this step the same `when`',
      '72: `share` is captured by step 1, which may be passed over; give this step the same `when`',
      '82: `share` is captured by step 1, which may be passed over; give this step the same `when`',
    ],
  ],
  [
    'a list that it goes through',
    [['each: log of logs', 'each: log of logs\nnotify: { to: conversation, say: "{share}: {log} is mended." }']],
    [
      '45: `notify` tells people once, and this step goes through a list; give it a step of its own, before or after this one',
      '45: `log` is neither a parameter nor a capture; did you mean `logs`?',
    ],
  ],
]

describe('what a step tells people', () => {
  test.each(BAD)('is refused with %s', (_, changes, faults) => {
    expect(faultsOf(changed(...changes))).toEqual(faults)
  })

  test('may have as many characters as are possible', () => {
    expect(faultsOf(changed(...telling(`{ to: dba, say: "${'x'.repeat(1000)}" }`)))).toEqual([])
  })

  test('may say what its own step finds', () => {
    expect(faultsOf(changed(...telling('{ to: dba, say: "{pool}: {share} has {logs}." }')))).toEqual([])
  })
})
