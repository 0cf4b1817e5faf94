import { expect, test } from 'vitest'
import { unusedParameters } from '../../src/lint/unused-parameters.ts'
import { readProcedure } from '../../src/procedure/document/read-procedure.ts'

const FILE = 'commands/mend.md'

const BY_HAND = `
## Ask

\`\`\`yaml
confirm:
  - { ask: "FIRST", choices: [Yes] }
  - { ask: "THEN", choices: [Yes] }
\`\`\`
`
const ADDRESS = `
## See

\`\`\`http before on=shell url="https://{wanted}/"
status: 200
\`\`\`
`
const SUBSTEP = `
## Each

\`\`\`yaml
each: one of lists
\`\`\`

### Ask

TEXT

\`\`\`yaml
confirm: { ask: "ASK", choices: [Yes] }
\`\`\`
`

/** A document whose line 7 asks for `wanted`; `using` stands in its one step. */
interface Using {
  lock?: string
  prose?: string
  options?: string
  blocks?: string
  type?: string
  parameter?: string
  /** Behind the first one. */
  steps?: string
}
function faults(using: Using = {}): string[] {
  const { lock = 'mend', prose = 'What it means.', options = '', blocks = '', type = 'text', parameter, steps = '' } = using
  const text = `---
command: /mend
title: Mend
policy: careful
lock: ${lock}
parameters:
  wanted: { type: ${type}, ask: "Which?" }
  server: { type: sql-server, ask: "Where?" }
  shell: { type: powershell, ask: "On which?" }
  lists: { type: list of text, ask: "What?" }${parameter === undefined ? '' : `\n${parameter}`}
---

## Mend it

${prose} See {lists} and {shell}.

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
${steps}`
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
  ['a sentence that people are told', { options: 'notify: { to: conversation, say: "{wanted} is next." }' }],
  ['a question', { steps: BY_HAND.replace('THEN', 'Is it there?').replace('FIRST', 'Is {wanted} there?') }],
  ['a later question', { steps: BY_HAND.replace('FIRST', 'Is it there?').replace('THEN', 'And {wanted}?') }],
  ['an address', { type: 'fqdn', steps: ADDRESS }],
  ['a sub-step', { steps: SUBSTEP.replace('TEXT', 'It is {wanted}.') }],
  ['a question of a sub-step, as code', { steps: SUBSTEP.replace('ASK', 'Is `wanted` there?') }],
  ['another default', { parameter: '  other: { type: text, ask: "Which other?", default: "{wanted}" }', prose: 'Tell {other}.' }],
  ['the host of a server', { type: 'sql-server', blocks: 'PRINT @wanted_host;' }],
])('it is used by %s', (_, using) => {
  expect(faults(using)).toEqual([])
})

test('a word of the text that only looks like it uses nothing', () => {
  expect(faults({ prose: 'It is wanted.' })).toHaveLength(1)
})
