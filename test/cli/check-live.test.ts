import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findShell } from '../../src/worker/powershell/find-shell.ts'
import { shortOrLong } from '../suite/long-form.ts'
import { FAILOVER, FAILOVER_FAULTS, LOOKED, LOOK_FAULTS } from './live-said.ts'
import { LOOK } from './look-document.ts'
import { openPracticeHouse, VALUES, type PracticeHouse } from './practice-installation.ts'

let installation: PracticeHouse
beforeAll(async () => {
  installation = await openPracticeHouse({ 'look.md': LOOK, 'inside.md': INSIDE })
})
afterAll(async () => installation[Symbol.asyncDispose]())

/** It looks inside the database that a parameter names. */
const INSIDE = `---
command: /look inside
title: Look inside a database
policy: disaster-recovery
lock: inside/{server}
parameters:
  server: { type: sql-server, ask: "Where?", example: SEC }
  database: { type: database, ask: "Which database?", example: msdb, choices-from: databases }
---

Nothing is done.

\`\`\`sql choices on=server name=databases
SELECT d.name FROM sys.databases d WHERE d.database_id > 4;
\`\`\`

## Ask where it is

\`\`\`sql read on=server database=@database
SELECT here = DB_NAME(), asked = @database;
\`\`\`
`

/** Time stamps of log backups are those of the estate's start. */
const stamped = (text: string): string => text.replaceAll(/mgc_\d{14}/g, 'mgc_T')

