/** What a statement takes, as its page in Microsoft's documentation says under Permissions. */
import { expect, test } from 'vitest'
import { mayWrite, rightsOf } from '../../../src/lint/sql/rights.ts'
import type { Right } from '../../../src/lint/sql/rights.ts'

const said = (right: Right): string => {
  switch (right.on) {
    case 'server':
      return right.permission
    case 'server-role':
      return `server role ${right.role}`
    case 'database':
      return `${right.permission} in ${right.database}`
    case 'database-role':
      return `role ${right.role} in ${right.database}`
    case 'object':
      return `${right.permission} on ${right.database}.${right.schema}.${right.object}`
    case 'unknown':
      return `? ${right.what}`
  }
}

test('a block in msdb calls what is in msdb', () => {
  const text = "EXEC dbo.sp_help_job; EXEC sp_help_jobhistory; EXEC sp_who3; EXEC dbo.sp_send_dbmail @profile_name = N'p'; EXEC xp_msver"
  expect(rightsOf(text, 'msdb').map(said)).toEqual([
    'EXECUTE on msdb.dbo.sp_help_job',
    'EXECUTE on msdb.dbo.sp_help_jobhistory',
    'EXECUTE on msdb.dbo.sp_who3',
    'role DatabaseMailUserRole in msdb',
    'EXECUTE on master.sys.xp_msver',
  ])
})

test.each<[text: string, rights: string[]]>([
  ['SELECT a FROM msdb.dbo.backupset b JOIN msdb..sysjobs AS j ON 1 = 1', ['SELECT on msdb.dbo.backupset', 'SELECT on msdb.dbo.sysjobs']],
  ['SELECT a FROM dbo.t x, other.u AS y, z', ['SELECT on mgc.dbo.t', 'SELECT on mgc.other.u', 'SELECT on mgc.dbo.z']],
  ['SELECT name FROM sys.databases', []],
  ['SELECT 1 FROM sys.database_mirroring', ['VIEW ANY DEFINITION']],
  ['SELECT 1 FROM sys.dm_exec_sessions s CROSS APPLY sys.dm_exec_sql_text(s.h)', ['VIEW SERVER STATE']],
  ['SELECT 1 FROM @t', []],
  ['SELECT a INTO #t FROM dbo.t; INSERT INTO #t SELECT 1; DROP TABLE #t', ['SELECT on mgc.dbo.t']],
  ['WITH newest AS (SELECT a FROM dbo.t) SELECT a FROM newest', ['SELECT on mgc.dbo.t']],
  ['SELECT value FROM OPENJSON(@list)', []],
  ['INSERT INTO @t EXEC master.sys.xp_dirtree @path, 1, 1', ['EXECUTE on master.sys.xp_dirtree']],
  ["EXEC sp_executesql N'SELECT a FROM dbo.t'", ['SELECT on mgc.dbo.t']],
  ['UPDATE dbo.t SET a = 1; DELETE FROM dbo.u; TRUNCATE TABLE dbo.v', ['UPDATE on mgc.dbo.t', 'DELETE on mgc.dbo.u', 'ALTER on mgc.dbo.v']],
  ['RESTORE DATABASE @d FROM DISK = @f WITH RECOVERY', ['server role dbcreator']],
  ['RESTORE HEADERONLY FROM DISK = @f', ['CREATE ANY DATABASE']],
  ['BACKUP LOG @d TO DISK = @f', ['role db_backupoperator in @d']],
  ["DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@d) + N' SET PARTNER OFF'; EXEC (@s)", ['ALTER ANY DATABASE']],
  ["SET @kill = N'KILL ' + CAST(@id AS nvarchar(11)); EXEC (@kill)", ['ALTER ANY CONNECTION']],
  ['EXEC master.dbo.sp_delete_log_shipping_secondary_database @secondary_database = @d', ['server role sysadmin']],
  ["EXEC msdb.dbo.sp_start_job @job_name = N'x'", ['role SQLAgentOperatorRole in msdb']],
  [
    'MERGE INTO dbo.t AS x USING @u AS y ON 1 = 1 WHEN MATCHED THEN DELETE;',
    ['INSERT', 'UPDATE', 'DELETE'].map((each) => `${each} on mgc.dbo.t`),
  ],
  [
    'MERGE other.t USING @u AS y ON 1 = 1 WHEN MATCHED THEN DELETE;',
    ['INSERT', 'UPDATE', 'DELETE'].map((each) => `${each} on mgc.other.t`),
  ],
  ['INSERT INTO [a b].dbo.[t]]x] VALUES (1); INSERT dbo.u VALUES (1)', ['INSERT on a b.dbo.t]x', 'INSERT on mgc.dbo.u']],
  ['SELECT a INTO kept.dbo.t FROM @u; SELECT a INTO v FROM @u', ['CREATE TABLE in kept', 'CREATE TABLE in mgc']],
  ['SELECT a FROM #t JOIN #u ON 1 = 1', []],
  [
    'CREATE DATABASE x; DROP DATABASE y; CREATE TABLE #t (a int); CREATE LOGIN z',
    ['CREATE ANY DATABASE', 'ALTER ANY DATABASE', '? CREATE LOGIN'],
  ],
  ['ALTER LOGIN x; BACKUP CERTIFICATE y TO FILE = @f; UPDATE STATISTICS dbo.t', ['? ALTER LOGIN', '? BACKUP CERTIFICATE']],
  [
    'EXEC sp_who2; EXEC sp_readerrorlog; EXEC mgc.dbo.sp_mine; EXEC mgc.dbo.xp_mine',
    ['EXECUTE on master.dbo.sp_readerrorlog', 'EXECUTE on mgc.dbo.sp_mine', 'EXECUTE on mgc.sys.xp_mine'],
  ],
  ['SELECT 1 FROM dbo.t; SELECT 2 FROM dbo.t', ['SELECT on mgc.dbo.t']],
  ['EXEC dbo.mend @x', ['EXECUTE on mgc.dbo.mend']],
  ['EXEC @procedure', ['? EXEC of a variable']],
  ['DBCC SHRINKFILE (1)', ['? DBCC SHRINKFILE']],
])('%s', (text, rights) => {
  expect(rightsOf(text, 'mgc').map(said).toSorted()).toEqual(rights.toSorted())
})

test('what could change something is never a right of a log-in that looks', () => {
  const kept = rightsOf('SELECT 1 FROM dbo.t, sys.dm_exec_requests; EXEC xp_fileexist @f', 'mgc')
  expect(kept.filter(mayWrite)).toEqual([])
  const writing = rightsOf(
    'RESTORE HEADERONLY FROM DISK = @f; UPDATE dbo.t SET a = 1; EXEC dbo.mend; DBCC X; KILL 5; EXEC sp_start_job',
    'mgc',
  )
  expect(writing.filter(mayWrite)).toEqual(writing)
})
