/** What a sentence says to write instead is taken. */
import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintSql } from '../../../src/lint/sql/lint.ts'
import { linted } from '../linted.ts'

const TESTED = "IF @s IS NULL THROW 50000, N'x', 1; EXEC (@s);"

const ADVICE: [role: Role, refused: string, advice: string, instead: string][] = [
  ['read', 'EXEC sp_help_job;', 'write msdb.dbo.sp_help_job', 'EXEC msdb.dbo.sp_help_job;'],
  ['read', "EXEC sp_spaceused @updateusage = N'TRUE';", 'leave @updateusage out', 'EXEC sp_spaceused;'],
  ['read', 'SELECT a FROM dbo.t WITH (TABLOCKX);', 'remove this hint', 'SELECT a FROM dbo.t;'],
  ['read', "RAISERROR (N'x', 20, 1) WITH LOG;", 'write a severity of 16, and no LOG', "RAISERROR (N'x', 16, 1);"],
  [
    'read',
    'SELECT update FROM dbo.t;',
    'move it into the `run` block, or write [brackets] round it if it is a name',
    'SELECT [update] FROM dbo.t;',
  ],
  ['run', 'BEGIN TRAN; DELETE dbo.t;', 'end it with COMMIT', 'BEGIN TRAN; DELETE dbo.t; COMMIT;'],
  ['run', "PRINT 'ü';", "write N'…'", "PRINT N'ü';"],
  ['run', "PRINT N'$(database)';", 'ask for the value as a parameter, and write `@name`', 'PRINT @database;'],
  ['run', 'DECLARE @@s int = 1;', 'declare it with one @', 'DECLARE @s int = 1;'],
  [
    'run',
    `DECLARE @s nvarchar(20) = N'DROP DATABASE ' + QUOTENAME(@database); ${TESTED}`,
    'declare it as nvarchar(max)',
    `DECLARE @s nvarchar(max) = N'DROP DATABASE ' + QUOTENAME(@database); ${TESTED}`,
  ],
  [
    'run',
    `DECLARE @s nvarchar(max) = N'DROP DATABASE'; SET @s += QUOTENAME(@database); ${TESTED}`,
    'begin every piece with a blank, and close in it what it opens',
    `DECLARE @s nvarchar(max) = N'DROP DATABASE'; SET @s += N' ' + QUOTENAME(@database); ${TESTED}`,
  ],
  [
    'run',
    "EXEC msdb.dbo.sp_add_jobstep @job_name = N'a', @command = @share;",
    'write T-SQL as one constant text behind @command =',
    "EXEC msdb.dbo.sp_add_jobstep @job_name = N'a', @command = N'CHECKPOINT';",
  ],
  [
    'run',
    "EXEC (N'RESTORE DATABASE @database WITH RECOVERY');",
    "give it as a parameter: `EXEC sp_executesql …, N'@database …', @database = @database`",
    "EXEC sp_executesql N'RESTORE DATABASE @database WITH RECOVERY', N'@database nvarchar(128)', @database = @database;",
  ],
  ['run', '{fn NOW()};', 'write T-SQL itself', 'SELECT GETDATE();'],
]

test.each(ADVICE)('%s: %s', (role, refused, advice, instead) => {
  const faults = linted(lintSql, role, refused)
  expect(faults).toHaveLength(1)
  expect(faults[0]?.endsWith(`; ${advice}`), faults[0]).toBe(true)
  expect(linted(lintSql, role, instead)).toEqual([])
})
