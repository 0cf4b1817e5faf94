import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Target } from '../../src/procedure/plan-types.ts'
import type { ShellTarget } from '../../src/worker/options.ts'
import type { RequiredMachine } from '../../src/worker/powershell/target.ts'
import { otherMachine } from '../../src/worker/powershell/machine.ts'
import { maskOf } from '../../src/worker/mask.ts'
import { openShells } from '../../src/worker/powershell/shells.ts'
import { isAlive } from '../powershell/alive.ts'
import { inBothShells, openBench, type ShellKind } from '../powershell/shells.ts'
import { startPractice, until } from './practice.ts'
import { CHECK } from './restore-document.ts'
import { inEnglish } from './said.ts'

const SQLB1 = { machine: 'SQLB1', dnsName: 'sqlb1' }

describe('a machine is the one of the target', () => {
  test.each<[string, RequiredMachine, { machine: string; dnsName: string }]>([
    ['by the short name of its host, in whatever case', { host: 'SqlB1.contoso.com' }, SQLB1],
    ['by the whole name of its host', { host: 'sqlb1.contoso.com' }, { machine: 'other', dnsName: 'SQLB1.contoso.com' }],
    [
      'by its name in DNS, where Windows cuts its own after 15 characters',
      { host: 'sql-production-east-1.contoso.com' },
      { machine: 'SQL-PRODUCTION-', dnsName: 'sql-production-east-1' },
    ],
    ['as one of those that the target says', { host: 'sql.contoso.com', machineName: ['SQLA1', 'sqlb1'] }, SQLB1],
    ['by its host, beside those that the target says', { host: 'sqlb1.contoso.com', machineName: ['SQLA1'] }, SQLB1],
    ['whichever it is, as localhost', { host: 'LOCALHOST' }, SQLB1],
    ['whichever it is, as a loopback address', { host: '127.0.0.5' }, SQLB1],
    ['whichever it is, as the loopback address of IPv6', { host: '0:0:0:0:0:0:0:1' }, SQLB1],
  ])('%s', (_what, required, said) => {
    expect(otherMachine('sec-host', required, said)).toBeUndefined()
  })

  test.each<[string, RequiredMachine, { machine: string; dnsName: string }]>([
    ['another machine', { host: 'sqlb2.contoso.com' }, SQLB1],
    ['a machine whose name only begins alike', { host: 'sqlb11' }, SQLB1],
    [
      'a machine that a long name is cut to',
      { host: 'sql-production-east-1' },
      { machine: 'SQL-PRODUCTION-', dnsName: 'sql-production-east-2' },
    ],
    ['none of those that the target says', { host: 'sql', machineName: ['SQLA1', 'SQLC1'] }, SQLB1],
    ['another one than is said beside localhost', { host: 'localhost', machineName: ['SQLA1'] }, SQLB1],
    ['a machine that is called as an address begins', { host: '10.1.2.3' }, { machine: '10', dnsName: '10' }],
    ['a name that only begins like localhost', { host: 'localhost.contoso.com' }, SQLB1],
  ])('and not %s', (_what, required, said) => {
    expect(otherMachine('sec-host', required, said)?.code).toBe('other-machine')
  })

  test('and the sentence says both names, with all that the target says and the machine calls itself', () => {
    const refusal = otherMachine('sec-host', { host: 'sqlb2', machineName: ['A', 'B'] }, { machine: 'VM', dnsName: 'vm.contoso.com' })
    expect(inEnglish(refusal)).toEqual({
      code: 'other-machine',
      why: "PowerShell target sec-host has no initialise script, so its blocks run on the worker's own machine. That one calls itself VM (vm.contoso.com), and the target says host sqlb2, machineName A, B: nothing was sent. If sqlb2 is meant, run the worker there, or write an initialise script that brings the commands from there. If VM is meant, write machineName: 'VM' under the target, for the bot and for this worker.",
    })
  })
})

const HERE = hostname()
const [SHORT = HERE] = HERE.split('.')
const ITSELF = SHORT === HERE ? HERE : `${SHORT} (${HERE})`
const refusalAs = (name: string): string =>
  `PowerShell target ${name} has no initialise script, so its blocks run on the worker's own machine. That one calls itself ${ITSELF}, and the target says host sqlb1.contoso.com: nothing was sent. If sqlb1.contoso.com is meant, run the worker there, or write an initialise script that brings the commands from there. If ${SHORT} is meant, write machineName: '${SHORT}' under the target, for the bot and for this worker.`

