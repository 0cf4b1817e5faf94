/** Many runs that wait at a gate, for what a start must cope with. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LogLine } from '../../src/audit/entry.ts'
import { fewAtATime } from '../../src/engine/server/few-at-a-time.ts'
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

export function writeWaitingDocument(practice: PracticeConfiguration): void {
  writeFileSync(join(practice.file, '../commands/wait.md'), WAITS)
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
    const lines = readFileSync(join(practice.state, 'audit', `${run}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as LogLine)
    const commands = lines.flatMap((line) => ('entry' in line ? [line.entry.command.command] : []))
    const last = commands.findLast((command) => command.type === 'configuration-changed')
    return last?.people.find(({ id }) => id === 'carol')?.groups.join() === groups.join()
  }).length
}
