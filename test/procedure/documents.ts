/** A small good document, ways to spoil it, and its faults as people see them. */
import { formatFault } from '../../src/text/fault.ts'
import type { Procedure } from '../../src/procedure/procedure.ts'
import { judgeDocument } from '../../src/lint/judge-document.ts'

export const GOOD = `---
command: /mend widget
title: Mend the widget
policy: careful
lock: widget/{pool}
objective: { recovery-time: 30m }
parameters:
  pool: { type: fqdn, ask: "Which pool?", example: pool.contoso.com }
  database: { type: database, ask: "Which database?", default: mgc }
  backup: { type: sql-server, ask: "Which server?" }
  shell: { type: powershell, ask: "Which endpoint?" }
  servers: { type: list of fqdn, ask: "Which servers?", min: 1, max: 4 }
  size: { type: integer, ask: "How many?", min: 1, max: 9, default: 3 }
  mode: { type: choice, ask: "Which mode?", choices: [Normal, FailedOver] }
---

Why and when.

## Look around

What is kept.

\`\`\`yaml
captures: { share: path, logs: list of path }
\`\`\`

\`\`\`sql read on=backup
SELECT share = s.place FROM dbo.places s WHERE s.name = @database;
\`\`\`

\`\`\`sql read on=backup
SELECT logs = f.name FROM dbo.files f;
\`\`\`

## Mend it

What it means.

\`\`\`yaml
gate: careful
one-way: true
timeout: 5m
settle: 30s
each: log of logs
\`\`\`

\`\`\`sql before on=backup
SELECT ok = 1;
\`\`\`

\`\`\`sql run on=backup database=msdb
EXEC dbo.mend @log;
\`\`\`

\`\`\`sql check on=backup
SELECT done = COUNT(*) FROM dbo.mended WHERE log = @log;
\`\`\`

\`\`\`text
EXEC dbo.unmend @log;
\`\`\`

## Tell the servers

\`\`\`yaml
repeatable: true
when: { mode: FailedOver }
\`\`\`

\`\`\`powershell run on=shell
Set-Thing -Identity $pool -Share $share -Confirm:$false
\`\`\`

\`\`\`powershell check on=shell
@{ Done = (Get-CsPool -Identity $pool).Count -eq $size; Detail = 'things' }
\`\`\`

## Ring the hall

\`\`\`yaml
confirm: { ask: "Has the hall been rung?", choices: [yes, nobody there] }
\`\`\`
`

/** The good document with texts exchanged; every one of them must be there. */
export function changed(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the good document has no ${JSON.stringify(from)}`)
    return text.replace(from, () => to)
  }, GOOD)
}

/** The good document with the middle step done to each server of a list, which its blocks are sent to. */
export const ON_NODES: [from: string, to: string][] = [
  ['servers: { type: list of fqdn, ask: "Which servers?", min: 1, max: 4 }', 'nodes: { type: list of sql-server, ask: "Which servers?" }'],
  ['each: log of logs', 'each: node of nodes'],
  ['before on=backup\nSELECT ok = 1;', 'before on=node\nSELECT ok = 1;'],
  ['run on=backup database=msdb\nEXEC dbo.mend @log;', 'run on=node database=msdb\nEXEC dbo.mend @node_host;'],
  ['check on=backup\nSELECT done = COUNT(*) FROM dbo.mended WHERE log = @log;', 'check on=node\nSELECT done = COUNT(*) FROM dbo.mended;'],
]

/** `line: what; next` of every fault; none for a good document. */
export function faultsOf(text: string): string[] {
  const read = judgeDocument('commands/mend.md', text)
  return 'faults' in read ? read.faults.map((fault) => formatFault(fault).replace('commands/mend.md:', '')) : []
}

export function procedureOf(text: string): Procedure {
  const read = judgeDocument('commands/mend.md', text)
  if ('faults' in read) throw new Error(read.faults.map(formatFault).join('\n'))
  return read.procedure
}
