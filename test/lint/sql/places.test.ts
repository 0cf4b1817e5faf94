import { expect, test } from 'vitest'
import { lintSql } from '../../../src/lint/sql/lint.ts'
import { linted } from '../linted.ts'

/** Statements that would fail with a syntax error once they are approved, and the words that are said of them. Microsoft's parser (ScriptDom, 2019) refuses each of them too. */
const WITHOUT_VARIABLES: [statement: string, words: string][] = [
  ['ALTER DATABASE @database SET MULTI_USER', 'ALTER DATABASE'],
  ['ALTER DATABASE mgc SET PARTNER = @share', 'ALTER DATABASE'],
  ['ALTER DATABASE mgc MODIFY NAME = @database', 'ALTER DATABASE'],
  ['ALTER DATABASE mgc ADD FILE (NAME = b, FILENAME = @share)', 'ALTER DATABASE'],
  ['ALTER AVAILABILITY GROUP @database FAILOVER', 'ALTER AVAILABILITY GROUP'],
  ['ALTER AVAILABILITY GROUP ag ADD DATABASE @database', 'ALTER AVAILABILITY GROUP'],
  ['KILL @size', 'KILL'],
  ['DROP LOGIN @database', 'DROP LOGIN'],
  ['DROP DATABASE @database', 'DROP DATABASE'],
  ['DROP TABLE dbo.@database', 'DROP TABLE'],
  ['DROP PROCEDURE @database', 'DROP PROCEDURE'],
  ['CREATE DATABASE @database', 'CREATE DATABASE'],
  ['CREATE LOGIN a WITH PASSWORD = @share', 'CREATE LOGIN'],
  ['CREATE CERTIFICATE c FROM FILE = @share', 'CREATE CERTIFICATE'],
  ['ALTER LOGIN @database DISABLE', 'ALTER LOGIN'],
  ['ALTER SERVER ROLE sysadmin ADD MEMBER @database', 'ALTER SERVER ROLE'],
  ['ALTER AUTHORIZATION ON DATABASE::@database TO sa', 'ALTER AUTHORIZATION'],
  ['ALTER TABLE t DROP COLUMN @database', 'ALTER TABLE'],
  ['ALTER INDEX i ON @database REBUILD', 'ALTER INDEX'],
  ['ALTER PARTITION FUNCTION @database() MERGE RANGE (1)', 'ALTER PARTITION FUNCTION'],
  ['ALTER PARTITION SCHEME ps NEXT USED @database', 'ALTER PARTITION SCHEME'],
  ["CREATE XML SCHEMA COLLECTION @database AS N'a'", 'CREATE XML SCHEMA'],
  ['TRUNCATE TABLE @database', 'TRUNCATE TABLE'],
  ['GRANT INSERT, UPDATE ON t TO @database', 'GRANT'],
  ['DENY SELECT ON t TO @database', 'DENY'],
  ['REVOKE BACKUP DATABASE FROM @database', 'REVOKE'],
  ['BULK INSERT t FROM @share', 'BULK INSERT'],
  ['UPDATE STATISTICS @database', 'UPDATE STATISTICS'],
  ['PRINT 1; ENABLE TRIGGER a ON @database', 'ENABLE TRIGGER'],
  ['CHECKPOINT @size', 'CHECKPOINT'],
  ['SET IDENTITY_INSERT @database ON', 'SET IDENTITY_INSERT'],
  ['BACKUP CERTIFICATE a TO FILE = @share', 'BACKUP CERTIFICATE'],
  ["RESTORE MASTER KEY FROM FILE = @share DECRYPTION BY PASSWORD = N'a' ENCRYPTION BY PASSWORD = N'a'", 'RESTORE MASTER'],
  ['OPEN MASTER KEY DECRYPTION BY PASSWORD = @share', 'OPEN MASTER KEY'],
  ['IF @size = 1 DROP LOGIN @database', 'DROP LOGIN'],
  ['ALTER DATABASE mgc SET OFFLINE\nKILL @size', 'KILL'],
  ['WHILE @size < 3 BEGIN DROP LOGIN @database END', 'DROP LOGIN'],
]

