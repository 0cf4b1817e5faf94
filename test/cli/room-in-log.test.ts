/** Whatever is served can be started: a start that would not fit into the log is refused when it is read. */
import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { append, NO_HEAD } from '../../src/audit/chain.ts'
import type { Command } from '../../src/run/command.ts'
import { document, installationIn, PEOPLE, person, served, writeGoodInstallation } from './good-installation.ts'

let dir: string
beforeEach(() => {
  dir = writeGoodInstallation()
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))
const { faultsOf, installation, read, write } = installationIn(() => dir)

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
