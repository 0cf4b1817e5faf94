import { expect, test } from 'vitest'
import { changed, faultsOf } from './documents.ts'

const READ = '```sql read on=backup\nSELECT logs = f.name FROM dbo.files f;\n```\n'
const readMore = (count: number): [string, string] => [READ, `${READ}\n`.repeat(count + 1)]

/** What is wrong, how the good document is spoilt, and all that is said about it. */
const BAD: [title: string, changes: [from: string, to: string][], faults: string[]][] = [
  [
    'a check that is asked before the run beside one that is asked only after it',
    [['```text\nEXEC dbo.unmend', '```sql check after on=backup\nSELECT done = 1;\n```\n\n```text\nEXEC dbo.unmend']],
    [
      '59: some checks of this step are asked before its `run`, and this one only after it, so nobody could say whether all is done already; write `after` at each of its checks, or at none',
    ],
  ],
  [
    'a wait without an end',
    [['```sql before on=backup', '```sql wait-until on=backup']],
    [
      '47: nothing says how long this `wait-until` may take; add `wait: 30m` to the options of the step: when that is over, people are asked',
    ],
  ],
  [
    'a limit of nothing',
    [['repeatable: true', 'wait: 30m']],
    ['66: `wait` is the limit of a `wait-until` block, and this step has none; add one, or remove it'],
  ],
  [
    'a wait that takes no time',
    [
      ['```sql before on=backup', '```sql wait-until on=backup'],
      ['settle: 30s', 'settle: 30s\nwait: 0s'],
    ],
    ['44: `wait` is 0s, and must be from 1s to 24d; write it like `30s`, `60m` or `2h`'],
  ],
  [
    'a wait that asks nothing',
    [
      ['```sql before on=backup\nSELECT ok = 1;', '```sql wait-until on=backup\nSELECT share = 1;'],
      ['settle: 30s', 'settle: 30s\nwait: 5m'],
    ],
    ['49: this `wait-until` block has no column `ok`; answer with one row: `ok` (1 or 0) and `detail`'],
  ],
  [
    'two run blocks',
    [['```sql check on=backup', '```sql run on=backup\nEXEC dbo.more;\n```\n\n```sql check on=backup']],
    ['55: this step has a second `run` block; make it a step of its own'],
  ],
  [
    'a step that does nothing',
    [['```yaml\nconfirm: { ask: "Has the hall been rung?", choices: [yes, nobody there] }\n```\n', 'Ring it.\n']],
    ['78: this step does nothing; give it a block, or `confirm`'],
  ],
  [
    'a run block and confirm',
    [['repeatable: true', 'confirm: { ask: "Told?", choices: [yes] }']],
    ['66: this step is done by hand and by a block; make two steps of it'],
  ],
  [
    'a run block without a check',
    [["```powershell check on=shell\n@{ Done = (Get-CsPool -Identity $pool).Count -eq $size; Detail = 'things' }\n```\n", '']],
    ['63: this step has a `run` block and nothing that tells whether it is done; add a `check` block, or `check: none` and `because: …`'],
  ],
  [
    'check: none without a reason',
    [
      ['repeatable: true', 'check: none'],
      ["```powershell check on=shell\n@{ Done = (Get-CsPool -Identity $pool).Count -eq $size; Detail = 'things' }\n```\n", ''],
    ],
    ['66: `check: none` needs a reason; add `because: …`'],
  ],
  [
    'check: none beside a check',
    [['repeatable: true', 'check: none\nbecause: It is not needed.']],
    ['66: this step says `check: none` and has a `check` block; remove one of them'],
  ],
  [
    'a reason without check: none',
    [['repeatable: true', 'because: It is not needed.']],
    ['66: `because` gives the reason of `check: none`; add that, or remove it'],
  ],
  [
    'check: something else',
    [['repeatable: true', 'check: later']],
    ['66: `check` can only be `none`; write `check: none` and `because: …`, or add a `check` block'],
  ],
  [
    'a check and nothing to do',
    [['\n```powershell run on=shell\nSet-Thing -Identity $pool -Share $share -Confirm:$false\n```\n', '']],
    ['63: this step has a `check` and nothing to be done; make it a `before` block, or add the `run` block'],
  ],
  [
    'no gate before the first run',
    [['gate: careful\none-way: true\n', '']],
    ['49: this would run before anybody approved it; add `gate: ` and a policy to this step or an earlier one without `when`'],
  ],
  [
    'a gate that may be passed over',
    [
      ['gate: careful\none-way: true\n', 'gate: careful\nwhen: { mode: FailedOver }\n'],
      ['when: { mode: FailedOver }\n```\n\n```powershell', '```\n\n```powershell'],
    ],
    ['69: this would run before anybody approved it; add `gate: ` and a policy to this step or an earlier one without `when`'],
  ],
  [
    'one-way without a gate',
    [['repeatable: true', 'one-way: true']],
    ['66: there is no way back from this step, and no gate before it; add `gate: ` and a policy'],
  ],
  [
    'a gate that is no name',
    [['gate: careful', 'gate: Be Careful']],
    ['40: `gate` must be a name of small letters, digits and dashes, a letter first; write it like `disaster-recovery`'],
  ],
  ['more blocks than a step may have', [readMore(99)], ['19: this step has 101 blocks, and 100 are possible; make two steps of it']],
]

test('takes 100 blocks in a step', () => {
  expect(faultsOf(changed(readMore(98)))).toEqual([])
})

test.each(BAD)('refuses a document with %s', (_, changes, faults) => {
  expect(faultsOf(changed(...changes))).toEqual(faults)
})
