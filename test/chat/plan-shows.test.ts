/** Whoever approves a plan sees all that a step of it may do: each key of a document has its line here, and a new one fails until it has. */
import { expect, test } from 'vitest'
import { planPieces } from '../../src/chat/ask/plan.ts'
import { FRONT_MATTER_KEYS } from '../../src/procedure/document/read-front-matter.ts'
import { STEP_KEYS } from '../../src/procedure/document/step-options.ts'
import { fingerprintPlan } from '../../src/procedure/fingerprint.ts'
import { en } from '../../src/words/en.ts'
import { procedureOf } from '../procedure/documents.ts'
import { planOf, planSource } from '../procedure/plans.ts'

/** `yaml`: of a step that acts, unless `blocks` says otherwise. `shows`: what the plan says of it. */
interface Shown {
  yaml: string
  blocks?: string
  shows: string
}
/** Why the plan says nothing of it. */
type Elsewhere = string

const RUN = '```powershell run on=shell\nStart-Service x\n```\n'
const CHECK = "```powershell check on=shell\n@{ Done = $true; Detail = 'x' }\n```\n"
const UNTIL = "```powershell wait-until on=shell\n@{ Ok = $true; Detail = 'x' }\n```\n"
const READ = "```powershell read on=shell\n@{ shelf = 'x' }\n```\n"
const WRITTEN_OUT = 'it is written out when the document is loaded, and the plan shows the blocks that it becomes'

const ASKED = 'confirm: { name: lamp, ask: "Is the lamp on?", choices: [It is, It is not] }'
const TOLD = 'notify: { to: duty-managers, say: "{pool} goes down" }'
const STEP: Record<string, Shown | Elsewhere> = {
  gate: { yaml: '', shows: '1. Do it — gate: careful' },
  'one-way': { yaml: 'one-way: true', shows: '1. Do it — gate: careful — no way back' },
  timeout: { yaml: 'timeout: 7m', shows: 'May take 7m.' },
  settle: { yaml: 'settle: 42s', shows: 'May take 10m, and its effect 42s more to show.' },
  repeatable: { yaml: 'repeatable: true', shows: 'May be tried again by itself.' },
  wait: { yaml: 'wait: 17m', blocks: UNTIL + RUN + CHECK, shows: 'Waits up to 17m until it may begin.' },
  when: { yaml: 'when: { mode: FailedOver }', shows: 'Only when mode is FailedOver; otherwise passed over.' },
  'when.not': { yaml: 'when: { mode: { not: Normal } }', shows: 'Only when mode is not Normal; otherwise passed over.' },
  'when.in': { yaml: 'when: { mode: { in: [Normal, FailedOver] } }', shows: 'Only when mode is one of Normal, FailedOver; otherwise' },
  'when.at-least': { yaml: 'when: { size: { at-least: 2 } }', shows: 'Only when size is at least 2; otherwise passed over.' },
  'when.at-most': { yaml: 'when: { size: { at-most: 4 } }', shows: 'Only when size is at most 4; otherwise passed over.' },
  each: { yaml: 'each: server of servers', shows: '1. Do it — gate: careful — for each server of servers' },
  confirm: { yaml: ASKED, blocks: '', shows: '1. Do it — gate: careful — by hand' },
  'confirm.name': { yaml: ASKED, blocks: '', shows: 'The answer is called lamp.' },
  'confirm.ask': { yaml: ASKED, blocks: '', shows: 'A person does this by hand and says so: Is the lamp on?' },
  'confirm.choices': { yaml: ASKED, blocks: '', shows: 'Buttons: It is, It is not.' },
  notify: { yaml: TOLD, shows: 'Once, it tells duty-managers: {pool} goes down' },
  'notify.to': { yaml: 'notify: { to: conversation, say: "x" }', shows: 'Once, it says here: x' },
  'notify.say': { yaml: TOLD, shows: '{pool} goes down' },
  captures: { yaml: 'captures: { shelf: path }', blocks: READ + RUN + CHECK, shows: 'Finds shelf (path).' },
  check: { yaml: 'check: none\nbecause: nothing shows it', blocks: RUN, shows: 'Nothing tells whether it is done: nothing shows it.' },
  because: { yaml: 'check: none\nbecause: nothing shows it', blocks: RUN, shows: 'nothing shows it' },
  include: WRITTEN_OUT,
  with: WRITTEN_OUT,
  rules: WRITTEN_OUT,
  report: WRITTEN_OUT,
}

const HEAD: Record<string, Shown | Elsewhere> = {
  command: { yaml: '', shows: 'Command: /do it' },
  title: 'it is the title of the answer',
  source: 'it is prose: countersign show',
  policy: 'it says who may start, and the run was started; who must agree is said of each gate',
  lock: { yaml: '', shows: 'Lock: widget/pool.contoso.com' },
  objective: { yaml: '', shows: 'Objective: 30 min' },
  'objective.recovery-time': { yaml: '', shows: 'Objective: 30 min' },
  parameters: { yaml: '', shows: 'servers: a.b, c.d' },
}

function documentOf({ yaml, blocks = RUN + CHECK }: Pick<Shown, 'yaml' | 'blocks'>): string {
  return `---
command: /do it
title: Do it
policy: careful
lock: widget/{pool}
objective: { recovery-time: 30m }
parameters:
  pool: { type: fqdn, ask: "Which pool?" }
  shell: { type: powershell, ask: "Which endpoint?" }
  servers: { type: list of fqdn, ask: "Which servers?" }
  size: { type: integer, ask: "How many?" }
  mode: { type: choice, ask: "Which mode?", choices: [Normal, FailedOver] }
---

## Do it

\`\`\`yaml
gate: careful
${yaml}
\`\`\`

${blocks}`
}

/** Every line of the answer. */
function planShown(document: Pick<Shown, 'yaml' | 'blocks'>): string {
  const { values } = planSource()
  const { pool, shell, servers, size, mode } = values
  const procedure = procedureOf(documentOf(document))
  const plan = planOf({ ...planSource(), procedure, values: { pool, shell, servers, size, mode } as typeof values })
  return planPieces(en, { plan, fingerprint: fingerprintPlan(plan) })
    .flatMap((piece) => {
      if (piece.type === 'rows') return piece.rows.map(({ name, value }) => `${name}: ${value}`)
      return 'text' in piece ? [piece.text] : []
    })
    .join('\n')
}

const keysOf = (tables: Record<string, Record<string, unknown>>) =>
  Object.entries(tables).flatMap(([above, shape]) => Object.keys(shape).map((key) => (above === '' ? key : `${above}.${key}`)))
const inPlan = (table: Record<string, Shown | Elsewhere>) =>
  Object.entries(table).flatMap(([key, shown]): [string, Shown][] => (typeof shown === 'string' ? [] : [[key, shown]]))

test('every key of a document is shown in the plan, or says why it is not', () => {
  expect(Object.keys(STEP).toSorted()).toEqual(keysOf(STEP_KEYS).toSorted())
  expect(Object.keys(HEAD).toSorted()).toEqual(keysOf(FRONT_MATTER_KEYS).toSorted())
})

test.each([...inPlan(HEAD), ...inPlan(STEP)])('%s', (_, { shows, ...document }) => {
  expect(planShown(document)).toContain(shows)
})

test('what an approval at its gates needs, and where each target leads', () => {
  const shown = planShown({ yaml: '' })
  expect(shown).toContain('Each gate needs: 1 of dba and 1 of uc-leads')
  expect(shown).toContain('sh: PowerShell, mgmt.contoso.com')
})
