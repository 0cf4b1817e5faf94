/** A document that includes another one, and ways to spoil it. */
import { judgeDocument, type JudgedDocument } from '../../src/lint/judge-document.ts'
import type { Procedure } from '../../src/procedure/procedure.ts'
import { formatFault } from '../../src/text/fault.ts'
import { GOOD } from './documents.ts'

export const WITH = '{ pool: site, database: base, backup: sql, shell: console, servers: hosts, size: count, mode: way }'

export const OUTER = `---
command: /mend all
title: Mend everything
policy: careful
lock: widget/{site}
parameters:
  site: { type: fqdn, ask: "Which site?" }
  base: { type: database, ask: "Which database?" }
  sql: { type: sql-server, ask: "Which server?" }
  console: { type: powershell, ask: "Which endpoint?" }
  hosts: { type: list of fqdn, ask: "Which servers?", min: 1, max: 4 }
  count: { type: integer, ask: "How many?", min: 1, max: 9 }
  way: { type: choice, ask: "Which way?", choices: [Normal, FailedOver] }
---

Why.

## Look first

\`\`\`sql read on=sql
SELECT n = 1;
\`\`\`

## Mend

Nobody can work meanwhile.

\`\`\`yaml
include: mend
with: ${WITH}
\`\`\`

## Tell them where it lies

\`\`\`powershell run on=console
Set-Thing -Identity $site -Share $mendShare -Confirm:$false
\`\`\`

\`\`\`powershell check on=console
@{ Done = (Get-CsPool -Identity $site).Count -eq $count; Detail = 'things' }
\`\`\`
`

export function besideOf(documents: Record<string, string>) {
  return new Map(Object.entries(documents).map(([name, text]) => [name, { file: `commands/${name}`, text }]))
}

export function judge(outer: string, documents: Record<string, string> = { 'mend.md': GOOD }): JudgedDocument {
  return judgeDocument('commands/all.md', outer, undefined, besideOf({ 'all.md': outer, ...documents }))
}

export function faults(outer: string, documents?: Record<string, string>): string[] {
  const judged = judge(outer, documents)
  return 'faults' in judged ? judged.faults.map(formatFault) : []
}

export function procedure(outer: string, documents?: Record<string, string>): Procedure {
  const judged = judge(outer, documents)
  if ('faults' in judged) throw new Error(judged.faults.map(formatFault).join('\n'))
  return judged.procedure
}

export const spoilt = (from: string, to: string): string => {
  if (!OUTER.includes(from)) throw new Error(`the document has no ${from}`)
  return OUTER.replace(from, () => to)
}