inBothShells((kind) => {
  test('a process on another machine is sent no module, no block, and is ended', async () => {
    const context = openBench({ ...kind.target(), modules: ['NoSuchModule'], runsOn: { host: 'sqlb1.contoso.com' } })
    const why = refusalAs('management')
    expect(inEnglish(await context.shell.identify())).toEqual({ code: 'other-machine', why })
    expect(inEnglish(await context.run('1'))).toMatchObject({ type: 'not-started', why, outputs: 0 })
    await context.shell.close()
  })

  test('a process on the machine of the target runs its blocks, and is who it says', async () => {
    const context = openBench({ ...kind.target(), runsOn: { host: `${SHORT.toUpperCase()}.contoso.com` } })
    expect(await context.run('1 + 1')).toMatchObject({ type: 'completed', objects: [2] })
    expect(await context.shell.identify()).toMatchObject({ machine: SHORT, dnsName: HERE })
    await context.shell.close()
  })

  const target = (more: Partial<ShellTarget>): ShellTarget => ({ ...shellTarget(kind), ...more })
  const inAny: [string, Partial<ShellTarget>, object][] = [
    ['a target without `initialise` is compared', { practice: false }, { type: 'not-started', why: refusalAs('sec-host') }],
    ['a target with `initialise` only carries, and is not', { initialise: '$null' }, { type: 'completed' }],
  ]
  // Which of the two a target is was decided before its shell is started, whichever that is.
  const inOne: typeof inAny = [
    ['a target is compared with what it says beside its host', { machineName: [SHORT] }, { type: 'completed' }],
    ['a practice target is not', { practice: true }, { type: 'completed' }],
  ]
  test.each(kind.standIn ? [...inAny, ...inOne] : inAny)('%s', async (_what, more, outcome) => {
    const shells = openShells(maskOf([]))
    const shell = shells.of(target(more), 'act')
    if ('refusal' in shell) throw new Error(shell.refusal.code)
    expect(inEnglish(await shell.runBlock({ purpose: 'act', text: '1', values: {}, firstLine: 1, timeoutMs: 60_000 }))).toMatchObject(
      outcome,
    )
    await shells.close()
  })

  describe('an order to perform whose PowerShell', () => {
    const perform = async (more: Partial<ShellTarget>) => {
      const planned: Target = { kind: 'powershell', name: 'sec-host', host: 'sqlb1.contoso.com', site: 'berlin', practice: false }
      await using practice = await startPractice(undefined, {
        document: shellDocument(),
        planned: { 'sec-host': planned },
        answers: { files: 'sec-host' },
        via: 'slack',
      })
      const order = await practice.approve()
      const { targets } = practice.optionsOf('anna')
      const anna = await practice.start('anna', { targets: { ...targets, 'sec-host': target(more) } })
      anna.take(order)
      const said = await until(() => practice.run.answers.find(({ command }) => command.type === 'result')?.command)
      const claims = practice.run.answers.filter(({ command }) => command.type === 'claim')
      return { outcome: said?.type === 'result' ? inEnglish(said.outcome) : undefined, claims, asked: practice.statements.all.length }
    }

    test('stands on another machine claims nothing and asks nothing', async () => {
      const outcome = { type: 'refused', code: 'other-machine', why: refusalAs('sec-host') }
      expect(await perform({})).toEqual({ outcome, claims: [], asked: 0 })
    })

    test('does not start claims nothing and asks nothing', async () => {
      const none = join(tmpdir(), 'no-such-program')
      const why = `The program "${none}" of PowerShell target sec-host is not on this machine. Install it, or correct \`command\` of this target in the configuration.`
      expect(await perform({ command: [none] })).toEqual({ outcome: { type: 'refused', code: 'no-powershell', why }, claims: [], asked: 0 })
    })

    test('lacks a secret claims nothing and asks nothing', async () => {
      const why = 'TOKEN of sec-host is to come from the environment variable TOKEN, which is not set. Set it for this process.'
      const outcome = { type: 'refused', code: 'credentials-missing', why }
      expect(
        await perform({
          environment: {
            TOKEN: { fault: { is: 'no-secret', of: { what: 'variable', target: 'sec-host', name: 'TOKEN' }, from: { env: 'TOKEN' } } },
          },
        }),
      ).toEqual({ outcome, claims: [], asked: 0 })
    })
  })
})

test('a process that was refused for its machine is not left running', async () => {
  const ready = `const m = { type: 'ready', version: '0', edition: 'x', pid: process.pid, standIn: true, machine: String(process.pid), dnsName: String(process.pid) }
    process.stdout.write(JSON.stringify(m) + '\\n'); setInterval(() => {}, 1000)`
  const standIn = [process.execPath, '-e', ready]
  const context = openBench({ name: 'x', modules: [], environment: { PATH: '' }, standIn, runsOn: { host: 'sqlb1' } })
  const found = inEnglish(await context.shell.identify()) as { why: string }
  const pid = Number(/calls itself (\d+)/.exec(found.why)?.[1])
  expect([pid > 0, isAlive(pid)]).toEqual([true, false])
  await context.shell.close()
})

function shellTarget(kind: ShellKind): ShellTarget {
  const { initialise: _, ...plain } = kind.target()
  return { ...plain, kind: 'powershell', name: 'sec-host', host: 'sqlb1.contoso.com' }
}

function shellDocument(): string {
  return `---
command: /restore database
title: Bring a restored database online
policy: dba
lock: restore/{database}
parameters:
  database: { type: database, ask: "Which database?" }
  backup: { type: sql-server, ask: "Which SQL Server?" }
  files: { type: powershell, ask: "Which machine?" }
---

Use this when a database waits for its recovery.

## Bring the database online

After this no further log can be applied.

\`\`\`yaml
gate: dba
timeout: 1m
\`\`\`

\`\`\`powershell run on=files
Write-Output $database
\`\`\`

\`\`\`sql check on=backup
${CHECK}
\`\`\`
`
}
