import type { Target } from '../../src/procedure/plan-types.ts'
import type { Person, Policy } from '../../src/policy/policy.ts'
import type { Actor, PersonCommand, WorkerCommand } from '../../src/run/command.ts'
import type { BlockResult } from '../../src/run/order.ts'

/** A procedure of one gated step, for tests of what makes runs durable. */
export const drillText = `---
command: /drill
title: Bring a database online
policy: pair
lock: drill/{database}
parameters:
  database: { type: database, ask: "Which database?" }
  backup: { type: sql-server, ask: "Which server?" }
---

Nothing but an exercise.

## Bring it online

It is recovered; nothing can be restored onto it any more.

\`\`\`yaml
gate: pair
one-way: true
\`\`\`

\`\`\`sql run on=backup
RESTORE DATABASE @database WITH RECOVERY;
\`\`\`

\`\`\`sql check on=backup
SELECT done = CASE WHEN DATABASEPROPERTYEX(@database, 'Status') = N'ONLINE' THEN 1 WHEN DB_ID(@database) IS NOT NULL THEN 0 END,
       detail = CAST(DATABASEPROPERTYEX(@database, 'Status') AS nvarchar(60));
\`\`\`
`

export const people: Person[] = [
  { id: 'dana', name: 'Dana', groups: ['operators'] },
  { id: 'amir', name: 'Amir', groups: ['dba'] },
  { id: 'carol', name: 'Carol', groups: ['uc-leads'] },
]

const pair: Policy = {
  id: 'pair',
  start: ['operators'],
  approve: [
    { from: ['dba'], count: 1 },
    { from: ['uc-leads'], count: 1 },
  ],
  expiresMs: 30 * 60_000,
  deviate: { from: ['dba', 'uc-leads'], count: 2 },
}
/** `expiresMs`: how long a gate stays open. */
export const policies = (expiresMs = pair.expiresMs): Record<string, Policy> => ({ pair: { ...pair, expiresMs } })

export const targets: Record<string, Target> = {
  SEC: { kind: 'sql-server', name: 'SEC', host: 'sec.contoso.com', instance: '', port: 1433, site: 'east', practice: true },
}

let events = 0
function said(run: string, id: string) {
  const person = people.find((each) => each.id === id)
  if (person === undefined) throw new Error(`nobody is called ${id}`)
  const by: Actor = { ...person, via: 'practice', account: id }
  return { run, by, eventId: `event ${++events}`, at: new Date().toISOString() }
}

/** Dana asks for it, with all answers. */
export function start(run: string, more: { database?: string; expiresMs?: number } = {}): PersonCommand {
  return {
    ...said(run, 'dana'),
    type: 'start',
    installation: 'test',
    document: { id: 'drill', text: drillText },
    targets,
    policies: policies(more.expiresMs),
    people,
    conversation: { platform: 'console', channel: 'ops' },
    rehearsal: false,
    answers: { database: more.database ?? 'mgc', backup: 'SEC' },
  }
}

export function approve(run: string, id: string, gate: { number: number; fingerprint: string }): PersonCommand {
  return { ...said(run, id), type: 'approve', gate: gate.number, fingerprint: gate.fingerprint }
}

export function withdraw(run: string, id = 'dana'): PersonCommand {
  return { ...said(run, id), type: 'withdraw', reason: 'no longer needed' }
}

/** What the check found, in a worker's words. */
export function observed(run: string, order: string, done: 0 | 1 | null): WorkerCommand {
  return { run, worker: 'w1', site: 'east', boot: 'boot 1', type: 'observed', order, results: [checked(done)] }
}

function checked(done: 0 | 1 | null): BlockResult {
  const rows = [{ done, detail: done === 1 ? 'ONLINE' : 'RESTORING' }]
  return { block: 1, target: 'SEC', ok: true, rows, rowCount: 1, messages: [], errors: [], tookMs: 1 }
}

export function claim(run: string, order: string, nonce: string, head: string, step = 1): WorkerCommand {
  const attempt = { step, item: 0, number: 1 }
  return { run, worker: 'w1', site: 'east', boot: 'boot 1', type: 'claim', order, attempt, nonce, head, looked: [checked(0)] }
}
