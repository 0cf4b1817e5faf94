import { describe, expect, test } from 'vitest'
import { changed, faultsOf, GOOD } from './documents.ts'

describe('what is good as well', () => {
  test.each<[string, [string, string][]]>([
    ['a text fence in prose', [['What it means.', '```text\nSELECT anything\n```']]],
    ['a text fence in a list', [['What it means.', '* so:\n\n  ```text\n  x\n  ```']]],
    ['deeper headings', [['What it means.', '### In detail\n\nThis.']]],
    ['a fence of tildes', [['```sql before on=backup\nSELECT ok = 1;\n```', '~~~sql before on=backup\nSELECT ok = 1;\n~~~~']]],
    ['Windows line ends', [[GOOD, GOOD.replaceAll('\n', '\r\n')]]],
    [
      'check: none with a reason',
      [
        ['repeatable: true', 'check: none\nbecause: Nothing shows it.'],
        ["```powershell check on=shell\n@{ Done = (Get-CsPool -Identity $pool).Count -eq $size; Detail = 'things' }\n```\n", ''],
      ],
    ],
    ['a database of 128 characters', [['database=msdb', `database=${'m'.repeat(128)}`]]],
    ['bounds that leave one number', [['min: 1, max: 9, default: 3', 'min: 3, max: 3, default: 3']]],
    ['derived names of a server', [['EXEC dbo.mend @log', 'EXEC dbo.mend @log, @backup_host, @backup_instance, @backup']]],
    ['each over a parameter', [['each: log of logs', 'each: log of servers']]],
    ['items of one name in two steps', [['when: { mode: FailedOver }', 'each: log of servers']]],
    [
      'a capture under the same condition',
      [
        ['captures: { share: path, logs: list of path }', 'captures: { share: path, logs: list of path }\nwhen: { mode: FailedOver }'],
        ['each: log of logs', 'each: log of logs\nwhen: { mode: FailedOver }'],
        ['repeatable: true', 'repeatable: true\ngate: careful'],
      ],
    ],
    ['a condition on a capture', [['when: { mode: FailedOver }', 'when: { share: "\\\\\\\\a\\\\b" }']]],
    [
      'a condition on a capture, under the condition of the step that finds it',
      [
        ['each: log of logs', 'each: log of logs\nwhen: { size: { not: 1 }, mode: FailedOver }'],
        ['when: { mode: FailedOver }\n', 'when: { mode: FailedOver, share: { not: "\\\\\\\\a\\\\b" } }\ngate: careful\n'],
        ['captures: { share: path, logs: list of path }', 'captures: { share: path, logs: list of path }\nwhen: { mode: FailedOver }'],
      ],
    ],
    [
      'tests of several names',
      [['when: { mode: FailedOver }', 'when: { mode: { in: [Normal, FailedOver] }, size: { at-least: 2, at-most: 4, not: 3 } }']],
    ],
    ['a Korean heading', [['## Ring the hall', '## 홀에 알리기']]],
    ['a gate of its own in a step that may be passed over', [['when: { mode: FailedOver }', 'when: { mode: FailedOver }\ngate: careful']]],
    [
      'a step done by hand that is checked',
      [['\n```yaml\nconfirm', '\n```sql check on=backup\nSELECT done = 1;\n```\n\n```yaml\nconfirm']],
    ],
    ['a parameter without bounds or default', [[', min: 1, max: 9, default: 3', '']]],
    ['a capture that a later role uses', [['SELECT ok = 1;', "SELECT ok = 1 WHERE @share > N'';"]]],
    ['no objective and no parameters used twice', [['objective: { recovery-time: 30m }\n', 'source: A page\n']]],
  ])('%s', (_, changes) => {
    expect(faultsOf(changed(...changes))).toEqual([])
  })
})

test('an item has the type of its list: only a number is cast into a text that is executed', () => {
  const built = "DECLARE @s nvarchar(50) = N'KILL ' + CAST(@log AS nvarchar(20)); IF @s IS NULL THROW 50000, N'No number.', 1; EXEC (@s);"
  const killing = (type: string): string => changed(['logs: list of path', `logs: list of ${type}`], ['EXEC dbo.mend @log;', built])
  expect(faultsOf(killing('integer'))).toEqual([])
  expect(faultsOf(killing('text'))).toEqual([
    '52: `@s` is executed, but CAST is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
  ])
})
