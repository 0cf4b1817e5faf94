/** The files of a good installation, and what is read of them once they are changed. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { whyLeftOut } from '../../src/cli/installation/left-out.ts'
import { readInstallation, type Installation } from '../../src/cli/installation/load-installation.ts'
import { formatFault } from '../../src/text/fault.ts'
import { en } from '../../src/words/en.ts'

const TARGET = '  SEC: { kind: sql-server, site: dc2, host: sqlb1.contoso.com, user: sa, password: { env: SEC_PASSWORD } }\n'
const CONFIGURATION = `installation: contoso\nsites:\n  dc2: { workers: {} }\ntargets:\n${TARGET}`
export const POLICY = `start: [operators]
approve:
  - { from: dba, count: 1 }
  - { from: uc-leads, count: 1 }
expires: 30m
escalate: { after: 10m, to: duty-managers }
deviate: { from: [dba, uc-leads], count: 1 }
`
export const person = (id: string, groups: string): string =>
  `  ${id}: { name: ${id}, email: ${id}@contoso.com, practice: ${id}, language: en, groups: [${groups}] }\n`
export const PEOPLE = `people:\n${person('dana', 'operators')}${person('amir', 'dba')}${person('bob', 'uc-leads')}${person('erin', 'duty-managers')}`
export const document = (command: string, policy = 'careful'): string => `---
command: ${command}
title: Mend
policy: ${policy}
lock: mend
parameters:
  server: { type: sql-server, ask: "Where?" }
---

## Mend it

\`\`\`yaml
gate: ${policy}
check: none
because: it is a test
\`\`\`

\`\`\`sql run on=server
CHECKPOINT;
\`\`\`
`

/** Makes the folder with its files. */
export function writeGoodInstallation(): string {
  const dir = mkdtempSync(join(tmpdir(), 'one-house-'))
  for (const folder of ['commands', 'approvals']) mkdirSync(join(dir, folder))
  const { write } = installationIn(() => dir)
  write('countersign.yaml', CONFIGURATION)
  write('approvals/people.yaml', PEOPLE)
  write('approvals/careful.yaml', POLICY)
  write('approvals/nightly.yaml', POLICY)
  write('commands/mend-one.md', document('/mend one'))
  write('commands/mend-two.md', document('/mend two', 'nightly'))
  return dir
}

/** `dir`: the folder of the test that runs. */
export function installationIn(dir: () => string) {
  const write = (name: string, text: string): void => writeFileSync(join(dir(), name), text)
  const change = (name: string, from: string | RegExp, to: string): void => {
    const text = readFileSync(join(dir(), name), 'utf8')
    const changed = text.replace(from, to)
    if (changed === text) throw new Error(`${name} has no ${String(from)}`)
    write(name, changed)
  }
  const read = (before?: Installation) => readInstallation(join(dir(), 'countersign.yaml'), before)
  function installation(before?: Installation): Installation {
    const found = read(before)
    if ('faults' in found) throw new Error(found.faults.map(formatFault).join('\n'))
    return found.installation
  }
  const faultsOf = (found: ReturnType<typeof read>): string[] =>
    ('faults' in found ? found.faults : found.installation.faults).map((fault) => shown(formatFault(fault)))
  return { write, change, read, installation, faultsOf }
}

export const shown = (sentence: string): string => sentence.replaceAll(/[\w./\\:]*one-house-\w+\//g, '')
export const served = (found: Installation): string[] => found.procedures.map(({ command }) => command)
export const saidOut = (out: Parameters<typeof whyLeftOut>[0]): string => en.notes.outOfService(whyLeftOut(out))
