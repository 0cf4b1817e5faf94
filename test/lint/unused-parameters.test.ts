import { expect, test } from 'vitest'
import { unusedParameters } from '../../src/lint/unused-parameters.ts'
import { readProcedure } from '../../src/procedure/document/read-procedure.ts'

const FILE = 'commands/mend.md'

/** A document whose line 7 asks for `wanted`; `using` stands in its one step. */
function faults(using: { lock?: string; prose?: string; options?: string; blocks?: string; type?: string } = {}): string[] {
  const { lock = 'mend', prose = 'What it means.', options = '', blocks = '', type = 'text' } = using
  const text = `---
command: /mend
title: Mend
policy: careful
lock: ${lock}
parameters:
  wanted: { type: ${type}, ask: "Which?" }
  server: { type: sql-server, ask: "Where?" }
---

## Mend it

${prose}

\`\`\`yaml
gate: careful
check: none
because: it is a test
${options}
\`\`\`

\`\`\`sql run on=server
CHECKPOINT;
${blocks}
\`\`\`
`
  const read = readProcedure(FILE, text)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  return unusedParameters(FILE, read.procedure).map(({ file, line, what, next }) => `${file}:${line}: ${what}; ${next}`)
}

const UNUSED = `${FILE}:7: \`wanted\` is asked for and used nowhere`

test('a parameter that nothing uses is a fault at its line', () => {
  expect(faults()).toEqual([
    `${UNUSED}; use it in a block, \`lock\`, \`when\` or \`each\`, point at it as \`{wanted}\` in the text where a person needs it, or remove it`,
  ])
})

test('a variable of a block that is called nearly so is named', () => {
  expect(faults({ blocks: 'DECLARE @wannted int = 1; PRINT @wannted;' })).toEqual([
    `${UNUSED}; a block has a variable \`wannted\` of its own: use \`wanted\` there, or remove it`,
  ])
})

test.each([
  ['a block', { blocks: 'PRINT @wanted;' }],
  ['the lock', { lock: 'mend/{wanted}' }],
  ['a condition', { options: 'when: { wanted: yes }' }],
  ['the items of a step', { type: 'list of text', options: 'each: one of wanted' }],
  ['the text, in braces', { prose: 'Tell {wanted} first.' }],
  ['the text, as code', { prose: 'Tell whoever `wanted` is.' }],
  ['the host of a server', { type: 'sql-server', blocks: 'PRINT @wanted_host;' }],
])('it is used by %s', (_, using) => {
  expect(faults(using)).toEqual([])
})

test('a word of the text that only looks like it uses nothing', () => {
  expect(faults({ prose: 'It is wanted.' })).toHaveLength(1)
})
