import { expect, test } from 'vitest'
import { changed, faultsOf, ON_NODES } from './documents.ts'

/** What is wrong, how the good document is spoilt, and all that is said about it. */
const BAD: [title: string, changes: [from: string, to: string][], faults: string[]][] = [
  [
    'a fence of an unknown kind',
    [['```sql read', '```slq read']],
    [
      '24: no `read` block of this step finds `share`; add one with a column `share`',
      '27: `slq` is no language of a fence; did you mean `sql`?',
    ],
  ],
  [
    'a fence of an unknown kind that is like no other',
    [['```sql read', '```python read']],
    [
      '24: no `read` block of this step finds `share`; add one with a column `share`',
      '27: `python` is no language of a fence; use sql, powershell, http, yaml (the options of a step) or text',
    ],
  ],
  [
    'blanks before what says the place',
    [['sql read on=backup\nSELECT logs', 'sql read on =  backup database  = mgc\nSELECT logs']],
    [
      '31: a blank stands before the `=` of `on=`; write `on=…` without blanks',
      '31: a blank stands before the `=` of `database=`; write `database=…` without blanks',
    ],
  ],
  [
    'a fence without a kind',
    [['What it means.', '```\nhello\n```']],
    ['37: this fence has no language; use sql, powershell, http, yaml (the options of a step) or text'],
  ],
  [
    'an undo where there is no way back',
    [['```text\nEXEC', '```sql undo on=backup\nEXEC']],
    ['59: there is no way back from this step, and it has an `undo` block; remove `one-way`, or the block'],
  ],
  [
    'an undo of nothing that runs, and a second one',
    [
      [
        '```sql read on=backup\nSELECT logs',
        '```sql undo on=backup\nEXEC dbo.a;\n```\n\n```sql undo on=backup\nEXEC dbo.b;\n```\n\n```sql read on=backup\nSELECT logs',
      ],
    ],
    [
      '31: this step has an `undo` block and no `run` block that it could undo; put it into the step whose `run` it undoes',
      '35: this step has a second `undo` block; undo in one block all that its `run` does',
    ],
  ],
  [
    'an undo that nothing can check',
    [
      ['one-way: true\n', 'check: none\nbecause: nobody can ask\n'],
      ['```text\nEXEC', '```sql undo on=backup\nEXEC'],
      ['```sql check on=backup', '```sql before on=backup'],
      ['SELECT done', 'SELECT ok'],
    ],
    [
      '60: this step has an `undo` block and no `check` that could say that the effect is gone; add a `check` block, or keep the way back as ```text',
    ],
  ],
  ...['{database}', '@{database}', '$database', '${database}'].map((name): (typeof BAD)[number] => [
    `${name} for a database`,
    [['database=msdb', `database=${name}`]],
    [`51: \`${name}\` is not filled in; write \`database=@database\` for a parameter, or the name of the database itself`],
  ]),
  [
    'a parameter of another type for a database',
    [['database=msdb', 'database=@mode']],
    ['51: `mode` is no parameter of the type database; only one of that type names the database of a block'],
  ],
  [
    'a capture for a database',
    [['database=msdb', 'database=@share']],
    [
      '51: `share` is found during the run, and the database of a block belongs to the plan that is approved; ask for it as a parameter of the type database',
    ],
  ],
  [
    'a mistyped parameter for a database',
    [['database=msdb', 'database=@databse']],
    ['51: `databse` is no parameter; did you mean `database`?'],
  ],
  [
    'a block that is no check, asked only after the run',
    [['sql before on=backup', 'sql before after on=backup']],
    ['47: `after` says that a `check` is asked only after the `run`, and this is a `before` block; remove it'],
  ],
  [
    'after twice',
    [['powershell check on=shell', 'powershell check after after on=shell']],
    ['74: `after` means nothing here; a fence has `on=` only'],
  ],
  ['an unknown role', [['sql before', 'sql befor']], ['47: `befor` is no role of a block; did you mean `before`?']],
  [
    'no role',
    [['sql before on=backup', 'sql on=backup']],
    ['47: this block has no role; write one of read, wait-until, before, run, check, undo after `sql`'],
  ],
  [
    'nothing but a language',
    [['sql before on=backup', 'sql']],
    ['47: this block has no role; write one of read, wait-until, before, run, check, undo after `sql`'],
  ],
  [
    'no place',
    [['sql before on=backup', 'sql before']],
    ['47: this block does not say where it runs; add `on=` and a parameter that names a target'],
  ],
  ['an empty place', [['sql before on=backup', 'sql before on=']], ['47: `on=` has no value; write `on=…`']],
  [
    'a place that is no parameter',
    [['sql before on=backup', 'sql before on=bakup']],
    ['47: `bakup` is no parameter; did you mean `backup`?'],
  ],
  [
    'a place that is like no parameter',
    [['sql before on=backup', 'sql before on=elsewhere']],
    ['47: `elsewhere` is no parameter; name a parameter of the type sql-server'],
  ],
  [
    'a place of the other kind',
    [['sql before on=backup', 'sql before on=shell']],
    ['47: `shell` is no parameter of the type sql-server; a sql block runs on one of that type'],
  ],
  [
    'SQL on a list of servers',
    [['{ type: powershell, ask: "Which endpoint?" }', '{ type: list of powershell, ask: "Which endpoints?" }']],
    [
      '70: `shell` is a list of targets, and a block runs on one; give the step `each: target of shell` and write `on=target`',
      '74: `shell` is a list of targets, and a block runs on one; give the step `each: target of shell` and write `on=target`',
    ],
  ],
  [
    'PowerShell on a SQL Server',
    [['powershell check on=shell', 'powershell check on=backup']],
    ['74: `backup` is no parameter of the type powershell; a powershell block runs on one of that type'],
  ],
  [
    'a block that goes to each of some texts',
    [['before on=backup', 'before on=log']],
    ['47: `log` is no parameter of the type sql-server; a sql block runs on one of that type'],
  ],
  [
    'a block that goes to the item of another step',
    [...ON_NODES, ['powershell run on=shell', 'powershell run on=node']],
    ['70: `node` is no parameter; name a parameter of the type powershell'],
  ],
  [
    'PowerShell that goes to each SQL Server',
    [...ON_NODES, ['```sql before on=node\nSELECT ok = 1;', '```powershell before on=node\n@{ Ok = 1 }']],
    ['47: `node` is no parameter of the type powershell; a powershell block runs on one of that type'],
  ],
  [
    'a read that goes to each item',
    [...ON_NODES, ['sql before on=node\nSELECT ok = 1;', 'sql read on=node\nSELECT n = 1;']],
    ['47: `node` is one item of a list, and `read` blocks come before its first item; use it in `before`, `run` and `check`'],
  ],
  [
    'a list of targets in the place of its item',
    [...ON_NODES, ['sql before on=node', 'sql before on=nodes']],
    ['47: `nodes` is a list of targets, and a block runs on one; give the step `each: target of nodes` and write `on=target`'],
  ],
  [
    'a question about each item that names something else',
    [['confirm: { ask: "Has the hall been rung?",', 'each: hall of servers\nconfirm: { ask: "Has {hal} been rung for {hall}?",']],
    ['82: `{hal}` would stand as it is in the question of `confirm`; write the name of the item of `each` in braces, or no braces'],
  ],
  ['a place twice', [['on=backup database=msdb', 'on=backup on=backup']], ['51: `on=` stands here twice; keep one of them']],
  [
    'a database for PowerShell',
    [['powershell check on=shell', 'powershell check on=shell database=msdb']],
    ['74: `database=` means nothing to PowerShell; remove it'],
  ],
  [
    'an unknown setting of a fence',
    [['on=backup database=msdb', 'on=backup databse=msdb']],
    ['51: `databse=msdb` means nothing here; did you mean `database`?'],
  ],
  [
    'a word that is no setting',
    [['on=backup database=msdb', 'on=backup quickly']],
    ['51: `quickly` means nothing here; a fence has `on=` and `database=` only'],
  ],
  [
    'a database of too long a name',
    [
      [
        'database=msdb',
        'database=mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm',
      ],
    ],
    ['51: `database=` has 129 characters; a name has 128 at most'],
  ],
  ['an empty block', [['SELECT ok = 1;', ' ']], ['47: this block is empty; write its code or remove it']],
]

test.each(BAD)('refuses a document with %s', (_, changes, faults) => {
  expect(faultsOf(changed(...changes))).toEqual(faults)
})
