import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintSql } from '../../../src/lint/sql/lint.ts'
import { linted } from '../linted.ts'

/** What is wrong, the role and text of the block, and `line: what; next`, lines from 0. */
const BAD: [title: string, role: Role, text: string, faults: string[]][] = [
  ['a string that never ends', 'run', "SELECT 1,\n N'abc", ['1: a string begins here and never ends; close it']],
  ['a comment that never ends', 'run', 'SELECT 1 /* /* */', ['0: a comment begins here and never ends; close it']],
  ['a bracket that never ends', 'run', 'SELECT [abc', ['0: a name in brackets begins here and never ends; close it']],
  ['a quoted name that never ends', 'run', 'SELECT "abc', ['0: a name in double quotes begins here and never ends; close it']],
  ['nothing but a comment', 'run', '-- restore it /* here */', ['0: this block has no statement; write one, or remove the block']],
  ['nothing but semicolons', 'run', ';\n; /* */', ['0: this block has no statement; write one, or remove the block']],
  ...['N‘mgc’', '“mgc”', '´mgc´', '1 – 1', '1；', '1 − 1', '（1）'].map((written): [string, Role, string, string[]] => [
    `a sign that T-SQL has not, ${written}`,
    'run',
    `UPDATE a SET b = N'it’s – 1' WHERE -- ‘c’\n c = ${written}`,
    [...new Set(written.match(/[^\p{ASCII}]/gu))].map(
      (sign) => `1: T-SQL has no sign \`${sign}\`; write plain quotes, a plain hyphen and plain signs`,
    ),
  ]),
  [
    'such a sign in a text that is executed',
    'run',
    "EXEC (N'UPDATE a SET b = ‘c’')",
    ['‘', '’'].map((sign) => `0: T-SQL has no sign \`${sign}\`; write plain quotes, a plain hyphen and plain signs`),
  ],
  ['GO', 'run', 'EXEC a;\nGO\nEXEC b;', ['1: GO parts batches, and a block is one batch; remove it, or make two steps of this one']],
  ['GO with a number', 'run', 'EXEC a;\nGO 5', ['1: GO parts batches, and a block is one batch; remove it, or make two steps of this one']],
  ['USE', 'run', 'USE msdb;\nEXEC a;', ['0: USE changes the database behind the back of the fence; write `database=` in the fence']],
  [
    'a call without EXEC',
    'run',
    'sp_delete_thing @database;',
    ['0: sp_delete_thing begins no statement that is known; begin with a statement; call a procedure with EXEC'],
  ],
  [
    'a call without EXEC after a semicolon',
    'run',
    '; dbo.x',
    ['0: dbo begins no statement that is known; begin with a statement; call a procedure with EXEC'],
  ],
  [
    'a call in a sentence',
    'run',
    'EXEC 는 sp_who2;',
    [
      "0: EXEC of 는 takes the word `sp_who2` for a text; write N'sp_who2' if it is one; is it what should be called, remove what stands before it",
    ],
  ],
  [
    'a word as a named argument',
    'run',
    'EXEC dbo.sp_mine @a = 1, @b = full',
    [
      "0: EXEC of dbo.sp_mine takes the word `full` for a text; write N'full' if it is one; is it what should be called, remove what stands before it",
    ],
  ],
  [
    'a session that is not filled in',
    'run',
    'KILL <spid>',
    ['0: `<spid>` is not filled in; ask for the value as a parameter, and write `@name`'],
  ],
  [
    'a name that is not filled in',
    'run',
    'RESTORE DATABASE <database name> WITH RECOVERY',
    ['0: `<database name>` is not filled in; ask for the value as a parameter, and write `@name`'],
  ],
  [
    'a template of a query window',
    'run',
    'EXEC dbo.mend <name, sysname, mgc>;',
    ['0: `<name, sysname, mgc>` is not filled in; ask for the value as a parameter, and write `@name`'],
  ],
  [
    'a command whose word was translated',
    'run',
    '<spid> 를 중단',
    [
      '0: < begins no statement that is known; begin with a statement; call a procedure with EXEC',
      '0: `<spid>` is not filled in; ask for the value as a parameter, and write `@name`',
    ],
  ],
  [
    'a statement that was translated',
    'run',
    '복구로 데이터베이스 mgc를 복원합니다',
    ['0: 복구로 begins no statement that is known; begin with a statement; call a procedure with EXEC'],
  ],
  ['$name', 'run', 'EXEC a $database;', ['0: `$` is no way to put a value into SQL; write the value as `@name`']],
  ['{name}', 'run', 'EXEC a {database};', ['0: `{` is no way to put a value into SQL; write the value as `@name`']],
  [
    '$name in a string',
    'run',
    "EXEC a N'x $database y';",
    ['0: `$database` in a string is not filled in; write `+ @database +`, or bind it where it is used'],
  ],
  [
    '{name} in a string',
    'run',
    "EXEC a N'x {database} y';",
    ['0: `{database}` in a string is not filled in; write `+ @database +`, or bind it where it is used'],
  ],
  [
    '${name} in a string',
    'run',
    "EXEC a N'${database}';",
    ['0: `${database` in a string is not filled in; write `+ @database +`, or bind it where it is used'],
  ],
  [
    'a value declared again',
    'run',
    'DECLARE @Database int;',
    ['0: `@Database` is a value of this document and cannot be declared again; declare another name'],
  ],
  [
    'a value that is set',
    'run',
    "SET @database = N'x';",
    ['0: `@database` was approved as it is and cannot be set; declare a variable of another name'],
  ],
  [
    'a value that is added to',
    'run',
    "SET @database += N'x';",
    ['0: `@database` was approved as it is and cannot be set; declare a variable of another name'],
  ],
  [
    'a value that is selected into',
    'run',
    "SELECT @database = N'x';",
    ['0: `@database` was approved as it is and cannot be set; declare a variable of another name'],
  ],
  [
    'a value that is selected into as the second',
    'run',
    "DECLARE @a int; SELECT @a = 1, @database = N'x';",
    ['0: `@database` was approved as it is and cannot be set; declare a variable of another name'],
  ],
  [
    'a name used before it is declared',
    'run',
    'SET @a = 1; DECLARE @a int;',
    [
      '0: `@a` is neither a parameter, nor captured by an earlier step, nor declared before in this block; declare it, or ask for it as a parameter',
    ],
  ],
  ['a name that may not be used here', 'run', 'EXEC a @later;', ['0: `later` is captured later, by step 9; capture it in an earlier step']],
]

test.each(BAD)('a SQL block with %s is refused', (_, role, text, faults) => {
  expect(linted(lintSql, role, text)).toEqual(faults)
})
