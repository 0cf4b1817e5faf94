import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintSql } from '../../../src/lint/sql/lint.ts'
import { linted } from '../linted.ts'

/** What is wrong, the role and text of the block, and `line: what; next`, lines from 0. */
const BAD: [title: string, role: Role, text: string, faults: string[]][] = [
  [
    'EXEC of a variable procedure',
    'run',
    "DECLARE @p sysname = N'x'; EXEC @p;",
    ['0: EXEC of a variable runs whatever procedure it names; write the name of the procedure'],
  ],
  [
    'EXEC AT',
    'run',
    "EXEC (N'x') AT srv;",
    ["0: EXEC … AT runs on another server than this block says; name that server's target in `on=`"],
  ],
  [
    'EXEC AT on a later line',
    'run',
    "CHECKPOINT;\nEXEC (N'x') AT srv;",
    ["1: EXEC … AT runs on another server than this block says; name that server's target in `on=`"],
  ],
  [
    'a value that is compared and a value that is not',
    'run',
    "DECLARE @b int; IF @database = N'x' SELECT @b = 1, @size = 2;",
    ['0: `@size` was approved as it is and cannot be set; declare a variable of another name'],
  ],
  [
    'EXEC of a procedure AT',
    'run',
    'EXEC dbo.p 1 AT srv;',
    ["0: EXEC … AT runs on another server than this block says; name that server's target in `on=`"],
  ],
  [
    'a sum in EXEC',
    'run',
    "EXEC (N'DROP ' + @database);",
    ['0: a text is put together where it is executed; build it in a variable first, and test that for NULL'],
  ],
  [
    'nothing in EXEC',
    'run',
    'EXEC ();',
    ['0: a text is put together where it is executed; build it in a variable first, and test that for NULL'],
  ],
  [
    'a value in EXEC',
    'run',
    'EXEC (@database);',
    ['0: `@database` is executed, but this block sets it nowhere; build it here from literals and QUOTENAME(@x)'],
  ],
  [
    'a value in sp_executesql',
    'run',
    'EXEC sp_executesql @database;',
    ['0: `@database` is executed, but this block sets it nowhere; build it here from literals and QUOTENAME(@x)'],
  ],
  [
    'a sum in sp_executesql',
    'run',
    "EXEC sp_executesql N'a' + @database;",
    ['0: a text is put together where it is executed; build it in a variable first, and test that for NULL'],
  ],
  [
    'a sum in sp_executesql by name',
    'run',
    "EXEC sp_executesql @params = N'@a int', @statement = N'a' + @database;",
    ['0: a text is put together where it is executed; build it in a variable first, and test that for NULL'],
  ],
  [
    'a text within a text',
    'run',
    "EXEC (N'EXEC (N''x'')');",
    ['0: a text that is executed executes another text; write the statement itself'],
  ],
  [
    'a text within a text by EXECUTE of a variable',
    'run',
    "EXEC (N'DECLARE @x nvarchar(9); EXECUTE @x');",
    ['0: a text that is executed executes another text; write the statement itself'],
  ],
  [
    'sp_executesql within a text',
    'run',
    "EXEC (N'exec sys.sp_executesql N''x''');",
    ['0: a text that is executed executes another text; write the statement itself'],
  ],
  [
    'a text within a built text',
    'run',
    "DECLARE @s nvarchar(400) = N'EXEC (' + QUOTENAME(@database) + N')'; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['0: a text that is executed executes another text; write the statement itself'],
  ],
]

test.each(BAD)('a SQL block with %s is refused', (_, role, text, faults) => {
  expect(linted(lintSql, role, text)).toEqual(faults)
})
