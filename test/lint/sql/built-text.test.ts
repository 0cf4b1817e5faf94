import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintSql } from '../../../src/lint/sql/lint.ts'
import { linted } from '../linted.ts'

/** What is wrong, the role and text of the block, and `line: what; next`, lines from 0. */
const BAD: [title: string, role: Role, text: string, faults: string[]][] = [
  [
    'a value put in without QUOTENAME',
    'run',
    "DECLARE @s nvarchar(400) = N'DROP ' + @database; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['0: `@s` is executed, but @database is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))'],
  ],
  [
    'QUOTENAME with another quote',
    'run',
    "DECLARE @s nvarchar(400) = N'DROP ' + QUOTENAME(@database, ''''); IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    [
      "0: `@s` is executed, but a text in it has no N before it, and its code page changes what it says; write N before its quotes: N'… N' + QUOTENAME(@x, '''')",
    ],
  ],
  [
    'QUOTENAME of an expression',
    'run',
    "DECLARE @s nvarchar(400) = N'DROP ' + QUOTENAME(@database + N'x'); IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    [
      '0: `@s` is executed, but QUOTENAME of an expression is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
    ],
  ],
  [
    'QUOTENAME within a string',
    'run',
    "DECLARE @s nvarchar(400) = N'PRINT ''' + QUOTENAME(@database) + N''''; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    [
      '0: `@s` is executed, but a name, a number or a text in it stands inside quotes, a comment or another word; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
    ],
  ],
  [
    'QUOTENAME within a comment',
    'run',
    "DECLARE @s nvarchar(400) = N'PRINT 1 /* ' + QUOTENAME(@database) + N' */'; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    [
      '0: `@s` is executed, but a name, a number or a text in it stands inside quotes, a comment or another word; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
    ],
  ],
  [
    'QUOTENAME within brackets',
    'run',
    "DECLARE @s nvarchar(400) = N'DROP [a' + QUOTENAME(@database) + N']'; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    [
      '0: `@s` is executed, but a name, a number or a text in it stands inside quotes, a comment or another word; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
    ],
  ],
  [
    'a built text that leaves a string open',
    'run',
    "DECLARE @s nvarchar(400) = N'PRINT ''a'; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    [
      '0: `@s` is executed, but a name, a number or a text in it stands inside quotes, a comment or another word; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
    ],
  ],
  [
    'one cast only',
    'run',
    "DECLARE @s nvarchar(400) = N'KILL ' + CAST(@size AS nvarchar(11)); IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['0: `@s` is executed, but CAST is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))'],
  ],
  [
    'an inner cast to text',
    'run',
    "DECLARE @s nvarchar(400) = N'KILL ' + CAST(CAST(@size AS nvarchar) AS nvarchar(11)); IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['0: `@s` is executed, but CAST is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))'],
  ],
  [
    'an outer cast to something else',
    'run',
    "DECLARE @s nvarchar(400) = N'KILL ' + CAST(CAST(@size AS int) AS sql_variant); IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['0: `@s` is executed, but CAST is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))'],
  ],
  [
    'something like an outer cast',
    'run',
    "DECLARE @s nvarchar(400) = N'KILL ' + LEFT(CAST(@size AS int) AS nvarchar(11)); IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['0: `@s` is executed, but LEFT is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))'],
  ],
  [
    'something like an inner cast',
    'run',
    "DECLARE @s nvarchar(400) = N'KILL ' + CAST(ABS(@size AS int) AS nvarchar(11)); IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['0: `@s` is executed, but CAST is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))'],
  ],
  [
    'a cast that never ends',
    'run',
    "DECLARE @s nvarchar(400); IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s); SET @s = N'KILL ' + CAST(CAST(@size AS int) AS nvarchar(11",
    [
      '0: `(` begins here and never ends; close it',
      '0: `@s` is executed, but CAST is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
    ],
  ],
  [
    'a number that is reckoned with',
    'run',
    "DECLARE @s nvarchar(400) = N'KILL ' + CAST(CAST(@size AS int) AS nvarchar(11)) * 2; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['0: `@s` is executed, but * is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))'],
  ],
  [
    'a number behind a minus',
    'run',
    "DECLARE @s nvarchar(400) = N'PRINT 5 -' + CAST(CAST(@size AS int) AS nvarchar(11)); IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    [
      '0: `@s` is executed, but a name, a number or a text in it stands inside quotes, a comment or another word; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
    ],
  ],
  [
    'a number that is part of a word',
    'run',
    "DECLARE @s nvarchar(400) = N'DROP TABLE t' + CAST(CAST(@size AS int) AS nvarchar(11)); IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    [
      '0: `@s` is executed, but a name, a number or a text in it stands inside quotes, a comment or another word; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
    ],
  ],
  [
    'a built text of nothing',
    'run',
    "DECLARE @s nvarchar(400) = ; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['0: `@s` is executed, but ; is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))'],
  ],
  [
    'a built text that goes on otherwise',
    'run',
    "DECLARE @s nvarchar(400) = N'x' COLLATE Latin1_General_BIN; IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s);",
    ['0: `@s` is executed, but COLLATE is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))'],
  ],
  [
    'a built text that ends in a plus',
    'run',
    "IF @s IS NULL THROW 50000, N'No name.', 1; EXEC (@s); DECLARE @s nvarchar(400); SET @s = N'x' +",
    [
      '0: `@s` is neither a parameter, nor captured by an earlier step, nor declared before in this block; declare it, or ask for it as a parameter',
      '0: `@s` is executed, but its text is missing; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
    ],
  ],
]

test.each(BAD)('a SQL block with %s is refused', (_, role, text, faults) => {
  expect(linted(lintSql, role, text)).toEqual(faults)
})
