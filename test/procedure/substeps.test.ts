import { expect, test } from 'vitest'
import { planDifference } from '../../src/procedure/plan-difference.ts'
import { differences } from '../../src/words/en/plans.ts'
import { changed, faultsOf, ON_NODES, procedureOf } from './documents.ts'
import { planOf, planSource } from './plans.ts'

type Change = [from: string, to: string]

/** The good document, whose middle step does three things to each server. */
const SPLIT: Change[] = [
  ...ON_NODES,
  ['timeout: 5m\nsettle: 30s\n', ''],
  [
    '```sql before on=node\nSELECT ok = 1;\n```\n',
    '### Remember\n\nWhat was there.\n\n```yaml\ncaptures: { place: path }\n```\n\n```sql read on=node\nSELECT place = p.place FROM dbo.places p WHERE p.host = @node_host;\n```\n\n### Act\n\n```yaml\ntimeout: 5m\nsettle: 30s\n```\n\n```sql before on=node\nSELECT ok = 1;\n```\n',
  ],
  ['```text\nEXEC dbo.unmend @log;\n```\n', '### Ask\n\n```yaml\nconfirm: { ask: "Is {node} well?", choices: [yes] }\n```\n'],
]

test('sub-steps have their own options, blocks and names', () => {
  const step = procedureOf(changed(...SPLIT)).steps[1]
  expect(step).toMatchObject({ title: 'Mend it', gate: 'careful', oneWay: true, blocks: [], captures: {} })
  expect(
    step?.substeps?.map(({ title, timeoutMs, settleMs, captures, confirm, blocks }) => [
      title,
      timeoutMs,
      settleMs,
      Object.keys(captures),
      confirm?.ask,
      blocks.map(({ role }) => role),
    ]),
  ).toEqual([
    ['Remember', 600_000, 0, ['place'], undefined, ['read']],
    ['Act', 300_000, 30_000, [], undefined, ['before', 'run', 'check']],
    ['Ask', 600_000, 0, [], 'Is {node} well?', []],
  ])
  expect(step?.substeps?.[0]?.prose).toBe('What was there.')
  expect(step?.prose).not.toContain('Remember')
})

test('headings of the third level are prose in a step without a list, and where no fence stands below them', () => {
  const whole = procedureOf(changed(['```powershell check', '### And look\n\n```powershell check'])).steps[2]
  expect(whole).toMatchObject({ prose: expect.stringContaining('### And look') as string })
  expect(whole?.blocks.map(({ role }) => role)).toEqual(['run', 'check'])
  expect(whole?.substeps).toBeUndefined()
  const listed = procedureOf(changed(['```text\nEXEC dbo.unmend @log;\n```\n', '### Afterwards\n\nNothing.\n'])).steps[1]
  expect(listed?.blocks).toHaveLength(3)
  expect(listed?.substeps).toBeUndefined()
})

