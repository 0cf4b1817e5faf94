import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintSql } from '../../../src/lint/sql/lint.ts'
import { usedNames } from '../../../src/procedure/document/names-in-scope.ts'
import { linted, SCOPE } from '../linted.ts'

const GOOD: [title: string, role: Role, text: string, uses: string[]][] = [
  [
    'a text that one test lets run twice',
    'run',
    "DECLARE @a nvarchar(max) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET ONLINE'; IF @a IS NULL THROW 50000, N'No name.', 1; EXEC sp_executesql @a; EXEC (@a); EXECUTE sp_executesql @a;",
    ['database'],
  ],
  ['comparisons that touch their names', 'read', 'SELECT name FROM sys.databases WHERE database_id<size AND size>database_id', []],
  ['the cost of a look', 'read', 'SET STATISTICS IO, TIME ON; SELECT name FROM sys.databases', []],
  ['the users without a login', 'read', "EXEC sp_change_users_login @Action = 'report'", []],
  ['a setting that is only asked for', 'read', "EXEC sp_configure 'max server memory (MB)'", []],
  [
    'two texts that one condition tests before both',
    'run',
    "DECLARE @a nvarchar(400) = N'ALTER ENDPOINT ' + QUOTENAME(@database) + N' STATE = STOPPED', @b nvarchar(400) = N'ALTER ENDPOINT ' + QUOTENAME(@database) + N' STATE = STARTED'; IF @a IS NULL OR @b IS NULL THROW 50000, N'No name.', 1; EXEC (@a); EXEC (@b);",
    ['database'],
  ],
  [
    'two texts that are executed where neither is NULL',
    'run',
    "DECLARE @a nvarchar(400) = N'ALTER ENDPOINT ' + QUOTENAME(@database) + N' STATE = STOPPED', @b nvarchar(400) = N'ALTER ENDPOINT ' + QUOTENAME(@database) + N' STATE = STARTED'; IF @b IS NULL OR @a IS NULL PRINT N'No name.'; ELSE BEGIN EXEC (@a); EXEC (@b); END",
    ['database'],
  ],
  [
    'a text that is tested once and executed twice',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s); EXEC (@s);",
    ['database'],
  ],
  [
    'a text that is tested before TRY, and executed in CATCH and behind it',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL THROW 50000, N'No name.', 1; BEGIN TRY SELECT 1; END TRY BEGIN CATCH EXEC (@s); THROW; END CATCH; EXEC (@s);",
    ['database'],
  ],
  [
    'a test that is the first statement of TRY, and of CATCH',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; BEGIN TRY IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s); END TRY BEGIN CATCH IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s); END CATCH;",
    ['database'],
  ],
  [
    'a built statement as the design shows it',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['database'],
  ],
  [
    'a number through two casts',
    'run',
    "DECLARE @k nvarchar(60) = N'KILL ' + CAST(CAST(@size AS int) AS nvarchar(11)); IF @k IS NULL THROW 50000, N'x', 1; EXEC (@k);",
    ['size'],
  ],
  [
    'sp_executesql with a built text',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC sp_executesql @s;",
    ['database'],
  ],
  [
    'sp_executesql by the name of its argument',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC sys.sp_executesql @stmt = @s;",
    ['database'],
  ],
  ['EXEC of a constant', 'run', "EXEC (N'CHECKPOINT');", []],
  [
    'a THROW in BEGIN',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL BEGIN THROW 50000, N'x', 1; END EXEC (@s);",
    ['database'],
  ],
  [
    'a built statement that is printed',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL THROW 50000, N'No name.', 1; PRINT @s; EXEC (@s);",
    ['database'],
  ],
  [
    'a built statement that is executed twice',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s); IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['database'],
  ],
  [
    'a built statement with a number of its own',
    'run',
    "DECLARE @s nvarchar(400) = N'BACKUP LOG x WITH STATS = 10, FILE = ' + CAST(CAST(@size AS int) AS nvarchar(11)); IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['size'],
  ],
  ['a constant text that calls a procedure', 'run', "EXEC (N'EXEC dbo.p');", []],
  [
    'a test in the block of the execution',
    'run',
    "DECLARE @n int = 1; DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @n = 1 BEGIN SET @n = CASE WHEN @n = 1 THEN 2 END; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s); END",
    ['database'],
  ],
  [
    'a test before a block that is left',
    'run',
    "DECLARE @n int = 1; DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL THROW 50000, N'No name.', 1; IF @n = 1 BEGIN SET @n = 2; END; EXEC (@s);",
    ['database'],
  ],
  [
    'USE within a built statement',
    'run',
    "DECLARE @s nvarchar(400) = N'USE ' + QUOTENAME(@database) + N'; CHECKPOINT;'; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['database'],
  ],
  [
    'table variables and readers',
    'check',
    'DECLARE @t TABLE (a int, b int); INSERT INTO @t EXEC master.dbo.xp_fileexist @share; INSERT @t (a) SELECT 1; SELECT done = 1 FROM @t;',
    ['share'],
  ],
  [
    'flow and waiting',
    'check',
    "DECLARE @n int = 0; WHILE @n < 3 BEGIN SET @n += 1; WAITFOR DELAY '00:00:01'; END; IF @n = 3 PRINT N'x' ELSE RAISERROR(N'y', 10, 1); SELECT done = 1;",
    [],
  ],
  ['a query in sp_executesql', 'check', "EXEC sp_executesql N'SELECT done = @a', N'@a int', @a = @size;", ['size']],
  ['a common table expression', 'check', 'WITH x AS (SELECT a = 1) SELECT done = x.a FROM x;', []],
  ['RESTORE HEADERONLY', 'read', 'RESTORE HEADERONLY FROM DISK = @share;', ['share']],
  ['sp_help', 'read', 'EXEC sp_helpdb @database;', ['database']],
  ['FETCH NEXT of a query', 'read', 'SELECT a FROM t ORDER BY a OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY;', []],
  ['names that are writing words in brackets', 'check', 'SELECT done = [update] FROM [delete] WHERE "drop" = 1;', []],
  [
    'writing words in strings and comments',
    'check',
    "-- DELETE all\n/* DROP /* nested */ TABLE */ SELECT done = 1, detail = N'UPDATE it''s';",
    [],
  ],
  [
    'several variables in one DECLARE',
    'run',
    'DECLARE @a int = CASE WHEN 1 = 1 THEN (SELECT 1) ELSE 2 END, @b TABLE (x int, y int), @c int; SET @c = @a;',
    [],
  ],
  ['an argument with a name of its own', 'run', 'EXEC dbo.p @anything = @database, @other = 1;', ['database']],
  ['a result code', 'run', 'DECLARE @r int; EXEC @r = dbo.p @database;', ['database']],
  [
    'LSNs as text',
    'read',
    'SELECT lsn = CAST(b.last_lsn AS nvarchar(25)), other = TRY_CAST(first_lsn AS nvarchar) FROM b WHERE first_lsn > 5;',
    [],
  ],
  ['an LSN in a condition', 'read', 'SELECT a = CASE WHEN first_lsn > last_lsn THEN 1 ELSE 0 END FROM b;', []],
  ['an LSN alias', 'read', "SELECT CAST(x AS nvarchar(25)) AS last_lsn, first_lsn = N'' FROM b;", []],
  ['a star in EXISTS', 'read', 'SELECT a = 1 WHERE EXISTS (SELECT * FROM t);', []],
  ['COUNT(*)', 'read', 'SELECT a = COUNT(*), b = 2 * 3 FROM t;', []],
  ['a hint', 'read', "SELECT a FROM t OPTION (USE HINT ('x'));", []],
  ['system variables', 'read', 'SELECT a = @@SPID;', []],
  ['GO as a name within a line', 'read', 'SELECT go = 1;', []],
  ['a parenthesis at the beginning', 'read', '(SELECT a = 1);', []],
  ['dollars in a string that name nothing', 'read', "SELECT a = N'$5 {x}';", []],
  ['a sum of money with its sign, and names in any letters', 'run', 'UPDATE dbo.사용자 SET [guthaben–alt] = £5, größe = €2;', []],
]

test.each(GOOD)('a SQL block may have %s', (_, role, text, uses) => {
  expect(linted(lintSql, role, text)).toEqual([])
  expect(usedNames({ language: 'sql', text }, SCOPE)).toEqual(uses)
})
