import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PracticeSession, practiceEstate } from './practice-session.ts'

let remove: () => void
let sec: PracticeSession

beforeAll(async () => {
  const estate = practiceEstate()
  remove = estate.remove
  sec = new PracticeSession(estate.state)
})
afterAll(() => {
  sec.close()
  remove()
})

/** The read-only checks that operators run before and after: database, mirroring, log shipping, sessions, roll-forward, restores, content. */
const RESTORING = {
  K1: "SELECT name, state_desc, recovery_model_desc, user_access_desc, is_read_only FROM sys.databases WHERE name IN (N'mgc', N'mgccomp');",
  K2: `SELECT DB_NAME(database_id) AS db, mirroring_state_desc, mirroring_role_desc, mirroring_safety_level_desc, mirroring_partner_name,
         mirroring_partner_instance, mirroring_witness_name, mirroring_witness_state_desc
       FROM sys.database_mirroring WHERE mirroring_guid IS NOT NULL;`,
  K3: `SELECT s.secondary_id, s.primary_server, s.primary_database, s.backup_source_directory, s.backup_destination_directory, s.last_copied_file,
         s.last_copied_date, s.copy_job_id, s.restore_job_id, d.secondary_database, d.restore_mode, d.restore_delay, d.last_restored_file, d.last_restored_date
       FROM msdb.dbo.log_shipping_secondary s JOIN msdb.dbo.log_shipping_secondary_databases d ON d.secondary_id = s.secondary_id
       WHERE d.secondary_database = N'mgc';`,
  K4: `SELECT primary_id, primary_database, backup_directory, backup_share, backup_job_id, backup_retention_period, backup_compression, last_backup_file,
         last_backup_date FROM msdb.dbo.log_shipping_primary_databases WHERE primary_database = N'mgc';`,
  K5: `SELECT session_id, login_name, host_name, program_name, login_time, status FROM sys.dm_exec_sessions
       WHERE is_user_process = 1 AND session_id <> @@SPID AND database_id = DB_ID(N'mgc');`,
  K6: "SELECT file_id, type_desc, state_desc, redo_start_lsn, redo_start_fork_guid FROM sys.master_files WHERE database_id = DB_ID(N'mgc');",
  K7: `SELECT TOP (50) rh.restore_history_id, rh.restore_date, rh.restore_type, rh.[recovery], rh.[replace], bs.first_lsn, bs.last_lsn, bs.checkpoint_lsn,
         bs.database_backup_lsn, bmf.physical_device_name
       FROM msdb.dbo.restorehistory rh JOIN msdb.dbo.backupset bs ON bs.backup_set_id = rh.backup_set_id
       JOIN msdb.dbo.backupmediafamily bmf ON bmf.media_set_id = bs.media_set_id
       WHERE rh.destination_database_name = N'mgc' ORDER BY rh.restore_history_id DESC;`,
}
const ROWS = { K1: 2, K2: 0, K3: 1, K4: 0, K5: 0, K6: 2, K7: 6 }

test.each(Object.entries(RESTORING))('%s of a database that is being restored', async (name, text) => {
  expect(await sec.rows(text)).toHaveLength(ROWS[name as keyof typeof ROWS])
})

test('the newest restore reaches as far as the files have been rolled forward', async () => {
  const text = `SELECT same = CASE WHEN MAX(bs.last_lsn) = (SELECT MAX(redo_start_lsn) FROM sys.master_files WHERE database_id = DB_ID(N'mgc')) THEN 1 ELSE 0 END
    FROM msdb.dbo.restorehistory rh JOIN msdb.dbo.backupset bs ON bs.backup_set_id = rh.backup_set_id WHERE rh.destination_database_name = N'mgc'`
  expect(await sec.value(text)).toBe(1)
})

test('the content and the compliance queue are counted once the database is online', async () => {
  await sec.ask('RESTORE DATABASE mgc WITH RECOVERY')
  expect(await sec.rows('SELECT serverID, serverAddress, serverLastPingTime FROM mgc.dbo.tblServerIdentity;')).toHaveLength(8)
  expect(await sec.rows('SELECT COUNT_BIG(chatId) AS chats, MAX(chatDate) AS last_chat FROM mgc.dbo.tblChat;')).toMatchObject([
    { chats: 470n },
  ])
  expect(
    await sec.rows('SELECT COUNT(nodeID) AS rooms, SUM(CAST(lastChatID AS decimal(38,0))) AS id_sum FROM mgc.dbo.tblLastChatId;'),
  ).toEqual([{ rooms: 12, id_sum: '4070' }])
  expect(await sec.rows('SELECT COUNT(nodeID) AS nodes, MAX(nodeUpdatedOn) AS last_node FROM mgc.dbo.tblNode;')).toMatchObject([
    { nodes: 19 },
  ])
  expect(
    (await sec.ask('SELECT sysRevision FROM mgc.dbo.tblSystemRevision;  SELECT configPoolID FROM mgc.dbo.tblConfig;')).sets,
  ).toHaveLength(2)
  expect(await sec.rows('SELECT COUNT_BIG(cmplEventID) AS pending FROM mgccomp.dbo.tblComplianceData;')).toEqual([{ pending: 0n }])
  expect(
    await sec.rows('SELECT lastProcessedEntryID, activeServerID, lockExpirationTime FROM mgccomp.dbo.tblComplianceState;'),
  ).toHaveLength(1)
})

test('whatever text arrives, the stand-in answers and stays up', async () => {
  const pieces = readFileSync('commands/failover-persistent-chat.md', 'utf8').split(/(\s+|[(),;])/)
  const torn = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 6 })), { maxLength: 40 })
    .map((parts) => parts.join(' '))
  await fc.assert(
    fc.asyncProperty(torn, async (text) => {
      // A text made of pieces may wait or loop: it is cancelled then, and that is an answer too.
      await sec.ask(text, { database: 'mgc', newest: '' }, AbortSignal.timeout(200))
    }),
    { numRuns: 300 },
  )
  expect(await sec.value('SELECT 1')).toBe(1)
})
