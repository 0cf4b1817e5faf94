import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { placeOnDisk } from '../state/estate-state.ts'
import type { EstateState } from '../state/estate-state.ts'
import { PracticeSession, practiceEstate } from './practice-session.ts'

let state: EstateState
let remove: () => void
let sec: PracticeSession

beforeEach(() => {
  ;({ state, remove } = practiceEstate())
  sec = new PracticeSession(state)
})
afterEach(() => {
  sec.close()
  remove()
})

test('xp_dirtree lists folders, files on request, to a depth; nothing for what cannot be read', async () => {
  const disk = placeOnDisk(state, 'sqlb1.contoso.com', 'D:\\tree')!
  mkdirSync(join(disk, 'a', 'b'), { recursive: true })
  writeFileSync(join(disk, 'f.txt'), '')
  expect((await sec.ask("EXEC xp_dirtree N'D:\\tree'")).sets[0]!.rows).toEqual([
    ['a', 1],
    ['b', 2],
  ])
  expect((await sec.ask("EXEC master..xp_dirtree N'D:\\tree', 1, 1")).sets[0]!.rows).toEqual([
    ['a', 1, 0],
    ['f.txt', 1, 1],
  ])
  expect((await sec.ask("EXEC xp_dirtree N'D:\\nothing', 1, 1")).sets[0]!.rows).toEqual([])
})

test('a disk is one of its own host, a share is the same from everywhere', async () => {
  const secm = new PracticeSession(state, 'SECM')
  const seen = (session: PracticeSession, path: string) =>
    session.ask('EXEC xp_fileexist @path', { path }).then(({ sets }) => sets[0]!.rows[0])
  expect(await seen(sec, 'D:\\LSCopy')).toEqual([0, 1, 1])
  expect(await seen(secm, 'D:\\LSCopy')).toEqual([0, 0, 0])
  expect(await seen(secm, '\\\\files\\pchatlogs')).toEqual([0, 1, 1])
  expect(await seen(secm, '\\\\FILES.contoso.com\\PChatLogs\\nothing')).toEqual([0, 0, 1])
  secm.close()
})

test('sp_who2 shows the sessions', async () => {
  const { sets } = await sec.ask('sp_who2')
  expect(sets[0]!.columns.map((column) => column.name).slice(0, 6)).toEqual(['SPID', 'Status', 'Login', 'HostName', 'BlkBy', 'DBName'])
  expect(sets[0]!.rows.map((row) => row.slice(0, 6))).toEqual([
    [String(sec.session.spid).padEnd(5), 'RUNNABLE', 'dba', 'here', '  .', 'master'],
  ])
})

test('a running job is seen in the activity of the running Agent', async () => {
  state.times.job = 100 * 3_600_000
  const running = `SELECT j.name FROM msdb.dbo.sysjobactivity a JOIN msdb.dbo.sysjobs j ON j.job_id = a.job_id
    WHERE a.session_id = (SELECT MAX(session_id) FROM msdb.dbo.syssessions) AND a.start_execution_date IS NOT NULL AND a.stop_execution_date IS NULL AND j.name LIKE N'LS%'`
  const name = 'LSCopy_sqla1.contoso.com\\RTC_mgc'
  expect(await sec.rows(running)).toEqual([])
  expect(await sec.errors('EXEC msdb.dbo.sp_start_job @job_name = @name', { name })).toEqual([])
  expect(await sec.rows(running)).toEqual([{ name }])
  expect(await sec.errors('EXEC msdb.dbo.sp_start_job @job_name = @name', { name })).toEqual([22_022])
  expect(await sec.errors('EXEC msdb.dbo.sp_stop_job @job_name = @name', { name })).toEqual([])
  expect(await sec.rows(running)).toEqual([])
  expect(await sec.errors("EXEC msdb.dbo.sp_update_job @job_name = N'nope', @enabled = 0")).toEqual([14_262])
  expect(await sec.errors('EXEC msdb.dbo.sp_update_job @job_name = @name, @enabled = 0', { name })).toEqual([])
  expect(await sec.value('SELECT enabled FROM msdb.dbo.sysjobs WHERE name = @name', { name })).toBe(0)
})