test.each(WITHOUT_VARIABLES)('refuses a variable in %s', (statement, words) => {
  const faults = linted(lintSql, 'run', statement)
  expect(faults.map((fault) => fault.replace(/;.*/, ''))).toEqual([
    expect.stringMatching(new RegExp(`^\\d: ${words} takes no variable, and \`@\\w+\` stands in it$`)),
  ])
})

/** Statements that Microsoft's parser takes. */
const WITH_VARIABLES = [
  'RESTORE DATABASE @database FROM DISK = @share WITH MOVE @database TO @share, NORECOVERY, STATS = 10',
  'RESTORE LOG @database FROM DISK = @share WITH NORECOVERY',
  'RESTORE DATABASE @database FROM @share',
  'RESTORE DATABASE @database WITH RECOVERY',
  'BACKUP LOG @database TO DISK = @share WITH NORECOVERY, NAME = @share',
  'EXEC dbo.mend @database, @share = @share',
  'DBCC CHECKDB (@database) WITH NO_INFOMSGS',
  'WAITFOR DELAY @share',
  'SET ROWCOUNT @size',
  'SET LOCK_TIMEOUT @size',
  'UPDATE t SET a = @size, b = @share WHERE c = @database',
  'DELETE TOP (@size) FROM t WHERE a = @database',
  'INSERT INTO t (a) VALUES (@size)',
  'MERGE t AS a USING u ON 1 = 1 WHEN MATCHED AND a.b = @size THEN UPDATE SET b = @share;',
  'IF @size = 1 ALTER LOGIN b DISABLE ELSE PRINT @share',
  'ALTER DATABASE mgc SET SINGLE_USER WITH ROLLBACK IMMEDIATE\nRESTORE DATABASE @database WITH RECOVERY',
  'DECLARE @n int; ALTER DATABASE mgc SET MULTI_USER\nSET @n = @size',
  'ALTER DATABASE mgc SET MULTI_USER\nSET ROWCOUNT @size',
  'GRANT UPDATE ON t TO a\nUPDATE t SET b = @size',
  'CREATE TABLE #t (a int REFERENCES u ON DELETE SET NULL)\nINSERT #t VALUES (@size)',
  'ALTER TABLE t SWITCH PARTITION @size TO u PARTITION @size',
  'ALTER INDEX i ON t REBUILD PARTITION = @size',
  'ALTER PARTITION FUNCTION pf() SPLIT RANGE (@size)',
  'TRUNCATE TABLE t WITH (PARTITIONS (@size))',
  'ALTER XML SCHEMA COLLECTION c ADD @share',
  'SET NOCOUNT ON SELECT @size',
  "EXEC sp_configure N'a', 1 RECONFIGURE SELECT @size",
  'BEGIN TRY DROP TABLE t END TRY BEGIN CATCH PRINT @share; THROW; END CATCH',
  'SELECT TOP (@size) a FROM t WHERE b IN (@size) ORDER BY a OFFSET @size ROWS FETCH NEXT @size ROWS ONLY',
  'SELECT TRIM(@share FROM @database) FROM t WHERE a IS NOT DISTINCT FROM @size',
  'DECLARE @seen TABLE (a int); INSERT INTO @seen EXEC dbo.p @size; SELECT a FROM @seen WHERE a = CAST(@size AS int)',
  'DECLARE @n int; FETCH NEXT FROM c INTO @n',
  'SELECT CHAR(@size), NCHAR(@size)',
]

test.each(WITH_VARIABLES)('takes %s', (statement) => {
  expect(linted(lintSql, 'run', statement)).toEqual([])
})

