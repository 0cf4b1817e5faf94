import { expect, test } from 'vitest'
import type { Role } from '../../src/procedure/procedure.ts'
import { lintPowershell } from '../../src/lint/powershell/lint.ts'
import { lintSql } from '../../src/lint/sql/lint.ts'
import { linted } from './linted.ts'

const EXECUTES = 'runs a text as a program; write the statement itself'
const SQL: [title: string, role: Role, text: string, faults: string[]][] = [
  ['a text that is run in every database', 'run', 'EXEC sp_MSforeachdb @database;', [`0: EXEC of sp_msforeachdb ${EXECUTES}`]],
  [
    'a text that is put together and run for every table',
    'run',
    "DECLARE @s nvarchar(max) = N'DROP TABLE ' + @database; EXEC dbo.sp_MSforeachtable @s;",
    [`0: EXEC of dbo.sp_msforeachtable ${EXECUTES}`],
  ],
  [
    'a program of the operating system',
    'run',
    'CHECKPOINT;\nEXEC master..xp_cmdshell @share;',
    [`1: EXEC of master.xp_cmdshell ${EXECUTES}`],
  ],
  ['a prepared text', 'run', 'DECLARE @h int; EXEC sp_prepare @h OUTPUT, NULL, @database;', [`0: EXEC of sp_prepare ${EXECUTES}`]],
  [
    'a text that a job runs',
    'run',
    'EXEC msdb.dbo.sp_add_jobstep @command = @database;',
    ['0: EXEC of msdb.dbo.sp_add_jobstep runs a text as a program; write T-SQL as one constant text behind @command ='],
  ],
  [
    'a procedure of a linked server',
    'run',
    'EXEC srv.master.dbo.sp_who;',
    ["0: EXEC of srv.master.dbo.sp_who runs on another server than this block says; name that server's target in `on=`"],
  ],
  [
    'a query of a linked server',
    'run',
    "SELECT a FROM OPENQUERY(srv, 'DROP TABLE b');",
    ["0: OPENQUERY runs on another server than this block says; name that server's target in `on=`"],
  ],
  [
    'another name for a procedure',
    'run',
    'CREATE SYNONYM dbo.f FOR sys.sp_executesql; EXEC dbo.f @database;',
    ['0: a synonym hides from readers what its name means; write the full name'],
  ],
]

test.each(SQL)('SQL: %s is refused', (_, role, text, faults) => {
  expect(linted(lintSql, role, text)).toEqual(faults)
})

const POWERSHELL: [title: string, role: Role, text: string, faults: string[]][] = [
  [
    'a cmdlet that formats a disk, in a block that only reads',
    'read',
    'Format-Volume -DriveLetter D',
    [
      '0: a `read` block only reads, and `Format-Volume` may do more; move it into the `run` block, or add it to `readers` in the configuration if it only looks',
    ],
  ],
  [
    'a shell by its path',
    'run',
    "& 'C:\\Windows\\System32\\cmd.exe' /c $share",
    ['0: `C:\\Windows\\System32\\cmd.exe` is refused: it runs a text as a program; write the command itself'],
  ],
  [
    'a shell by its path without quotes',
    'run',
    'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe -Command $share',
    [
      '0: `C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe` is refused: it runs a text as a program; write the command itself',
    ],
  ],
  [
    'SQL by cmdlet',
    'run',
    'Invoke-Sqlcmd -Query "DROP DATABASE $database"',
    ['0: `Invoke-Sqlcmd` is refused: it sends SQL that PowerShell puts together; write a `sql` block'],
  ],
  [
    'SQL by program',
    'run',
    'sqlcmd.exe -Q "DROP DATABASE $database"',
    ['0: `sqlcmd.exe` is refused: it sends SQL that PowerShell puts together; write a `sql` block'],
  ],
  [
    'a text whose inner commands are run',
    'run',
    '$ExecutionContext.InvokeCommand.ExpandString($share)',
    ['0: `$ExecutionContext` reaches what runs the block, and can set or run anything; write the statement itself'],
  ],
  [
    'a function made of a value',
    'run',
    'Set-Item function:Get-Thing $share; Get-Thing',
    ['0: `function:Get-Thing` hides from readers what a name means; write the commands themselves'],
  ],
  [
    'a task that runs on after the block',
    'run',
    'schtasks.exe /create /tr $share',
    [
      '0: `schtasks.exe` is refused: it runs on after the block, and nothing can stop or judge it; let a step by hand (`confirm`) make the task, and its `check` look at it',
    ],
  ],
]

test.each(POWERSHELL)('PowerShell: %s is refused', (_, role, text, faults) => {
  expect(linted(lintPowershell, role, text)).toEqual(faults)
})

test('what only shows, and a procedure of another database of the same server, is taken', () => {
  expect(linted(lintPowershell, 'read', 'Get-Item $share | Format-List')).toEqual([])
  expect(linted(lintSql, 'run', 'EXEC msdb.dbo.sp_start_job @job_name = @database;')).toEqual([])
  expect(linted(lintSql, 'run', 'EXEC master..sp_who;')).toEqual([])
})
