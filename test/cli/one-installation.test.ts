/** A fault of one file keeps out what depends on it, and nothing else; what is wrong between files is said at the line of the name. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { append, NO_HEAD } from '../../src/audit/chain.ts'
import { leftOutLines, whyLeftOut } from '../../src/cli/installation/left-out.ts'
import { readInstallation, type Installation } from '../../src/cli/installation/load-installation.ts'
import { formatFault } from '../../src/text/fault.ts'
import type { Command } from '../../src/run/command.ts'
import { en } from '../../src/words/en.ts'

const TARGET = '  SEC: { kind: sql-server, site: dc2, host: sqlb1.contoso.com, user: sa, password: { env: SEC_PASSWORD } }\n'
const CONFIGURATION = `installation: contoso\nsites:\n  dc2: { workers: {} }\ntargets:\n${TARGET}`
const POLICY = `start: [operators]
approve:
  - { from: dba, count: 1 }
  - { from: uc-leads, count: 1 }
expires: 30m
escalate: { after: 10m, to: duty-managers }
deviate: { from: [dba, uc-leads], count: 1 }
`
const person = (id: string, groups: string): string =>
  `  ${id}: { name: ${id}, email: ${id}@contoso.com, practice: ${id}, language: en, groups: [${groups}] }\n`
const PEOPLE = `people:\n${person('dana', 'operators')}${person('amir', 'dba')}${person('bob', 'uc-leads')}${person('erin', 'duty-managers')}`
const document = (command: string, policy = 'careful'): string => `---
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

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'one-house-'))
  for (const folder of ['commands', 'approvals']) mkdirSync(join(dir, folder))
  write('countersign.yaml', CONFIGURATION)
  write('approvals/people.yaml', PEOPLE)
  write('approvals/careful.yaml', POLICY)
  write('approvals/nightly.yaml', POLICY)
  write('commands/mend-one.md', document('/mend one'))
  write('commands/mend-two.md', document('/mend two', 'nightly'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const write = (name: string, text: string): void => writeFileSync(join(dir, name), text)
const change = (name: string, from: string | RegExp, to: string): void => {
  const text = readFileSync(join(dir, name), 'utf8')
  const changed = text.replace(from, to)
  if (changed === text) throw new Error(`${name} has no ${String(from)}`)
  write(name, changed)
}
const read = (before?: Installation) => readInstallation(join(dir, 'countersign.yaml'), before)
const shown = (sentence: string): string => sentence.replaceAll(/[\w./\\:]*one-house-\w+\//g, '')
function installation(before?: Installation): Installation {
  const found = read(before)
  if ('faults' in found) throw new Error(found.faults.map(formatFault).join('\n'))
  return found.installation
}
const served = (found: Installation): string[] => found.procedures.map(({ command }) => command)
const faultsOf = (found: ReturnType<typeof read>): string[] =>
  ('faults' in found ? found.faults : found.installation.faults).map((fault) => shown(formatFault(fault)))

const saidOut = (out: Parameters<typeof whyLeftOut>[0]): string => en.notes.outOfService(whyLeftOut(out))

test('a good house serves all', () => {
  expect(served(installation())).toEqual(['/mend one', '/mend two'])
  expect(leftOutLines(installation())).toEqual([])
})

test('a document with faults is left out and said with its command, and the others serve', () => {
  change('commands/mend-one.md', 'CHECKPOINT', 'SELECT @nothing')
  expect(served(installation())).toEqual(['/mend two'])
  const fault =
    'commands/mend-one.md:19: `@nothing` is neither a parameter, nor captured by an earlier step, nor declared before in this block; declare it, or ask for it as a parameter'
  expect(leftOutLines(installation()).map(shown)).toEqual(
    [fault, 'Out of service until that is mended: /mend one (commands/mend-one.md).'].map((line) => line),
  )
})

test('a document of which nothing can be read is left out by the name of its file', () => {
  write('commands/notes.md', 'notes\n')
  expect(served(installation())).toEqual(['/mend one', '/mend two'])
  expect(leftOutLines(installation()).map(shown).at(-1)).toBe('Out of service until that is mended: commands/notes.md.')
})

test('a policy with faults puts those documents out of service that name it', () => {
  change('approvals/nightly.yaml', 'expires: 30m', 'expires: soon')
  expect(served(installation())).toEqual(['/mend one'])
  expect(installation().leftOut.map(saidOut).map(shown)).toEqual([
    '/mend two (commands/mend-two.md) is out of service: approvals/nightly.yaml:5: `expires` must be a whole number with its unit; write it like `30s`, `60m` or `2h`',
  ])
  expect(Object.keys(installation().policies)).toEqual(['careful'])
})

test('a policy that can no longer be read stays what it was for the runs under it', () => {
  const before = installation()
  change('approvals/nightly.yaml', 'expires: 30m', 'expires: soon')
  const after = installation(before)
  expect(after.policies).toEqual(before.policies)
  expect(served(after)).toEqual(['/mend one'])
  rmSync(join(dir, 'approvals/nightly.yaml'))
  expect(Object.keys(installation(before).policies)).toEqual(['careful'])
})

test('several faults are counted where one is said', () => {
  change('commands/mend-one.md', 'CHECKPOINT', 'SELECT @nothing, @more')
  const [out] = installation().leftOut.map(saidOut)
  expect(out).toMatch(/ \(and 1 more: "countersign check" lists them\)$/)
})

test('without people or a configuration nothing goes, and every fault of every file is said beside theirs', () => {
  change('countersign.yaml', 'installation', 'instalation')
  change('approvals/people.yaml', 'language: en', 'language: 7')
  change('approvals/nightly.yaml', 'expires: 30m', 'expires: soon')
  change('commands/mend-one.md', 'policy: careful', 'policy: carful')
  change('commands/mend-two.md', 'CHECKPOINT', 'USE master')
  expect(faultsOf(read())).toEqual([
    'approvals/nightly.yaml:5: `expires` must be a whole number with its unit; write it like `30s`, `60m` or `2h`',
    'approvals/people.yaml:2: `language` must be a language; write it like `en` or `ko`',
    'commands/mend-one.md:4: there is no policy `carful`; did you mean `careful`?',
    'commands/mend-two.md:19: USE changes the database behind the back of the fence; write `database=` in the fence',
    'countersign.yaml:1: `installation` is missing; add `installation: …`',
    'countersign.yaml:1: `instalation` is no key that is known here; did you mean `installation`?',
  ])
})

test('a gate without its policy is said at its line', () => {
  change('commands/mend-one.md', 'gate: careful', 'gate: nighty')
  expect(faultsOf(read())).toEqual(['commands/mend-one.md:13: there is no policy `nighty`; did you mean `nightly`?'])
})

test('a command of two documents belongs to the one that is called like it, else to none', () => {
  write('commands/copy.md', document('/mend one'))
  expect(served(installation())).toEqual(['/mend one', '/mend two'])
  expect(faultsOf(read())).toEqual([
    'commands/copy.md:2: the command /mend one is that of commands/mend-one.md too. Give each document a command of its own.',
  ])
  change('commands/mend-two.md', '/mend two', '/mend three')
  write('commands/third.md', document('/mend three'))
  expect(served(installation())).toEqual(['/mend one'])
})

test.each(['/countersign mend', '/list', '/mirror databases', '/cancel all'])(
  '%s is no command of a document: it is asked of Countersign',
  (command) => {
    write('commands/third.md', document(command))
    expect(served(installation())).toEqual(['/mend one', '/mend two'])
    const verb = command.slice(1).split(' ')[0]
    expect(faultsOf(read())).toEqual([
      `commands/third.md:2: the command ${command} begins with \`${verb}\`, which is asked of Countersign itself; begin it with another word`,
    ])
  },
)

test('a file that cannot be read is said, and the others serve', () => {
  mkdirSync(join(dir, 'commands/folder.md'))
  symlinkSync(join(dir, 'nowhere'), join(dir, 'commands/gone.md'))
  writeFileSync(join(dir, 'commands/latin.md'), Buffer.from(document('/mend three').replace('Where', 'Wo läuft es'), 'latin1'))
  expect(served(installation())).toEqual(['/mend one', '/mend two'])
  expect(faultsOf(read())).toEqual([
    'commands/folder.md:1: this file cannot be read (EISDIR). Give it to the user that starts Countersign, or remove it.',
    'commands/gone.md:1: this file cannot be read (ENOENT). Give it to the user that starts Countersign, or remove it.',
    'commands/latin.md:1: this is not plain UTF-8 text; save it as UTF-8 without a byte order mark',
  ])
})

test.skipIf(process.getuid?.() === 0)('people who may not be read are no people', () => {
  chmodSync(join(dir, 'approvals/people.yaml'), 0)
  expect(faultsOf(read())).toEqual([
    'approvals/people.yaml:1: this file cannot be read (EACCES). Give it to the user that starts Countersign, or remove it.',
  ])
})

test('only people.yaml itself holds the people, and a policy whose name ends otherwise is said', () => {
  write('approvals/old-people.yaml', PEOPLE.replaceAll('amir', 'mallory'))
  write('approvals/weekly.yml', POLICY)
  write('approvals/second.YAML', POLICY)
  write('commands/MEND.MD', document('/mend three'))
  expect(installation().people.map(({ id }) => id)).toEqual(['dana', 'amir', 'bob', 'erin'])
  const faults = faultsOf(read())
  expect(faults[0]).toBe(
    'approvals/old-people.yaml:1: `people` is no key of a policy; the keys are `start`, `approve`, `expires`, `escalate`, `deviate`, `break-glass`',
  )
  expect(faults.filter((fault) => fault.includes('not read'))).toEqual([
    'approvals/second.YAML:1: this file is not read; let its name end in `.yaml`',
    'approvals/weekly.yml:1: this file is not read; let its name end in `.yaml`',
    'commands/MEND.MD:1: this file is not read; let its name end in `.md`',
  ])
  expect(served(installation())).toEqual(['/mend one', '/mend two'])
})

test.each<[string, () => void, string[]]>([
  [
    'who may start',
    () => change('approvals/nightly.yaml', '[operators]', '[operators, operaters]'),
    ['approvals/nightly.yaml:1: nobody is in the group `operaters`; did you mean `operators`?'],
  ],
  [
    'a line of approvers',
    () => change('approvals/nightly.yaml', 'from: uc-leads,', 'from: [dba, uc-lead],'),
    ['approvals/nightly.yaml:4: nobody is in the group `uc-lead`; did you mean `uc-leads`?'],
  ],
  [
    'who is called',
    () => change('approvals/nightly.yaml', 'to: duty-managers', 'to: managers'),
    ['approvals/nightly.yaml:6: nobody is in the group `managers`; put people into it in people.yaml, or name another group'],
  ],
  [
    'deviations',
    () => change('approvals/nightly.yaml', '[dba, uc-leads]', '[dba, uc-laeds]'),
    ['approvals/nightly.yaml:7: nobody is in the group `uc-laeds`; did you mean `uc-leads`?'],
  ],
])('a group that nobody is in is said at the line of %s', (_, spoil, faults) => {
  spoil()
  expect(faultsOf(read())).toEqual(faults)
  expect(served(installation())).toEqual(['/mend one'])
})

test('deviations that too few could approve are refused: a run that stops would never end', () => {
  change('approvals/nightly.yaml', 'uc-leads], count: 1', 'uc-leads], count: 3')
  expect(faultsOf(read())).toEqual([
    'approvals/nightly.yaml:7: a deviation needs 3 of dba or uc-leads, and 2 are there: a run that stops could never be led on. Put people into these groups in people.yaml, or ask for fewer.',
  ])
})

test('an escalation that reaches nobody but who started the run is refused', () => {
  change('approvals/people.yaml', 'groups: [operators]', 'groups: [operators, night]')
  change('approvals/nightly.yaml', 'to: duty-managers', 'to: night')
  expect(faultsOf(read())).toEqual([
    'approvals/nightly.yaml:6: only dana would be called, who may have started the run alone. Name a group with somebody else in it.',
  ])
})

test('a policy that only its starters could meet lets nobody through', () => {
  change('approvals/people.yaml', 'groups: [dba]', 'groups: [operators, dba]')
  change('approvals/people.yaml', 'groups: [operators]', 'groups: [duty-managers]')
  expect(faultsOf(read())).toEqual(
    ['careful', 'nightly'].map(
      (id) =>
        `approvals/${id}.yaml:2: whoever starts, ${id} needs 1 of dba; nobody of dba but the requester is left. Put people into these groups in people.yaml, or ask for fewer.`,
    ),
  )
})

test('a gate of another policy that no starter of the document could pass is said at its line', () => {
  change('commands/mend-two.md', 'gate: nightly', 'gate: careful')
  change('approvals/nightly.yaml', 'start: [operators]', 'start: [dba]')
  expect(faultsOf(read())).toEqual([
    'approvals/nightly.yaml:2: whoever starts, nightly needs 1 of dba; nobody of dba but the requester is left. Put people into these groups in people.yaml, or ask for fewer.',
    'commands/mend-two.md:13: whoever starts this, nobody could pass this gate: careful needs 1 of dba; nobody of dba but the requester is left. Let others start it (`start` of nightly), put people into these groups in people.yaml, or ask for fewer.',
  ])
  // One who may start it and is in no line is enough.
  change('approvals/nightly.yaml', 'start: [dba]', 'start: [dba, operators]')
  expect(faultsOf(read())).toEqual([])
})

test('deviations that nobody but who started the run could approve are refused', () => {
  change('approvals/nightly.yaml', 'from: [dba, uc-leads], count: 1', 'from: operators, count: 1')
  expect(faultsOf(read())).toEqual([
    'approvals/nightly.yaml:7: a deviation needs 1 of operators, and whoever starts is not counted: a run that stops could never be led on. Put people into these groups in people.yaml, or ask for fewer.',
  ])
})

test('a parameter that nothing uses keeps its document out, and no other', () => {
  change('commands/mend-two.md', '  server:', '  pool: { type: fqdn, ask: "Which?" }\n  server:')
  expect(faultsOf(read())).toEqual([
    'commands/mend-two.md:7: `pool` is asked for and used nowhere; use it in a block, `lock`, `when` or `each`, point at it as `{pool}` in the text where a person needs it, or remove it',
  ])
  expect(served(installation())).toEqual(['/mend one'])
})

test('a default that is no configured target, and a question that no target answers, are said', () => {
  change('commands/mend-one.md', 'ask: "Where?"', 'ask: "Where?", default: SEM')
  change('commands/mend-two.md', '  server:', '  shell: { type: powershell, ask: "Which?" }\n  server:')
  change('commands/mend-two.md', '## Mend it', '## Mend it\n\nOn `shell` nothing is to be done.')
  expect(faultsOf(read())).toEqual([
    'commands/mend-one.md:7: the default does not fit: `SEM` is no configured SQL Server; choose SEC; write one that does',
    'commands/mend-two.md:7: nobody could answer `shell`: no target of the kind powershell is configured; add one under `targets` in the configuration',
  ])
})

test('a default that is made of another answer is judged when that is given', () => {
  change('commands/mend-one.md', '  server:', '  other: { type: sql-server, ask: "And?", default: "{server}" }\n  server:')
  change('commands/mend-one.md', '## Mend it', '## Mend it\n\nAs on `other`, {other}.')
  expect(faultsOf(read())).toEqual([])
})

test('a document whose start would not fit into the log is refused when it is read', () => {
  const long = (kb: number): string => document('/mend one').replace('## Mend it\n', `## Mend it\n\n${'It takes long. '.repeat(kb * 70)}\n`)
  write('commands/mend-one.md', long(40))
  expect(served(installation())).toEqual(['/mend one', '/mend two'])
  write('commands/mend-one.md', long(80))
  expect(faultsOf(read())).toEqual([
    expect.stringMatching(
      /^commands\/mend-one\.md:1: a start would put \d+ KB into the log \(\d+ KB by this document, the rest by people, policies and targets\), and 256 KB fit; make two procedures of it$/,
    ),
  ])
})

test('whatever is served can be started, up to the longest document', () => {
  const started: number[] = []
  for (const times of [500, 2000, 3000, 3500, 3600, 3700, 3800, 3900, 4000, 4500]) {
    write('commands/mend-one.md', document('/mend one').replace('## Mend it\n', `## Mend it\n\n${'It "takes" long.\n'.repeat(times)}`))
    const { procedures, policies, people, targets } = installation()
    const [procedure] = procedures
    if (procedure?.command !== '/mend one') continue
    const persons = people.map(({ id, name, groups }) => ({ id, name, groups }))
    const [dana] = persons
    const command: Command = {
      type: 'start',
      run: 'R-1',
      by: { id: dana?.id ?? '', name: dana?.name ?? '', groups: dana?.groups ?? [], via: 'slack', account: 'T0CONTOSO/U0DANA' },
      eventId: 'e-1',
      at: '2026-11-28T03:00:00.000Z',
      installation: 'contoso',
      document: { id: procedure.id, text: procedure.text },
      targets,
      policies,
      people: persons,
      conversation: { platform: 'slack', channel: 'C0123ABCD' },
      rehearsal: false,
      answers: { server: 'SEC' },
    }
    const { entry, refusal } = append({ head: NO_HEAD }, { command, key: 'chat', signature: 'x' }, '2026-11-28T03:00:00.000Z')
    expect({ refusal, planned: entry?.events.some(({ type }) => type === 'planned') }).toEqual({ refusal: undefined, planned: true })
    started.push(times)
  }
  expect(started.length).toBeGreaterThan(2)
  expect(started.length).toBeLessThan(10)
})

test('more people than the log has room for are said at the documents that they keep from starting', () => {
  write('approvals/people.yaml', PEOPLE + Array.from({ length: 2000 }, (_, n) => person(`person-${n}`, 'operators')).join(''))
  expect(faultsOf(read()).map((fault) => fault.replace(/.*; /, ''))).toEqual(
    Array.from({ length: 2 }, () => 'keep people and policies that start or approve nothing out of `approvals`'),
  )
})

test('a group that is told something, and in which nobody is, is said at its line', () => {
  change('commands/mend-one.md', 'gate: careful', 'gate: careful\nnotify: { to: nobody, say: "It is mended." }')
  expect(faultsOf(read())).toEqual([
    'commands/mend-one.md:14: nobody is in the group `nobody`; put people into it in people.yaml, name another group, or write `to: conversation`',
  ])
  change('commands/mend-one.md', 'to: nobody', 'to: conversation')
  expect(faultsOf(read())).toEqual([])
})
