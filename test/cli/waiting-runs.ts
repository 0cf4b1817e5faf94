/** Many runs that wait at a gate, for what a start must cope with. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fewAtATime } from '../../src/engine/server/few-at-a-time.ts'
import { auditEntries } from '../practice/audit-entries.ts'
import type { ConsoleClient } from '../practice/console-client.ts'
import type { PracticeConfiguration } from '../practice/write-configuration.ts'

/** Its gate opens without a worker: there is nothing to be looked at first. */
const WAITS = `---
command: /wait
title: Wait for two people
policy: disaster-recovery
lock: wait/{database}
parameters:
  database: { type: database, ask: "Which database?" }
  server: { type: sql-server, ask: "Where?" }
---

Nothing but an exercise.

## Say so

Nothing comes of it.

\`\`\`yaml
gate: disaster-recovery
check: none
because: It leaves nothing behind.
\`\`\`

\`\`\`sql run on=server
SELECT @database;
\`\`\`
`

export function writeWaitingDocument(practice: PracticeConfiguration, policy = 'disaster-recovery'): void {
  writeFileSync(join(practice.file, '../commands/wait.md'), WAITS.replaceAll('disaster-recovery', policy))
}

/** A policy of its own for them. `escalateS`, `expiresS`: after so many seconds. */
export function writeWaitingPolicy(
  practice: PracticeConfiguration,
  { escalateS, expiresS }: { escalateS: number; expiresS: number },
): string {
  const lines = ['start: [operators]', 'approve: [{ from: dba, count: 1 }, { from: uc-leads, count: 1 }]']
  lines.push(
    `expires: ${expiresS}s`,
    `escalate: { after: ${escalateS}s, to: duty-managers }`,
    'deviate: { from: [dba, uc-leads], count: 1 }',
  )
  writeFileSync(join(practice.file, '../approvals/waiting.yaml'), `${lines.join('\n')}\n`)
  return 'waiting'
}

/** Every escalation and expiry that a run's log holds, with how long after its time, in ms. */
export function timersOf(practice: PracticeConfiguration, run: string): { type: string; gate: number; lateMs: number }[] {
  const opened = new Map<number, { expiresMs: number; escalatesMs: number }>()
  return auditEntries(practice, run).flatMap(({ at, events }) =>
    events.flatMap((event) => {
      const atMs = Date.parse(at)
      if (event.type === 'gate-opened')
        opened.set(event.gate, { expiresMs: Date.parse(event.expiresAt), escalatesMs: Date.parse(event.escalateAt ?? event.expiresAt) })
      if (event.type === 'escalated')
        return [{ type: event.type, gate: event.gate, lateMs: atMs - (opened.get(event.gate)?.escalatesMs ?? 0) }]
      if (event.type === 'ended' && event.end === 'expired')
        return [
          {
            type: 'expired',
            gate: Math.max(...opened.keys()),
            lateMs: atMs - Math.max(...[...opened.values()].map(({ expiresMs }) => expiresMs)),
          },
        ]
      return []
    }),
  )
}

/** Starts so many. Answers their ids. */
export async function startWaitingRuns(client: ConsoleClient, count: number): Promise<string[]> {
  const runs: string[] = []
  const failed = await fewAtATime([...Array(count).keys()], 4, async (number) => {
    const { run, note } = await client.type('dana', `/wait server=SEC database=db${number}`)
    if (run === undefined || note.tone === 'refused') throw new Error(note.title)
    runs.push(run)
  })
  if (failed[0]) throw failed[0].error
  return runs
}

/** How many of the runs heard of Carol in these groups, in the last place. */
export function tellings(practice: PracticeConfiguration, runs: string[], groups: string[]): number {
  return runs.filter((run) => {
    const last = auditEntries(practice, run)
      .map(({ command }) => command.command)
      .findLast((command) => command.type === 'configuration-changed')
    return last?.people.find(({ id }) => id === 'carol')?.groups.join() === groups.join()
  }).length
}
