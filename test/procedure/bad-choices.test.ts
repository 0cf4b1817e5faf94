import { expect, test } from 'vitest'
import { needsOf } from '../../src/procedure/choices.ts'
import { changed, faultsOf, procedureOf } from './documents.ts'

type Change = [from: string, to: string]

/** A look that finds databases, and the parameter behind it that is offered with them. */
const block = (info: string, text = 'SELECT d.name FROM sys.databases d;'): Change => [
  '## Look around',
  `\`\`\`${info}\n${text}\n\`\`\`\n\n## Look around`,
]
const asked = (settings: string): Change => ['  size:', `  copy: { ${settings}, ask: "Which copy?", choices-from: copies }\n  size:`]
const used: Change = ['WHERE s.name = @database', 'WHERE s.name = @database AND s.copy = @copy']
const GOOD_CHOICES: Change[] = [block('sql choices on=backup name=copies'), asked('type: database'), used]

/** What is wrong, how the good document is spoilt, and all that is said about it. */
const BAD: [title: string, changes: Change[], faults: string[]][] = [
  [
    'choices that are looked for with another language',
    [block('http choices name=copies')],
    ['19: an `http` block finds no choices; ask by `sql choices` or `powershell choices`'],
  ],
  [
    'choices without a name',
    [block('sql choices on=backup')],
    ['19: this `choices` block has no name; write `name=pools` here, and `choices-from: pools` at the parameter that it helps to answer'],
  ],
  [
    'choices that nobody takes',
    [block('sql choices on=backup name=copies')],
    ['19: no parameter takes its choices from `copies`; write `choices-from: copies` at the one that it helps to answer, or remove it'],
  ],
  [
    'choices that are named twice',
    [...GOOD_CHOICES, block('sql choices on=backup name=copies')],
    ['24: choices `copies` stand on line 20 already; choose another name'],
  ],
  [
    'a name that is given twice',
    [block('sql choices on=backup name=copies name=others'), asked('type: database'), used],
    ['20: `name=` stands here twice; keep one of them'],
  ],
  [
    'a parameter whose choices nobody looks for',
    [block('sql choices on=backup name=copiez'), asked('type: database'), used],
    [
      '13: there is no `choices` block `copies` above the first step; did you mean `copiez`?',
      '20: no parameter takes its choices from `copiez`; write `choices-from: copiez` at the one that it helps to answer, or remove it',
    ],
  ],
  [
    'a parameter whose choices nobody looks for, where there are none',
    [asked('type: database'), used],
    ['13: there is no `choices` block `copies` above the first step; write one with `name=copies`, or remove `choices-from`'],
  ],
  [
    'choices in a step',
    [
      [
        '```sql read on=backup\nSELECT logs',
        '```sql choices on=backup name=copies\nSELECT d.name FROM sys.databases d;\n```\n\n```sql read on=backup\nSELECT logs',
      ],
    ],
    ['31: this `choices` block stands in a step, and choices are asked for before the first one; put it above the first `##` heading'],
  ],
  [
    'another block above the first step',
    [block('sql read on=backup')],
    ['19: this block stands before the first step; put it under a `##` heading, or make it ```text'],
  ],
  [
    'choices that run nowhere',
    [block('sql choices name=copies'), asked('type: database'), used],
    ['20: this block does not say where it runs; add `on=` and a parameter that names a target'],
  ],
  [
    'choices on something that is no server',
    [block('sql choices on=pool name=copies'), asked('type: database'), used],
    ['20: `pool` is no parameter of the type sql-server; a sql block runs on one of that type'],
  ],
  [
    'choices that need an answer below',
    [
      block('sql choices on=backup name=copies', 'SELECT d.name FROM sys.databases d WHERE d.database_id > @size;'),
      asked('type: database'),
      used,
    ],
    ['13: `copy` is asked for before `size`, which its choices need; put `size` above it'],
  ],
  [
    'choices on a server that is asked for below',
    [
      ['  database: { type: database, ', '  database: { type: database, choices-from: copies, '],
      block('sql choices on=backup name=copies'),
    ],
    ['9: `database` is asked for before `backup`, which its choices need; put `backup` above it'],
  ],
  [
    'choices that need their own answer',
    [
      block('sql choices on=backup name=copies', 'SELECT d.name FROM sys.databases d WHERE d.name <> @copy;'),
      asked('type: database'),
      used,
    ],
    ['13: the choices of `copy` need the answer to `copy`; leave it out of the block'],
  ],
  [
    'choices that need an answer which may be missing',
    [
      ['ask: "Which pool?"', 'ask: "Which pool?", optional: true'],
      ['lock: widget/{pool}', 'lock: widget'],
      block('sql choices on=backup name=copies', 'SELECT d.name FROM sys.databases d WHERE d.name <> @pool;'),
      asked('type: database'),
      used,
    ],
    [
      '13: `pool` may stay without an answer, and the choices of `copy` need one; make `pool` a parameter that must be answered, or leave it out of the block',
    ],
  ],
  [
    'choices on a server that may be missing',
    [['ask: "Which server?"', 'ask: "Which server?", optional: true'], ...GOOD_CHOICES],
    [20, 32, 36, 52, 56, 60].map(
      (line) =>
        `${line}: \`backup\` may stay without an answer, and then this block would run nowhere; make \`backup\` a parameter that must be answered`,
    ),
  ],
  [
    'choices of a secret',
    [block('sql choices on=backup name=copies'), asked('type: secret'), ['Set-Thing -Identity', 'Set-Thing -Key $copy -Identity']],
    ['13: `copy` is of the type secret, whose values the form lists by itself; remove `choices-from`'],
  ],
  [
    'choices that a secret is sent for',
    [
      [
        '  size:',
        '  key: { type: secret, ask: "Which key?" }\n  copy: { type: database, ask: "Which copy?", choices-from: copies }\n  size:',
      ],
      block('sql choices on=backup name=copies', 'SELECT d.name FROM sys.databases d WHERE d.name <> @key;'),
      ['Set-Thing -Identity', 'Set-Thing -Key $key -Identity'],
      used,
    ],
    ['22: `key` is a secret, and a block that looks is asked before anybody approved that it is sent; use it in the `run` block alone'],
  ],
  [
    'choices of a list',
    [block('sql choices on=backup name=copies'), asked('type: list of database'), used],
    ['13: `copy` is a list, and one value is chosen; remove `choices-from`'],
  ],
  [
    'choices that are found by writing',
    [block('sql choices on=backup name=copies', 'DELETE FROM dbo.copies;'), asked('type: database'), used],
    ['21: a `read` block only reads, and DELETE does more; move it into the `run` block, or write [brackets] round it if it is a name'],
  ],
  [
    'choices that use what a step finds',
    [
      block('sql choices on=backup name=copies', 'SELECT d.name FROM sys.databases d WHERE d.name <> @share;'),
      asked('type: database'),
      used,
    ],
    [
      '21: `@share` is neither a parameter, nor captured by an earlier step, nor declared before in this block; declare it, or ask for it as a parameter',
    ],
  ],
]

test.each(BAD)('refuses a document with %s', (_, changes, faults) => {
  expect(faultsOf(changed(...changes))).toEqual(faults)
})

test('takes a look whose answers a parameter is offered with', () => {
  const { choices = [], parameters } = procedureOf(changed(...GOOD_CHOICES))
  expect(choices).toEqual([
    {
      name: 'copies',
      role: 'read',
      language: 'sql',
      on: 'backup',
      database: 'master',
      text: 'SELECT d.name FROM sys.databases d;',
      line: 21,
      uses: [],
    },
  ])
  expect(parameters.find(({ name }) => name === 'copy')).toMatchObject({ choicesFrom: 'copies' })
  expect(procedureOf(changed())).not.toHaveProperty('choices')
})

test('a look needs its server, what it is asked with, and its database', () => {
  const { choices = [], parameters } = procedureOf(
    changed(
      block(
        'sql choices on=backup database=@database name=copies',
        'SELECT d.name FROM sys.databases d WHERE d.name <> @backup_host + @pool;',
      ),
      asked('type: database'),
      used,
    ),
  )
  expect(choices.map((each) => needsOf(each, parameters))).toEqual([['backup', 'pool', 'database']])
})