test.each([
  ['SELECT TOP @size a FROM t', 'TOP takes no variable without parentheses; write `TOP (@size)`'],
  [
    'SELECT a FROM t WHERE b IN @share',
    'IN takes no variable without parentheses; write `IN (@share)` for one value; a list is one JSON text: read it with OPENJSON',
  ],
  ['SELECT a FROM dbo.@share', '`@share` is no part of a name; write the name out, or choose the database by `database=` in the fence'],
  [
    'SELECT a FROM @database.dbo.t',
    '`@database` is no part of a name; write the name out, or choose the database by `database=` in the fence',
  ],
  ['SELECT a FROM @database', '`@database` is a value, and no table; write the name of the table'],
  ['SELECT a FROM t JOIN @database AS u ON 1 = 1', '`@database` is a value, and no table; write the name of the table'],
  ['INSERT INTO @database VALUES (1)', '`@database` is a value, and no table; write the name of the table'],
  ['UPDATE @database SET a = 1', '`@database` is a value, and no table; write the name of the table'],
  ['FETCH NEXT FROM c INTO @size', '`@size` was approved as it is and cannot be set; declare a variable of another name'],
  ['SELECT CAST(1 AS nvarchar(@size))', '`@size` stands where T-SQL takes no variable; write the name or the number itself there'],
  ['SELECT 1 AS @share', '`@share` stands where T-SQL takes no variable; write the name or the number itself there'],
  ['SELECT a COLLATE @share FROM t', '`@share` stands where T-SQL takes no variable; write the name or the number itself there'],
  ['SELECT a FROM t WITH (INDEX(@size))', '`@size` stands where T-SQL takes no variable; write the name or the number itself there'],
  ['SELECT NEXT VALUE FOR @share', '`@share` stands where T-SQL takes no variable; write the name or the number itself there'],
  [
    'SELECT SUM(a) OVER (ORDER BY b ROWS @size PRECEDING) FROM t',
    '`@size` stands where T-SQL takes no variable; write the name or the number itself there',
  ],
])('refuses %s', (statement, fault) => {
  expect(linted(lintSql, 'run', statement)).toEqual([`0: ${fault}`])
})

test.each([
  ['DROP LOGIN @database', " + N''"],
  ['KILL @size', " + N''"],
])('what is advised instead of %s loads', (statement, rest) => {
  const [fault = ''] = linted(lintSql, 'run', statement)
  expect(fault).toMatch(/; build the statement: `DECLARE @s /)
  const advice = /: `(DECLARE.*)`$/.exec(fault)?.[1]?.replace(" + N' …'", rest).replace("N'…'", "N'There is no name.'") ?? ''
  expect(linted(lintSql, 'run', advice)).toEqual([])
})

test('where a value is wanted, it is to be written out', () => {
  expect(linted(lintSql, 'run', 'ALTER DATABASE mgc SET PARTNER = @share')).toEqual([
    '0: ALTER DATABASE takes no variable, and `@share` stands in it; write the value itself there',
  ])
})

test('a text that is executed sees no variable but those that it is given, and is judged at its own lines', () => {
  const seen = (text: string): string[] => linted(lintSql, 'run', text)
  expect(seen("EXEC (N'\nRESTORE DATABASE @database WITH RECOVERY');")).toEqual([
    "1: `@database` is not seen inside a text that is executed; give it as a parameter: `EXEC sp_executesql …, N'@database …', @database = @database`",
  ])
  expect(seen("EXEC sp_executesql N'RESTORE DATABASE @name WITH RECOVERY', N'@name nvarchar(128)', @name = @database;")).toEqual([])
  expect(seen("EXEC sp_executesql\n@stmt = N'\n\nPRINT @name', @params = N'@other int', @other = @size;")).toEqual([
    "3: `@name` is not seen inside a text that is executed; give it as a parameter: `EXEC sp_executesql …, N'@name …', @name = @name`",
  ])
  expect(seen("EXEC (N'DECLARE @n int = 1; PRINT @n');")).toEqual([])
  expect(seen("EXEC (\nN'\nEXEC (@what)');")).toContain('2: a text that is executed executes another text; write the statement itself')
  expect(linted(lintSql, 'check', "EXEC sp_executesql\nN'SELECT done = 1;\nDELETE t';")).toEqual([
    '2: a `check` block only reads, and DELETE does more; move it into the `run` block, or write [brackets] round it if it is a name',
  ])
})
