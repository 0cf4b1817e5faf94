/** Small documents that between them use every option a step can have. */
import type { Target } from '../../src/procedure/plan-types.ts'
import { TARGETS } from './practice.ts'

const HEAD = `command: /practise small
title: A small procedure
policy: disaster-recovery
lock: small/{database}
parameters:
  database: { type: database, ask: "Which database?" }
  backup: { type: sql-server, ask: "Which server?", default: SEC }
  shell: { type: powershell, ask: "Which shell?", default: management }`

export const CHECK = "```sql check on=backup\nSELECT done = CASE WHEN DB_ID(@database) IS NULL THEN 0 ELSE 1 END, detail = N'x';\n```\n"
export const BEFORE = "```sql before on=backup\nSELECT ok = CASE WHEN DB_ID(@database) IS NULL THEN 0 ELSE 1 END, detail = N'x';\n```\n"
export const RUN = '```sql run on=backup\nRESTORE DATABASE @database WITH RECOVERY;\n```\n'
export const SHELL_RUN = '```powershell run on=shell\nSet-CsPool -Identity $database\n```\n'
export const SHELL_CHECK = "```powershell check on=shell\n@{ Done = ($database -eq 'x'); Detail = 'x' }\n```\n"

function yaml(...lines: string[]): string {
  return lines.length === 0 ? '' : '```yaml\n' + lines.join('\n') + '\n```\n'
}

export function step(title: string, options: string[], ...blocks: string[]): string {
  return `## ${title}\n\nWhat it means.\n\n${yaml(...options)}\n${blocks.join('\n')}`
}

export function document(id: string, ...steps: string[]): { id: string; text: string } {
  return { id, text: `---\n${HEAD}\n---\n\nWhen to use it.\n\n${steps.join('\n')}` }
}

/** One that asks for `nodes`, too. */
export function documentOfNodes(id: string, ...steps: string[]): { id: string; text: string } {
  const { text } = document(id, ...steps)
  return { id, text: text.replace('\n---\n', '\n  nodes: { type: list of sql-server, ask: "Which nodes?", default: "SEC, FAR" }\n---\n') }
}

/** Those of the practice, and one more server at another site. */
export const NODE_TARGETS: Record<string, Target> = {
  ...TARGETS,
  FAR: { kind: 'sql-server', name: 'FAR', host: 'sqla1.contoso.com', instance: 'RTC', site: 'a', practice: true },
}

const ON_NODE = (block: string) => block.replace('on=backup', 'on=node')

/** A block to each of two servers, which lie at two sites; and a person's word for each of them. */
export const NODES = documentOfNodes(
  'nodes',
  step('Stop', ['gate: disaster-recovery', 'each: node of nodes', 'settle: 2s'], ...[BEFORE, RUN, CHECK].map(ON_NODE)),
  step('Unplug', ['each: node of nodes', 'confirm:', '  ask: "Is {node} unplugged?"', '  choices: [done, unplugged]']),
)

export const LOOK = step(
  'Look',
  ['captures:', '  share: path'],
  '```sql read on=backup\nSELECT share = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s WHERE s.primary_database = @database;\n```\n',
)
const STOP = step('Stop', ['gate: disaster-recovery', 'settle: 30s', 'repeatable: true'], BEFORE, RUN, CHECK)
const COPY = step('Copy', ['settle: 2s'], SHELL_RUN, SHELL_CHECK)
const LIST = step(
  'Apply',
  ['each: file of files', 'captures:', '  files: list of path', 'settle: 5s', 'repeatable: true'],
  '```sql read on=backup\nSELECT files = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s WHERE s.primary_database = @database;\n```\n',
  '```sql run on=backup\nRESTORE LOG @database FROM DISK = @file WITH NORECOVERY;\n```\n',
  '```sql check on=backup\nSELECT done = CASE WHEN DB_ID(@database) IS NULL THEN 0 ELSE 1 END, detail = @file;\n```\n',
)
const RECOVER = step('Recover', ['gate: disaster-recovery', 'one-way: true', 'settle: 1m'], BEFORE, RUN, CHECK)
export const SWITCH = step('Switch', ['settle: 10s'], SHELL_RUN, SHELL_CHECK)

/** Of each of two servers: blocks for the backup server go to it. */
export function subStep(title: string, options: string[], ...blocks: string[]): string {
  return step(title, options, ...blocks.map(ON_NODE)).replace('## ', '### ')
}

const READ_SHARE =
  '```sql read on=node\nSELECT share = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s WHERE s.primary_database = @database;\n```\n'
const CHECK_SHARE = '```sql check on=node\nSELECT done = CASE WHEN DB_ID(@database) IS NULL THEN 0 ELSE 1 END, detail = @share;\n```\n'

/** Of each of two servers: what is there is read, it is drained, a person is asked, and the shell at the other site is told. */
export const TURNS = documentOfNodes(
  'turns',
  step(
    'Drain',
    ['gate: disaster-recovery', 'each: node of nodes'],
    subStep('Remember', ['captures: { share: path }'], READ_SHARE),
    subStep('Empty', ['settle: 2s', 'repeatable: true'], BEFORE, RUN, CHECK_SHARE),
    subStep('Ask', ['confirm:', '  ask: "Is {node} empty?"', '  choices: [done, unplugged]']),
    subStep('Tell', ['timeout: 2m'], SHELL_RUN, SHELL_CHECK),
  ),
  SWITCH,
)

/** look · gate, stop (repeatable) · copy (PowerShell) · apply each file · gate, recover (one-way) · switch (PowerShell) */
export const SMALL = document('small', LOOK, STOP, COPY, LIST, RECOVER, SWITCH)

