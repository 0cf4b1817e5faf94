import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A document of one gate and one quick step, which fails for as long as the file it copies is not there. */
const KEEP_COPY = `---
command: /keep copy
title: Keep a copy of a file
policy: disaster-recovery
lock: copy/{to}
parameters:
  from: { type: path, ask: "Which file is copied?", example: D:\\letters\\a.txt }
  to: { type: path, ask: "What is the copy called?" }
  files: { type: powershell, ask: "Which endpoint copies it?", example: sec-host }
  note: { type: text, ask: "What is it for?", default: practice }
---

Use this to try a conversation: it copies one file and changes nothing else.

## Copy the file

The copy is made on the server's own disk. A copy that is there already stays as it is.

What it is for is said in \`note\`.

\`\`\`yaml
gate: disaster-recovery
one-way: true
timeout: 1m
settle: 2s
\`\`\`

\`\`\`powershell run on=files
Copy-Item -LiteralPath $from -Destination $to
\`\`\`

\`\`\`powershell check on=files
@{ Done = (Test-Path -LiteralPath $to); Detail = ('copy ' + $to) }
\`\`\`
`

/** One that only duty managers may start. */
const KEEP_WATCH = KEEP_COPY.replace('/keep copy', '/keep watch')
  .replace('Keep a copy of a file', 'Keep a copy for the watch')
  .replaceAll('disaster-recovery', 'watch')

/** Two questions, one about each server, a wait for the letter, a copy that can be undone, and a step that always fails. */
const KEEP_ROUND = `---
command: /keep round
title: Keep a copy and send it round
policy: disaster-recovery
lock: round/{to}
parameters:
  from: { type: path, ask: "Which file is copied?" }
  to: { type: path, ask: "What is the copy called?" }
  files: { type: powershell, ask: "Which endpoint copies it?" }
  nodes: { type: list of powershell, ask: "Whose people are told?" }
---

Use this to try a longer conversation.

## Ask first

\`\`\`yaml
notify: { to: duty-managers, say: "{to} is about to be sent round." }
confirm:
  - { ask: "Is the letter signed?", choices: [Signed] }
  - { name: day, ask: "When is it sent?", choices: [Today, Tomorrow] }
\`\`\`

## Tell the people of each server

\`\`\`yaml
each: node of nodes
confirm: { ask: "Do the people of {node} know?", choices: [They know] }
\`\`\`

## Copy the letter

\`\`\`yaml
gate: disaster-recovery
timeout: 1m
settle: 2s
wait: 10m
notify: { to: conversation, say: "{from} is sent round: {day}." }
\`\`\`

\`\`\`powershell wait-until on=files
@{ Ok = (Test-Path -LiteralPath $from); Detail = 'the letter' }
\`\`\`

\`\`\`powershell run on=files
Copy-Item -LiteralPath $from -Destination $to
\`\`\`

\`\`\`powershell check on=files
@{ Done = (Test-Path -LiteralPath $to); Detail = ('copy ' + $to) }
\`\`\`

\`\`\`powershell undo on=files
Remove-Item -LiteralPath $to
\`\`\`

## Copy what is not there

\`\`\`yaml
timeout: 1m
\`\`\`

\`\`\`powershell run on=files
Copy-Item -LiteralPath ($from + '.old') -Destination ($to + '.old')
\`\`\`

\`\`\`powershell check on=files
@{ Done = (Test-Path -LiteralPath ($to + '.old')); Detail = 'the older copy' }
\`\`\`
`

const WATCH_POLICY = `start: [duty-managers]
approve:
  - { from: dba, count: 2 }
expires: 30m
deviate: { from: [dba], count: 1 }
`

export const LETTERS = 'D:\\letters'

/** Lays the documents beside the copied ones, and a folder of letters on the server's disk. */
export function addDocuments(installation: string, estate: string): void {
  writeFileSync(join(installation, 'commands', 'keep-copy.md'), KEEP_COPY)
  writeFileSync(join(installation, 'commands', 'keep-watch.md'), KEEP_WATCH)
  writeFileSync(join(installation, 'commands', 'keep-round.md'), KEEP_ROUND)
  writeFileSync(join(installation, 'approvals', 'watch.yaml'), WATCH_POLICY)
  mkdirSync(lettersOf(estate), { recursive: true })
}

export function writeLetter(estate: string, name: string): void {
  writeFileSync(join(lettersOf(estate), name), 'Dear reader,\n')
}

function lettersOf(estate: string): string {
  return join(estate, 'hosts', 'sqlb1.contoso.com', 'D', 'letters')
}