const BAD: [title: string, changes: Change[], faults: string[]][] = [
  [
    'no way back without a gate of its own',
    [
      ['gate: careful\none-way: true', 'one-way: true'],
      ['captures: { share: path', 'gate: careful\ncaptures: { share: path'],
    ],
    ['41: there is no way back from this step, and no gate before it; add `gate: ` and a policy'],
  ],
  [
    'an address of names that there are not',
    [['```sql before on=node\nSELECT ok = 1;\n```\n', '```http before on=shell url="https://{mode}/{nodes}/{nothing}"\n```\n']],
    [
      '64: `{mode}` is the host of this address and no name of a host; use a parameter of the type fqdn, or `{NAME_host}` of a target',
      '64: `{nodes}` is a list, and an address takes one value; name one that has one value',
      '64: `nothing` is neither a parameter nor a capture; name a parameter or an earlier capture',
    ],
  ],
  [
    'an option of the whole step at a sub-step',
    [['timeout: 5m\nsettle: 30s\n', 'gate: careful\n']],
    ['60: `gate` is said of a whole step, and this is a sub-step; write it below the `##` heading'],
  ],
  [
    'an option of a sub-step at the whole step',
    [['each: node of nodes', 'each: node of nodes\nsettle: 3s']],
    ['43: `settle` is said of each sub-step, and this step has them; write it below the `###` headings that it is meant for'],
  ],
  [
    'a block that acts beside sub-steps',
    [['### Remember', '```sql before on=node\nSELECT ok = 1;\n```\n\n### Remember']],
    ['45: this `before` block stands beside sub-steps, before which a step only reads; move it below one of the `###` headings'],
  ],
  [
    'a sub-step that is to be undone',
    [
      ['one-way: true\n', ''],
      ['### Ask\n', '```sql undo on=node\nEXEC dbo.unmend;\n```\n\n### Ask\n'],
    ],
    [
      '75: nothing undoes a sub-step, and people would approve this for nothing; make the way back a procedure of its own, or keep it as ```text',
    ],
  ],
  [
    'a sub-step without blocks',
    [['### Ask\n', '### Rest\n\nA while.\n\n### Ask\n']],
    ['76: this step does nothing; give it a block, or `confirm`'],
  ],
  [
    'a sub-step that nothing checks',
    [['```sql check on=node\nSELECT done = COUNT(*) FROM dbo.mended;\n```\n', '']],
    ['57: this step has a `run` block and nothing that tells whether it is done; add a `check` block, or `check: none` and `because: …`'],
  ],
  [
    'a capture of a sub-step in the step after it',
    [['Set-Thing -Identity $pool -Share $share', 'Set-Thing -Identity $pool -Share $place']],
    [
      '90: `place` is captured anew for each item, and known to the later sub-steps of the same item only; use it there, or capture it in a step of its own',
    ],
  ],
  [
    'a capture of a sub-step in what the step reads before them all',
    [['### Remember', '```sql read on=backup\nSELECT n = @place;\n```\n\n### Remember']],
    [
      '46: `place` is captured anew for each item, and known to the later sub-steps of the same item only; use it there, or capture it in a step of its own',
    ],
  ],
  [
    'an included document in the place of a sub-step, of which nothing else is said',
    [['### Ask\n', '### Rest\n\n```yaml\ninclude: other\n```\n\n```sql before on=node\nSELECT ok = 1;\n```\n\n### Ask\n']],
    ['79: `include` is said of a whole step, and this is a sub-step; write it below the `##` heading'],
  ],
  [
    'a capture of a later sub-step',
    [
      ['captures: { place: path }\n', 'captures: { other: path }\n'],
      ['SELECT place = p.place', 'SELECT other = @place'],
      ['timeout: 5m\nsettle: 30s\n', 'captures: { place: path }\n'],
      ['```sql before on=node\nSELECT ok = 1;', '```sql read on=node\nSELECT place = p.place FROM dbo.places p;'],
    ],
    ['54: `place` is captured by a later sub-step; capture it in an earlier one'],
  ],
  [
    'a capture that its own sub-step is to find',
    [['WHERE p.host = @node_host', 'WHERE p.host = @place']],
    ['54: `place` is captured by this very step; capture it in an earlier step'],
  ],
  [
    'a question that names something else',
    [['Is {node} well?', 'Is {nod} well?']],
    ['79: `{nod}` would stand as it is in the question of `confirm`; write the name of the item of `each` in braces, or no braces'],
  ],
  [
    'sub-steps that run before anybody approved',
    [['gate: careful\none-way: true\n', '']],
    ['66: this would run before anybody approved it; add `gate: ` and a policy to this step or an earlier one without `when`'],
  ],
  [
    'too many sub-steps',
    [['### Ask\n', '### Look\n\n```sql read on=node\nSELECT n = 1;\n```\n\n'.repeat(18) + '### Ask\n']],
    ['35: this step has 21 sub-steps, and 20 are possible; make two steps of it'],
  ],
]

test.each(BAD)('refuses %s', (_, changes, faults) => {
  expect(faultsOf(changed(...SPLIT, ...changes))).toEqual(faults)
})

test('takes as many sub-steps as are possible', () => {
  expect(
    faultsOf(changed(...SPLIT, ['### Ask\n', '### Look\n\n```sql read on=node\nSELECT n = 1;\n```\n\n'.repeat(17) + '### Ask\n'])),
  ).toEqual([])
})

test('the difference of two plans numbers sub-steps from 1', () => {
  const of = (...changes: Change[]) => {
    const procedure = procedureOf(changed(...SPLIT, ...changes))
    return planOf({ ...planSource(), procedure, values: { ...planSource().values, nodes: ['SEC'] } })
  }
  const { procedure, ...before } = of()
  const after = of(['timeout: 5m', 'timeout: 6m'])
  expect(differences(planDifference({ procedure, ...before }, { ...after, procedure }))).toEqual([
    '- step 2, substeps, 2, timeoutMs: 300000',
    '+ step 2, substeps, 2, timeoutMs: 360000',
  ])
})
