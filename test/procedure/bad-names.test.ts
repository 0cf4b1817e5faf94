import { expect, test } from 'vitest'
import { changed, faultsOf, ON_NODES } from './documents.ts'

/** What is wrong, how the good document is spoilt, and all that is said about it. */
const BAD: [title: string, changes: [from: string, to: string][], faults: string[]][] = [
  [
    'a capture that nothing finds',
    [['SELECT share = s.place', 'SELECT shared = s.place']],
    ['24: no `read` block of this step finds `share`; add one with a column `share`'],
  ],
  [
    'a capture with the name of a parameter',
    [
      ['share: path', 'Pool: path'],
      ['SELECT share', 'SELECT Pool'],
      [' -Share $share', ''],
    ],
    ['24: `Pool` is a name already (parameter, line 8); choose another one'],
  ],
  [
    'a capture with a reserved name',
    [
      ['share: path', 'input: path'],
      ['SELECT share', 'SELECT input'],
      [' -Share $share', ''],
    ],
    ["24: `input` is a variable of PowerShell's own; choose another one, such as `inputName`"],
  ],
  [
    'each without a list',
    [['each: log of logs', 'each: log']],
    [
      '44: `each` must name an item and its list; write it like `file of files`',
      '52: `@log` is neither a parameter, nor captured by an earlier step, nor declared before in this block; did you mean `@logs`?',
      '56: `@log` is neither a parameter, nor captured by an earlier step, nor declared before in this block; did you mean `@logs`?',
    ],
  ],
  [
    'each over something unknown',
    [['each: log of logs', 'each: log of log']],
    ['44: `log` is neither a parameter nor a capture; did you mean `logs`?'],
  ],
  [
    'each over something like nothing',
    [['each: log of logs', 'each: log of everything']],
    ['44: `everything` is neither a parameter nor a capture; capture the list first'],
  ],
  [
    'each over a single value',
    [['each: log of logs', 'each: log of share']],
    ['44: `share` is no list; name a parameter or a capture of a type `list of …`'],
  ],
  [
    'each over a list that is captured later',
    [
      ['captures: { share: path, logs: list of path }', 'captures: { share: path }'],
      ['```sql read on=backup\nSELECT logs = f.name FROM dbo.files f;\n```\n\n## Mend it', '## Mend it'],
      ['repeatable: true\n', 'captures: { logs: list of path }\n'],
      ['```powershell run on=shell', '```sql read on=backup\nSELECT logs = f.name FROM dbo.files f;\n```\n\n```powershell run on=shell'],
    ],
    ['40: `logs` is captured later, by step 3; capture it in an earlier step'],
  ],
  [
    'an item with the name of a parameter',
    [
      ['each: log of logs', 'each: size of logs'],
      ['mend @log', 'mend @size'],
      ['log = @log', 'log = @size'],
      ['unmend @log', 'unmend @size'],
    ],
    ['44: `size` is a name already (parameter, line 13); choose another one'],
  ],
  [
    'an item in a read block',
    [['before on=backup\nSELECT ok = 1;', "read on=backup\nSELECT n = 1 WHERE @log > N'1';"]],
    ['48: `log` is one item of a list, and `read` blocks come before its first item; use it in `before`, `run` and `check`'],
  ],
  [
    'a capture in the block that finds it',
    [['WHERE s.name = @database', 'WHERE s.name = @share']],
    ['28: `share` is captured by this very step; capture it in an earlier step'],
  ],
  [
    'a capture of a later step',
    [
      ['repeatable: true\nwhen: { mode: FailedOver }', 'captures: { later: text }'],
      ['```powershell run on=shell', '```sql read on=backup\nSELECT later = 1;\n```\n\n```powershell run on=shell'],
      ['SELECT ok = 1;', 'SELECT ok = 1 WHERE @later = 1;'],
    ],
    ['48: `later` is captured later, by step 3; capture it in an earlier step'],
  ],
  [
    'a capture of a step that may be passed over',
    [['captures: { share: path, logs: list of path }', 'captures: { share: path, logs: list of path }\nwhen: { mode: Normal }']],
    [
      '45: `logs` is captured by step 1, which may be passed over; give this step the same `when`',
      '72: `share` is captured by step 1, which may be passed over; give this step the same `when`',
    ],
  ],
  [
    'an unknown name in SQL',
    [['@database;', '@databse;']],
    [
      '28: `@databse` is neither a parameter, nor captured by an earlier step, nor declared before in this block; did you mean `@database`?',
    ],
  ],
  [
    'an unknown name in SQL that is like no other',
    [['@database;', '@whatever;']],
    [
      '28: `@whatever` is neither a parameter, nor captured by an earlier step, nor declared before in this block; declare it, or ask for it as a parameter',
    ],
  ],
  [
    'a name with other capitals in SQL',
    [['@database;', '@Database;']],
    [
      '28: `@Database` is neither a parameter, nor captured by an earlier step, nor declared before in this block; did you mean `@database`?',
    ],
  ],
  [
    'an unknown name in PowerShell',
    [['-Identity $pool -Share', '-Identity $pol -Share']],
    ['71: `$pol` is neither a parameter, nor captured by an earlier step, nor assigned before in this block; did you mean `$pool`?'],
  ],
  [
    'a misspelt item',
    [['EXEC dbo.mend @log', 'EXEC dbo.mend @lgo']],
    ['52: `@lgo` is neither a parameter, nor captured by an earlier step, nor declared before in this block; did you mean `@log`?'],
  ],
  [
    'a misspelt item of another step',
    [['-Share $share', '-Share $lgo']],
    [
      '71: `$lgo` is neither a parameter, nor captured by an earlier step, nor assigned before in this block; assign it, or ask for it as a parameter',
    ],
  ],
  [
    'a part of each server of a list',
    [...ON_NODES, ['EXEC dbo.mend @node_host;', 'EXEC dbo.mend @nodes_host;']],
    [
      '52: `@nodes_host` is neither a parameter, nor captured by an earlier step, nor declared before in this block; did you mean `@node_host`?',
    ],
  ],
  [
    'an item outside its step',
    [['-Share $share', '-Share $log']],
    ['71: `$log` is neither a parameter, nor captured by an earlier step, nor assigned before in this block; did you mean `$logs`?'],
  ],
]

test.each(BAD)('refuses a document with %s', (_, changes, faults) => {
  expect(faultsOf(changed(...changes))).toEqual(faults)
})

test('what a step reads may be used by its own preconditions and its run, and by the checks of its items and of what is done by hand', () => {
  const read = '```sql read on=backup\nSELECT found = COUNT(*) FROM dbo.things;\n```\n'
  const used = (role: string): string => `\`\`\`sql ${role} on=backup\nSELECT ok = @found, done = @found;\n\`\`\`\n`
  expect(
    faultsOf(
      changed(
        ['## Tell the servers\n', `## Tell the servers\n\n${read}\n${used('before')}`],
        ['repeatable: true', 'captures: { found: integer }'],
        ['-Share $share', '-Share $found'],
      ),
    ),
  ).toEqual([])
  const ofItems: [string, string] = ['gate: careful\n', 'gate: careful\ncaptures: { found: integer }\n']
  expect(faultsOf(changed(ofItems, ['What it means.\n', `What it means.\n\n${read}\n${used('check')}`]))).toEqual([])
  const byHand: [string, string] = ['confirm: {', 'captures: { found: integer }\nconfirm: {']
  expect(faultsOf(`${changed(byHand)}\n${read}\n${used('check')}`)).toEqual([])
})