test('log shipping is taken away with its jobs, and set up again without a new copy', async () => {
  await sec.ask('EXEC sp_delete_log_shipping_secondary_database mgc')
  expect(await sec.rows('SELECT 1 AS x FROM msdb.dbo.log_shipping_secondary UNION ALL SELECT 2 FROM msdb.dbo.sysjobs')).toEqual([])
  const text = `DECLARE @cj uniqueidentifier, @rj uniqueidentifier, @sid uniqueidentifier;
    EXEC master.dbo.sp_add_log_shipping_secondary_primary @primary_server = N'PRI', @primary_database = N'mgc', @backup_source_directory = N'\\\\files\\pchatlogs',
      @backup_destination_directory = N'D:\\LSCopy', @copy_job_name = N'LSCopy_mgc', @restore_job_name = N'LSRestore_mgc', @file_retention_period = 4320,
      @copy_job_id = @cj OUTPUT, @restore_job_id = @rj OUTPUT, @secondary_id = @sid OUTPUT;
    EXEC msdb.dbo.sp_add_jobschedule @job_id = @cj, @name = N's', @enabled = 1, @freq_type = 4, @freq_interval = 1, @freq_subday_type = 4, @freq_subday_interval = 15;
    EXEC master.dbo.sp_add_log_shipping_secondary_database @secondary_database = N'mgc', @primary_server = N'PRI', @primary_database = N'mgc',
      @restore_delay = 0, @restore_all = 1, @restore_mode = 0, @disconnect_users = 0, @restore_threshold = 45;
    EXEC msdb.dbo.sp_update_job @job_id = @cj, @enabled = 1;
    SELECT s.secondary_id, d.secondary_database, j.enabled FROM msdb.dbo.log_shipping_secondary s
      JOIN msdb.dbo.log_shipping_secondary_databases d ON d.secondary_id = s.secondary_id JOIN msdb.dbo.sysjobs j ON j.job_id = s.copy_job_id WHERE s.secondary_id = @sid`
  expect(await sec.rows(text)).toMatchObject([{ secondary_database: 'mgc', enabled: 1 }])
  expect(await sec.errors(text)).toContain(32_013)
})

test('the primary side: add, add its secondary, and not away before the secondary', async () => {
  await sec.ask('RESTORE DATABASE mgc WITH RECOVERY')
  const add = `DECLARE @job uniqueidentifier, @id uniqueidentifier;
    EXEC sp_add_log_shipping_primary_database @database = N'mgc', @backup_directory = N'\\\\files\\pchatlogs', @backup_share = N'\\\\files\\pchatlogs',
      @backup_job_name = N'LSBackup_mgc', @backup_compression = 2, @backup_job_id = @job OUTPUT, @primary_id = @id OUTPUT;
    SELECT job = CASE WHEN @job = (SELECT job_id FROM msdb.dbo.sysjobs WHERE name = N'LSBackup_mgc') THEN 1 END`
  expect(await sec.rows(add)).toEqual([{ job: 1 }])
  expect(await sec.errors(add)).toEqual([32_009])
  const link = "@primary_database = N'mgc', @secondary_server = N'SECM', @secondary_database = N'mgc'"
  expect(await sec.errors(`EXEC sp_add_log_shipping_primary_secondary ${link}`)).toEqual([])
  expect(await sec.errors(`EXEC sp_add_log_shipping_primary_secondary ${link}`)).toEqual([32_012])
  expect(await sec.errors("EXEC sp_delete_log_shipping_primary_database @database = N'mgc'")).toEqual([32_011])
  expect(await sec.errors(`EXEC sp_delete_log_shipping_primary_secondary ${link}`)).toEqual([])
  expect(await sec.errors("EXEC sp_delete_log_shipping_primary_database @database = N'mgc'")).toEqual([])
  expect(await sec.errors("EXEC sp_delete_log_shipping_primary_database @database = N'mgc'")).toEqual([32_010])
})
