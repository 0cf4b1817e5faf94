import { expect, test } from 'vitest'
import { changed, faultsOf } from './documents.ts'

/** What is wrong, how the good document is spoilt, and all that is said about it. */
const BAD: [title: string, changes: [from: string, to: string][], faults: string[]][] = [
  [
    'no step',
    [
      ['\n## Look around', '\n### Look around'],
      ['## Mend it', '### Mend it'],
      ['## Tell the servers', '### Tell'],
      ['## Ring the hall', '### Ring'],
    ],
    [
      '1: this document has no step; write a `##` section with blocks',
      '23: this block stands before the first step; put it under a `##` heading, or make it ```text',
      '27: this block stands before the first step; put it under a `##` heading, or make it ```text',
      '31: this block stands before the first step; put it under a `##` heading, or make it ```text',
      '39: this block stands before the first step; put it under a `##` heading, or make it ```text',
      '47: this block stands before the first step; put it under a `##` heading, or make it ```text',
      '51: this block stands before the first step; put it under a `##` heading, or make it ```text',
      '55: this block stands before the first step; put it under a `##` heading, or make it ```text',
      '65: this block stands before the first step; put it under a `##` heading, or make it ```text',
      '70: this block stands before the first step; put it under a `##` heading, or make it ```text',
      '74: this block stands before the first step; put it under a `##` heading, or make it ```text',
      '80: this block stands before the first step; put it under a `##` heading, or make it ```text',
    ],
  ],
  [
    'a check in a list of its step, which is not said to have none',
    [
      [
        "```powershell check on=shell\n@{ Done = (Get-CsPool -Identity $pool).Count -eq $size; Detail = 'things' }\n```",
        '- It is checked:\n\n  ```powershell check on=shell\n  @{ Done = 1; Detail = 1 }\n  ```',
      ],
    ],
    ['76: a block inside a list or a quotation is never executed; move it to the left margin, or make it ```text'],
  ],
  [
    'two steps with one heading',
    [['## Ring the hall', '## Mend  it!']],
    ['78: this step has the same id as the one on line 35 (mend-it); give it another heading'],
  ],
  [
    'a heading without letters',
    [['## Ring the hall', '## !!!']],
    ['78: this heading has no letters or digits; say in it what the step does'],
  ],
  [
    'a title of the first level',
    [['Why and when.', '# Mend the widget']],
    ['17: a heading of the first level is not used; give the title in the front matter, and steps `##` headings'],
  ],
  [
    'raw HTML',
    [['What it means.', '<details>\n\nWhat it means.\n\n</details>']],
    [
      '37: raw HTML can hide a block from the people who read it; write it as Markdown',
      '41: raw HTML can hide a block from the people who read it; write it as Markdown',
    ],
  ],
  [
    'raw HTML in a line',
    [['What it means.', 'What <b>it</b> means.']],
    ['37: raw HTML can hide a block from the people who read it; write it as Markdown'],
  ],
  [
    'a fence that is never closed',
    [
      ['## Ring the hall\n', '```sql read on=backup\nSELECT 1;\n## Ring the hall\n'],
      ['\n```yaml\nconfirm: { ask: "Has the hall been rung?", choices: [yes, nobody there] }\n```\n', ''],
    ],
    ['78: this fence is never closed; end it with a line of ```'],
  ],
  [
    'a fence that is closed by a shorter one',
    [
      ['## Ring the hall\n', '````sql read on=backup\nSELECT 1;\n```\n## Ring the hall\n'],
      ['\n```yaml\nconfirm: { ask: "Has the hall been rung?", choices: [yes, nobody there] }\n```\n', ''],
    ],
    ['78: this fence is never closed; end it with a line of ````'],
  ],
  [
    'a fence that ends with its opening',
    [['\n```yaml\nconfirm: { ask: "Has the hall been rung?", choices: [yes, nobody there] }\n```\n', '\n```sql read on=backup']],
    ['80: this fence is never closed; end it with a line of ```'],
  ],
  [
    'code without a fence',
    [['What it means.', '    SELECT 1;']],
    ['37: this is code without a fence; put it between ```text fences, or take away the indent'],
  ],
  [
    'a block in a list',
    [['What it means.', '* First\n\n  ```sql run on=backup\n  SELECT 1;\n  ```']],
    ['39: a block inside a list or a quotation is never executed; move it to the left margin, or make it ```text'],
  ],
  [
    'a block in a quotation',
    [['What it means.', '> ```sql run on=backup\n> SELECT 1;\n> ```']],
    ['37: a block inside a list or a quotation is never executed; move it to the left margin, or make it ```text'],
  ],
  [
    'a block before the first step',
    [['Why and when.', '```sql read on=backup\nSELECT 1;\n```']],
    ['17: this block stands before the first step; put it under a `##` heading, or make it ```text'],
  ],
]

test.each(BAD)('refuses a document with %s', (_, changes, faults) => {
  expect(faultsOf(changed(...changes))).toEqual(faults)
})