describe('check --live', () => {
  test('asks every read, before and check of the failover, and changes nothing', async () => {
    const { code, out, error } = await installation.run('check', '--live', 'failover-persistent-chat', ...VALUES)
    expect(stamped(out)).toBe(FAILOVER)
    expect(stamped(error)).toBe(FAILOVER_FAULTS)
    expect(code).toBe(1)
    const sent = installation.estate.log.all.filter(({ kind }) => kind === 'rpc' || kind === 'cmdlet').map(({ text }) => text)
    expect(sent.filter((text) => /\b(RESTORE (LOG|DATABASE)|sp_delete|Set-Cs|Install-Cs|Copy-Item)\b/.test(text))).toEqual([])
    expect(sent.filter((text) => text.includes('Get-Cs')).length).toBeGreaterThan(0)
  })

  test('says what each block answered, and reports at its place what a run would stop at', async () => {
    expect(await installation.run('check', '--live', 'look', 'server=SEC')).toEqual({ code: 1, out: LOOKED, error: LOOK_FAULTS })
  })

  test('looks inside the database that a parameter names, and says which one is not there', async () => {
    const asked = async (database: string) => installation.run('check', '--live', 'inside', 'server=SEC', `database=${database}`, '--json')
    const good = JSON.parse((await asked('msdb')).out) as { answers: object[] }
    expect(good.answers).toMatchObject([
      { step: 0, choices: 'databases', said: 'found' },
      { step: 1, said: 'found', rowCount: 1 },
    ])
    const sent = installation.estate.log.all.filter(({ text }) => text.includes('DB_NAME()'))
    expect(sent).toHaveLength(1)
    const { code, out, error } = await installation.run('check', '--live', 'inside', 'server=SEC', 'database=gone')
    expect(out).toContain('Choices of the form\n  choices databases on SEC: found: ')
    expect(code).toBe(1)
    expect(error).toContain(
      "does not open gone for the worker: Database 'gone' does not exist. Make sure that the name is entered correctly (error 911).",
    )
    expect((await installation.run('check', '--live', 'inside', 'server=SEC')).out).toContain('not asked: it needs database')
  })

  test('says the same as JSON', async () => {
    const { code, out, error } = await installation.run('check', '--live', '/look around', 'server=SEC', 'mode=full', '--json')
    const said = JSON.parse(out) as { answers: object[]; faults: { line: number; told: boolean }[] }
    expect({ code, error }).toEqual({ code: 1, error: '' })
    expect(said).toMatchObject({ procedure: 'look', told: false, captures: { names: ['master', 'msdb'] }, passedOver: [] })
    expect(said.answers[2]).toMatchObject({ step: 2, role: 'check', target: 'SEC', item: 'master', said: 'done', line: 40, rowCount: 1 })
    expect(said.answers[5]).toEqual({
      step: 3,
      title: 'Ask what nobody can say',
      role: 'before',
      said: 'not-asked',
      detail: 'it needs other',
      missing: ['other'],
      line: 50,
    })
    expect(said.answers.at(-1)).toMatchObject({ step: 4, role: 'read', said: 'found' })
    expect(said.faults.map(({ line, told }) => [line, told])).toEqual([
      [25, false],
      [46, true],
      [62, false],
      [66, false],
    ])
  })

  test('ends with 0 when nothing was asked that cannot be told, whatever was not given', async () => {
    const { code, out, error } = await installation.run('check', '--live', 'failover-persistent-chat')
    expect({ code, error }).toEqual({ code: 0, error: '' })
    expect(out).toContain('\n  check: not asked: it needs shell, pool, activeServers\n')
    expect(out.split('\n').at(-2)).toBe('0 blocks answered, 0 failed, 19 not asked, 0 to look at. Nothing was changed.')
  })

  test('a password that leads to nothing is said for each block, not thrown, and none of them counts as answered', async () => {
    const file = join(installation.dir, 'secrets/sql-reader')
    renameSync(file, `${file}-away`)
    const { code, out, error } = await installation.run('check', '--live', 'look', 'server=SEC')
    renameSync(`${file}-away`, file)
    expect(code).toBe(1)
    expect(out.split('\n').at(-2)).toMatch(/^0 blocks answered, [1-9]\d* failed, \d+ not asked, \d+ to look at\. /)
    expect(error.split('\n').slice(0, 2)).toEqual([
      `countersign.yaml:22: what countersign_reader, the reader of SEC, may do cannot be told: The password of the reader of SEC is to come from ${file}, which cannot be read. Write the secret into it as plain UTF-8 without a byte order mark, readable by this user only. See that it can log in there, and ask again.`,
      `commands/look.md:21: The read of step 1 on SEC failed: The password of the reader of SEC is to come from ${file}, which cannot be read. Write the secret into it as plain UTF-8 without a byte order mark, readable by this user only. See that the target answers and may be read; then correct the block.`,
    ])
  })

  test('takes the path of a document, and of no other file of that name', async () => {
    const file = join(installation.dir, 'commands/failover-persistent-chat.md')
    expect(await installation.run('check', '--live', file)).toMatchObject({ code: 0, error: '' })
    expect(await installation.run('check', '--live', '/elsewhere/look.md')).toEqual({
      code: 2,
      out: '',
      error: `countersign check: there is no procedure "/elsewhere/look.md" in ${installation.dir}/commands. It is one of failover-persistent-chat, inside, look.\n`,
    })
  })

  test('refuses a document that is not there, and values that are none', async () => {
    expect(await installation.run('check', '--live', 'lok')).toEqual({
      code: 2,
      out: '',
      error: `countersign check: there is no procedure "lok" in ${installation.dir}/commands. Did you mean look?\n`,
    })
    expect(await installation.run('check', '--live', 'look', 'server=PRI2', 'mode', 'who=x')).toEqual({
      code: 2,
      out: '',
      error: [
        'countersign check: "mode" is not NAME=VALUE.',
        'countersign check: look has no parameter "who". It has server, other, mode.',
        'countersign check: server: `PRI2` is no configured SQL Server; choose SEC, SECM.',
        '',
      ].join('\n'),
    })
  })
})

const REAL = !(
  'code' in findShell({ name: 'x', modules: [], environment: { PATH: process.env['PATH'] ?? '' } }, 'host.ps1', process.platform)
)

const MANAGEMENT = /^ {2}check on management: not done: pool state Normal; \D+: 0 \(PowerShell \d\S+\)$/m
const SEC_HOST = /^ {2}check on sec-host: not done: log backups not copied yet: 4 \(PowerShell \d\S+\)$/m
/** One PowerShell where it is not to take long: without `files` nothing is asked of the other. */
const ASKED = shortOrLong({
  short: { values: VALUES.filter((value) => !value.startsWith('files=')), answered: [MANAGEMENT] },
  long: { values: VALUES, answered: [SEC_HOST, MANAGEMENT] },
})

describe.skipIf(!REAL)('check --live with a real PowerShell', () => {
  test('says which one answered', async () => {
    await using real = await openPracticeHouse({}, false)
    const { code, out } = await real.run('check', '--live', 'failover-persistent-chat', ...ASKED.values)
    expect(code).toBe(1)
    for (const line of ASKED.answered) expect(out).toMatch(line)
  })
})
