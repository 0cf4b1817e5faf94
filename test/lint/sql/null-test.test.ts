import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintSql } from '../../../src/lint/sql/lint.ts'
import { linted } from '../linted.ts'

/** What is wrong, the role and text of the block, and `line: what; next`, lines from 0. */
const BAD: [title: string, role: Role, text: string, faults: string[]][] = [
  [
    'no test for NULL',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test for something else',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NOT NULL THROW 50000, N'x', 1; EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test that only prints',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL PRINT N'x'; EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test that is under another condition',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF 1 = 0 IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test within a block that may be passed over',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF 1 = 0 BEGIN IF @s IS NULL THROW 50000, N'No name.', 1; END; EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test before a change',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL THROW 50000, N'No name.', 1; SET @s = N'DROP DATABASE ' + QUOTENAME(@database); EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test before a loop',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL THROW 50000, N'No name.', 1; WHILE 1 = 1 BEGIN EXEC (@s); END",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test that a label passes by',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL THROW 50000, N'No name.', 1; here: EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test that only holds where something else does too',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @size IS NULL AND @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test of two that only prints',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @size IS NULL OR @s IS NULL PRINT N'No name.'; EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test that is part of a longer condition',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @size > 5 AND @size IS NULL OR @s IS NULL AND 1 = 0 THROW 50000, N'No name.', 1; EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test for the contrary of the other',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL OR @size IS NOT NULL PRINT N'x'; ELSE PRINT N'y'; EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test of two under another condition',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF 1 = 0 IF @size IS NULL OR @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'an execution where one of two is known',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @size IS NOT NULL OR @s IS NOT NULL EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test of two within a longer one behind it',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL OR @size IS NULL AND @size > 5 THROW 50000, N'No name.', 1; EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'the ELSE of a test that asks for something else too',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL AND @size > 5 PRINT N'x'; ELSE EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'the ELSE of a test of two that asks for something else too',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @size IS NULL OR @s IS NULL AND @size > 5 PRINT N'x'; ELSE EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test in TRY, and the text executed in its CATCH',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; BEGIN TRY IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s); END TRY BEGIN CATCH EXEC (@s); END CATCH;",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a test of which only the first of two executions is the body',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NOT NULL EXEC (@s); EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a text that is set anew between two executions',
    'run',
    "DECLARE @s nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME(@database) + N' SET PARTNER OFF'; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s); SET @s = N'DROP DATABASE ' + QUOTENAME(@database); EXEC (@s);",
    [
      "0: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a built text that is never set',
    'run',
    "DECLARE @s nvarchar(400); IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['0: `@s` is executed, but this block sets it nowhere; build it here from literals and QUOTENAME(@x)'],
  ],
  [
    'a built text that is used otherwise on a later line',
    'run',
    "DECLARE @s nvarchar(400) = N'CHECKPOINT'; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);\nSELECT a = @s;",
    ['1: `@s` is executed, so it may only be declared, set, tested for NULL, printed and executed; use another variable for this'],
  ],
  [
    'a built text without a test on a later line',
    'run',
    "DECLARE @s nvarchar(400) = N'CHECKPOINT';\nEXEC (@s);",
    [
      "1: `@s` is executed without a test for NULL just before, and EXEC of NULL succeeds; put `IF @s IS NULL THROW 50000, N'…', 1;` before it",
    ],
  ],
  [
    'a built text that is selected into',
    'run',
    "DECLARE @s nvarchar(400) = N'CHECKPOINT'; SELECT @s = @database; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['0: `@s` is executed, but @database is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))'],
  ],
  [
    'a built text that a procedure fills',
    'run',
    "DECLARE @s nvarchar(400) = N'CHECKPOINT'; EXEC dbo.p @a = @s OUTPUT; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['0: `@s` is executed, so it may only be declared, set, tested for NULL, printed and executed; use another variable for this'],
  ],
  [
    'a built text that is fetched',
    'run',
    "DECLARE @s nvarchar(400) = N'CHECKPOINT'; FETCH NEXT FROM c INTO @s; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['0: `@s` is executed, so it may only be declared, set, tested for NULL, printed and executed; use another variable for this'],
  ],
]

test.each(BAD)('a SQL block with %s is refused', (_, role, text, faults) => {
  expect(linted(lintSql, role, text)).toEqual(faults)
})
