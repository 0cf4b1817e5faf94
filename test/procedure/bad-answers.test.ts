/** Answers of people that have a name, and where it may be used. */
import { expect, test } from 'vitest'
import { changed, faultsOf } from './documents.ts'

/** What is wrong, how the good document is spoilt, and all that is said about it. */
const BAD: [title: string, changes: [from: string, to: string][], faults: string[]][] = [
  [
    'a name for what is answered once for each item',
    [
      [
        'confirm: { ask: "Has the hall been rung?", choices: [yes, nobody there] }',
        'each: log of logs\nconfirm: { name: rung, ask: "Has the hall been rung?", choices: [yes, no] }',
      ],
    ],
    [
      '82: `rung` would be answered once for each item of the list, and a name has one value; remove `name`, or ask in a step without `each`',
    ],
  ],
  [
    'an answer before it is asked for',
    [
      [
        '```yaml\nconfirm: { ask: "Has the hall been rung?", choices: [yes, nobody there] }\n```\n',
        '```yaml\nconfirm: { name: rung, ask: "Has the hall been rung?", choices: [yes, no] }\n```\n\n```sql before on=backup\nSELECT ok = @rung;\n```\n',
      ],
    ],
    ['85: `rung` is captured by this very step; capture it in an earlier step'],
  ],
]

test.each(BAD)('refuses a document with %s', (_, changes, faults) => {
  expect(faultsOf(changed(...changes))).toEqual(faults)
})

test('the check of what is done by hand may use the answer', () => {
  const named = changed(['confirm: { ask', 'confirm: { name: rung, ask'])
  expect(faultsOf(`${named}\n\`\`\`sql check on=backup\nSELECT done = CASE @rung WHEN N'yes' THEN 1 ELSE 0 END;\n\`\`\`\n`)).toEqual([])
})
