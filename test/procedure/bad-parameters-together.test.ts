/** Defaults that are made of other answers, and answers that must differ. */
import { expect, test } from 'vitest'
import { changed, faultsOf } from './documents.ts'

/** What is wrong, how the good document is spoilt, and all that is said about it. */
const BAD: [title: string, changes: [from: string, to: string][], faults: string[]][] = [
  [
    'a default of no other parameter',
    [['default: mgc', 'default: "{pol}"']],
    ['9: `{pol}` in the default is no other parameter; did you mean `pool`?'],
  ],
  [
    'a default of a parameter that may stay empty',
    [
      ['default: mgc', 'default: "{size}"'],
      ['max: 9, default: 3', 'max: 9, optional: true'],
    ],
    ['9: `{size}` in the default may stay without an answer; name a parameter that has one'],
  ],
  [
    'a default of a list within a text',
    [['default: mgc', 'default: "mgc-{servers}"']],
    ['9: `{servers}` in the default is a list; name a parameter that has one value; a list takes the whole of another one alone, `{…}`'],
  ],
  [
    'a default of a list for one value, and of a list with more',
    [
      ['default: mgc', 'default: "{servers}"'],
      ['  size:', '  more: { type: list of fqdn, ask: "Which others?", default: "a.b, {servers}" }\n  size:'],
    ],
    [
      '9: `{servers}` in the default is a list; name a parameter that has one value; a list takes the whole of another one alone, `{…}`',
      '13: `{servers}` in the default is a list; name a parameter that has one value; a list takes the whole of another one alone, `{…}`',
    ],
  ],
  [
    'defaults in a circle of three',
    [
      ['default: mgc', 'default: "{mode}"'],
      ['choices: [Normal, FailedOver]', 'choices: [Normal, FailedOver], default: "{word}"'],
      ['  mode:', '  word: { type: text, ask: "Which word?", default: "{database}" }\n  mode:'],
    ],
    [
      '9: the default goes in a circle: `database`, then `mode`, then `word`, then `database`; let people answer one of them',
      '14: the default goes in a circle: `word`, then `database`, then `mode`, then `word`; let people answer one of them',
      '15: the default goes in a circle: `mode`, then `word`, then `database`, then `mode`; let people answer one of them',
    ],
  ],
  [
    'defaults in a circle, and one that leads into it',
    [
      ['example: pool.contoso.com', 'default: "{database}.{mode}"'],
      ['default: mgc', 'default: "{mode}"'],
      ['choices: [Normal, FailedOver]', 'choices: [Normal, FailedOver], default: "{database}"'],
    ],
    [
      '9: the default goes in a circle: `database`, then `mode`, then `database`; let people answer one of them',
      '14: the default goes in a circle: `mode`, then `database`, then `mode`; let people answer one of them',
    ],
  ],
  [
    'one that differs from none, from itself and from another type',
    [
      ['default: mgc', 'differs-from: databse'],
      ['ask: "Which server?"', 'ask: "Which server?", differs-from: backup'],
      ['ask: "Which endpoint?"', 'ask: "Which endpoint?", differs-from: backup'],
    ],
    [
      '9: `databse` in `differs-from` is no other parameter; declare `databse`, or name another one',
      '10: `backup` would have to differ from itself; name another parameter',
      '11: `shell` and `backup` are of different types, and differ anyhow; name a parameter of the same type, or remove it',
    ],
  ],
  [
    'one that differs from another one of no type: what they have in common is not known',
    [
      ['type: database, ask: "Which database?", default: mgc', 'type: databse, ask: "Which database?"'],
      ['  size:', '  second: { type: path, ask: "Which second?", differs-from: database }\n  size:'],
    ],
    ['9: `databse` is no type; did you mean `database`?'],
  ],
  [
    'one of no type that differs from another one: what they have in common is not known',
    [['  size:', '  second: { type: pth, ask: "Which second?", differs-from: database }\n  size:']],
    ['13: `pth` is no type; did you mean `path`?'],
  ],
]

test.each(BAD)('refuses a document with %s', (_, changes, faults) => {
  expect(faultsOf(changed(...changes))).toEqual(faults)
})

test('takes a list whose default is the whole of another one, and a database that must be answered beside what need not be', () => {
  expect(faultsOf(changed(['  size:', '  more: { type: list of fqdn, ask: "Which others?", default: " {servers} " }\n  size:']))).toEqual(
    [],
  )
  expect(
    faultsOf(
      changed(
        ['example: pool.contoso.com', 'optional: true'],
        ['lock: widget/{pool}', 'lock: widget'],
        ['sql read on=backup', 'sql read on=backup database=@database'],
      ),
    ),
  ).toEqual([])
})