export const UNDO = '```sql undo on=backup\nALTER DATABASE mgc SET OFFLINE;\n```\n'
const SHELL_UNDO = '```powershell undo on=shell\nRemove-CsPool -Identity $database\n```\n'
const FILES =
  '```sql read on=backup\nSELECT files = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s WHERE s.primary_database = @database;\n```\n'

/** look · gate, stop (undo) · copy (PowerShell, undo) · gate, apply each file (undo) · switch (no undo) · gate, recover (one-way) */
export const REVERSIBLE = document(
  'reversible',
  LOOK,
  step('Stop', ['gate: disaster-recovery', 'settle: 30s'], BEFORE, RUN, CHECK, UNDO),
  step('Copy', ['settle: 2s'], SHELL_RUN, SHELL_CHECK, SHELL_UNDO),
  step(
    'Apply',
    ['gate: disaster-recovery', 'each: file of files', 'captures:', '  files: list of path', 'settle: 5s', 'repeatable: true'],
    FILES,
    '```sql run on=backup\nRESTORE LOG @database FROM DISK = @file WITH NORECOVERY;\n```\n',
    '```sql check on=backup\nSELECT done = CASE WHEN DB_ID(@database) IS NULL THEN 0 ELSE 1 END, detail = @file;\n```\n',
    '```sql undo on=backup\nRESTORE LOG @database FROM DISK = @file WITH STANDBY = @file;\n```\n',
  ),
  SWITCH,
  RECOVER,
)

/** One step that cannot be checked, behind a gate, and one more. */
export const UNCHECKED = document(
  'unchecked',
  step('Tell', ['gate: disaster-recovery', 'check: none', 'because: nothing can be asked'], RUN),
  SWITCH,
)

/** A person does the first step by hand; the third is by hand too, behind a gate, and has a check. */
export const BY_HAND = document(
  'by-hand',
  step('Ring', ['confirm:', '  ask: "Ring the carrier."', '  choices: [done, not needed]']),
  step('Stop', ['gate: disaster-recovery', 'settle: 30s'], RUN, CHECK),
  step('Unplug', ['gate: disaster-recovery', 'settle: 2s', 'confirm:', '  ask: "Unplug it."', '  choices: [unplugged]'], CHECK),
)

/** A person answers two questions; whether the step behind it is gone through hangs on the second answer, and it is told the first one. */
export const TWO_QUESTIONS = document(
  'two-questions',
  step('Ask', [
    'gate: disaster-recovery',
    'confirm:',
    '  - { ask: "Is the carrier told?", choices: [yes, no] }',
    '  - { name: reachable, ask: "Is the site reachable?", choices: [reachable, dark] }',
  ]),
  step('Shut', ['settle: 10s', 'when: { reachable: reachable }'], SHELL_RUN.replace('$database', '$reachable'), SHELL_CHECK),
)

/** One step, done by hand. */
export const ALONE = document('alone', step('Ring', ['confirm:', '  ask: "Ring the carrier."', '  choices: [done]']))

/** The second gate's step depends on the answer; the step after it does not. */
export const CONDITIONAL = document(
  'conditional',
  step('Prepare', ['gate: disaster-recovery', 'settle: 30s'], RUN, CHECK),
  step('Stop', ['gate: disaster-recovery', 'settle: 30s', 'when: { database: other }'], RUN, CHECK),
  step('Go', ['settle: 30s'], RUN, CHECK),
)

/** The first step's effect is seen only after it ran; the second compares with what was there before, and records it first. */
export const AFTERWARDS = document(
  'afterwards',
  step('Send', ['gate: disaster-recovery', 'settle: 30s'], BEFORE, RUN, CHECK.replace('check', 'check after')),
  step(
    'Move',
    ['settle: 30s', 'captures:', '  share: path'],
    '```sql read on=backup\nSELECT share = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s WHERE s.primary_database = @database;\n```\n',
    RUN,
    '```sql check on=backup\nSELECT done = CASE WHEN DB_ID(@database) IS NULL THEN 0 ELSE 1 END, detail = @share;\n```\n',
  ),
)

const WAIT = BEFORE.replace('before', 'wait-until')

/** Before its gate the first step waits; the second waits behind a gate that is passed. */
export const WAITING = document(
  'waiting',
  step('Stop', ['gate: disaster-recovery', 'wait: 30m', 'settle: 1s'], WAIT, BEFORE, RUN, CHECK),
  step('Go', ['wait: 10m', 'settle: 1s'], WAIT, SHELL_RUN, SHELL_CHECK),
)

/** Max is told before the first step acts, the channel when it is done, and the operators what came of it beside a question. */
export const TELLING = document(
  'telling',
  step(
    'Stop',
    ['gate: disaster-recovery', 'settle: 2s', 'notify: { to: duty-managers, say: "{database} on {backup} stops now." }'],
    BEFORE,
    RUN,
    CHECK,
  ),
  step('Say so', ['notify: { to: conversation, say: "{database} is stopped." }']),
  step('Ring', [
    'notify: { to: operators, say: "Ring whoever uses {database}." }',
    'confirm:',
    '  ask: "Are they told?"',
    '  choices: [done]',
  ]),
)

/** One step by hand behind a gate: nothing that a log records as work stands before it. */
export const BY_HAND_ALONE = document(
  'by-hand-alone',
  step('Unplug', ['gate: disaster-recovery', 'confirm:', '  ask: "Unplug it."', '  choices: [unplugged]']),
)
