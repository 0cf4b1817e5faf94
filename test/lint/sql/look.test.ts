import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintSql } from '../../../src/lint/sql/lint.ts'
import { linted } from '../linted.ts'

/** What is wrong, the role and text of the block, and `line: what; next`, lines from 0. */
const BAD: [title: string, role: Role, text: string, faults: string[]][] = [
  [
    'a report of users that mends them',
    'read',
    "EXEC sp_change_users_login 'Auto_Fix', 'x'",
    [
      "0: a `read` block only reads, and EXEC of sp_change_users_login does more unless it is told @action = 'Report' alone; write EXEC sp_change_users_login 'Report'",
    ],
  ],
  [
    'a report of users that is told more',
    'read',
    "EXEC sp_change_users_login 'Report', 'bob'",
    [
      "0: a `read` block only reads, and EXEC of sp_change_users_login does more unless it is told @action = 'Report' alone; write EXEC sp_change_users_login 'Report'",
    ],
  ],
  [
    'a report of users put together',
    'read',
    "EXEC sp_change_users_login 'Report' + @database",
    [
      "0: a `read` block only reads, and EXEC of sp_change_users_login does more unless it is told @action = 'Report' alone; write EXEC sp_change_users_login 'Report'",
    ],
  ],
  [
    'a report of users under another name',
    'read',
    "EXEC sp_change_users_login @UserNamePattern = 'Report'",
    [
      "0: a `read` block only reads, and EXEC of sp_change_users_login does more unless it is told @action = 'Report' alone; write EXEC sp_change_users_login 'Report'",
    ],
  ],
  [
    'a report of users that a name is',
    'read',
    'EXEC sp_change_users_login Auto_Fix',
    [
      "0: a `read` block only reads, and EXEC of sp_change_users_login does more unless it is told @action = 'Report' alone; write EXEC sp_change_users_login 'Report'",
    ],
  ],
  [
    'a report of users by a value of that word',
    'read',
    'EXEC sp_change_users_login [Report]',
    [
      "0: a `read` block only reads, and EXEC of sp_change_users_login does more unless it is told @action = 'Report' alone; write EXEC sp_change_users_login 'Report'",
    ],
  ],
  [
    'a report of users that a value makes another order',
    'read',
    'EXEC sp_change_users_login @Action = @database',
    [
      "0: a `read` block only reads, and EXEC of sp_change_users_login does more unless it is told @action = 'Report' alone; write EXEC sp_change_users_login 'Report'",
    ],
  ],
  [
    'a setting',
    'read',
    "EXEC sp_configure 'max server memory (MB)', 4096",
    ['0: a `read` block only reads, and EXEC of sp_configure with @configvalue may do more; leave @configvalue out'],
  ],
  [
    'a plan among its results',
    'read',
    'SET STATISTICS IO, XML ON',
    [
      '0: a `read` block only reads, and SET STATISTICS XML adds results of its own; move it into the `run` block, or write [brackets] round it if it is a name',
    ],
  ],
  [
    'UPDATE',
    'check',
    'UPDATE t SET a = 1; SELECT done = 1;',
    ['0: a `check` block only reads, and UPDATE does more; move it into the `run` block, or write [brackets] round it if it is a name'],
  ],
  [
    'DELETE in before',
    'before',
    'DELETE FROM t; SELECT ok = 1;',
    ['0: a `before` block only reads, and DELETE does more; move it into the `run` block, or write [brackets] round it if it is a name'],
  ],
  [
    'MERGE in read',
    'read',
    'MERGE t USING s ON 1 = 1 WHEN MATCHED THEN DELETE;',
    ['0: a `read` block only reads, and MERGE does more; move it into the `run` block, or write [brackets] round it if it is a name'],
  ],
  [
    'INSERT into a table',
    'check',
    'INSERT INTO t VALUES (1); SELECT done = 1;',
    [
      '0: a `check` block only reads, and INSERT into anything but a table of its own (@t, #t) does more; move it into the `run` block, or write [brackets] round it if it is a name',
    ],
  ],
  [
    'INSERT without INTO',
    'check',
    'INSERT t VALUES (1); SELECT done = 1;',
    [
      '0: a `check` block only reads, and INSERT into anything but a table of its own (@t, #t) does more; move it into the `run` block, or write [brackets] round it if it is a name',
    ],
  ],
  [
    'SELECT INTO',
    'check',
    'SELECT done = 1 INTO ##t;',
    [
      '0: a `check` block only reads, and INTO makes a table, or fills one that is not its own; move it into the `run` block, or write [brackets] round it if it is a name',
    ],
  ],
  [
    'RESTORE',
    'check',
    'RESTORE DATABASE x; SELECT done = 1;',
    ['0: a `check` block only reads, and RESTORE does more; move it into the `run` block, or write [brackets] round it if it is a name'],
  ],
  [
    'BEGIN TRANSACTION',
    'check',
    'BEGIN TRAN; SELECT done = 1;',
    [
      '0: a `check` block only reads, and a transaction is for changes; move it into the `run` block, or write [brackets] round it if it is a name',
    ],
  ],
  [
    'DISABLE TRIGGER',
    'check',
    'SELECT done = 1; DISABLE TRIGGER x ON y;',
    [
      '0: a `check` block only reads, and DISABLE TRIGGER does more; move it into the `run` block, or write [brackets] round it if it is a name',
    ],
  ],
  [
    'ENABLE TRIGGER',
    'check',
    'SELECT done = 1; ENABLE TRIGGER x ON y;',
    [
      '0: a `check` block only reads, and ENABLE TRIGGER does more; move it into the `run` block, or write [brackets] round it if it is a name',
    ],
  ],
  [
    'NEXT VALUE FOR',
    'check',
    'SELECT done = NEXT VALUE FOR s;',
    [
      '0: a `check` block only reads, and NEXT VALUE uses a number up; move it into the `run` block, or write [brackets] round it if it is a name',
    ],
  ],
  [
    'EXEC of an unknown procedure',
    'check',
    'EXEC dbo.mend; SELECT done = 1;',
    [
      '0: a `check` block only reads, and EXEC of dbo.mend may do more; use a query, or add it to `readers` in the configuration when it changes nothing',
    ],
  ],
  [
    'EXEC of a reader that lies somewhere else',
    'check',
    'EXEC other.dbo.xp_dirtree @share; SELECT done = 1;',
    [
      '0: a `check` block only reads, and EXEC of other.dbo.xp_dirtree may do more; use a query, or add it to `readers` in the configuration when it changes nothing',
    ],
  ],
  [
    'EXEC of a variable in a check',
    'check',
    "DECLARE @p sysname = N'x'; EXEC @p; SELECT done = 1;",
    ['0: EXEC of a variable runs whatever procedure it names; write the name of the procedure'],
  ],
  [
    'sp_executesql of a variable that is not tested in a check',
    'check',
    "DECLARE @q nvarchar(99) = N'SELECT done = 1'; EXEC sp_executesql @q;",
    [
      "0: `@q` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @q IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'sp_executesql of two texts that write together',
    'check',
    "EXEC sp_executesql N'DEL' + N'ETE t'; SELECT done = 1;",
    ['0: a `check` block only reads, and DELETE does more; move it into the `run` block, or write [brackets] round it if it is a name'],
  ],
  [
    'sp_executesql of a text that writes',
    'check',
    "EXEC sp_executesql N'SELECT 1;\nDROP TABLE x'; SELECT done = 1;",
    ['1: a `check` block only reads, and DROP does more; move it into the `run` block, or write [brackets] round it if it is a name'],
  ],
  [
    'sp_executesql without a text',
    'check',
    'EXEC sp_executesql; SELECT done = 1;',
    ['0: a text is put together where it is executed; build it in a variable first, and test that for NULL'],
  ],
  [
    'a check without done',
    'check',
    'SELECT don = 1;',
    ['0: this `check` block has no column `done`; answer with one row: `done` (1 or 0) and `detail`'],
  ],
  [
    'a before without ok',
    'before',
    'SELECT okay = 1;',
    ['0: this `before` block has no column `ok`; answer with one row: `ok` (1 or 0) and `detail`'],
  ],
]

test.each(BAD)('a SQL block with %s is refused', (_, role, text, faults) => {
  expect(linted(lintSql, role, text)).toEqual(faults)
})

test.each([
  'SELECT done = (1',
  'SELECT done = CASE WHEN 1 = 1 THEN 1',
  'SELECT (',
  'DROP TABLE #t,',
  'FETCH NEXT FROM c INTO @a,',
  'SELECT a.',
])('%s comes to an end', (text) => {
  expect(linted(lintSql, 'check', text)).toEqual(expect.any(Array))
})
