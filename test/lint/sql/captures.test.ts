import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintSql } from '../../../src/lint/sql/lint.ts'
import { linted } from '../linted.ts'

/** What is wrong, the role and text of the block, and `line: what; next`, lines from 0. */
const BAD: [title: string, role: Role, text: string, faults: string[]][] = [
  ['SELECT *', 'read', 'SELECT * FROM t;', ['0: `SELECT *` takes columns that nobody named; name the columns']],
  ['SELECT * on a later line', 'read', 'SELECT a,\n * FROM t;', ['1: `SELECT *` takes columns that nobody named; name the columns']],
  ['SELECT t.*', 'read', 'SELECT a, t.* FROM t;', ['0: `SELECT *` takes columns that nobody named; name the columns']],
  ['SELECT DISTINCT *', 'read', 'SELECT DISTINCT * FROM t;', ['0: `SELECT *` takes columns that nobody named; name the columns']],
  ['a comma and a star', 'read', 'SELECT a, * FROM t;', ['0: `SELECT *` takes columns that nobody named; name the columns']],
  [
    'an LSN',
    'read',
    'SELECT a,\n last_lsn FROM t;',
    [
      '1: last_lsn is a log sequence number, which loses digits on its way; CAST it to nvarchar(41); of change data capture, where it is binary: CONVERT(nvarchar(42), …, 1)',
    ],
  ],
  [
    'an LSN in brackets',
    'read',
    'SELECT x = t.[first_lsn] FROM t;',
    [
      '0: [first_lsn] is a log sequence number, which loses digits on its way; CAST it to nvarchar(41); of change data capture, where it is binary: CONVERT(nvarchar(42), …, 1)',
    ],
  ],
  [
    'an LSN cast to something else',
    'read',
    'SELECT x = CAST(first_lsn AS varchar(9)) FROM t;',
    [
      '0: first_lsn is a log sequence number, which loses digits on its way; CAST it to nvarchar(41); of change data capture, where it is binary: CONVERT(nvarchar(42), …, 1)',
    ],
  ],
  [
    'an LSN behind THEN',
    'read',
    'SELECT x = CASE WHEN a = 1 THEN first_lsn ELSE last_lsn END FROM t;',
    [
      '0: first_lsn is a log sequence number, which loses digits on its way; CAST it to nvarchar(41); of change data capture, where it is binary: CONVERT(nvarchar(42), …, 1)',
      '0: last_lsn is a log sequence number, which loses digits on its way; CAST it to nvarchar(41); of change data capture, where it is binary: CONVERT(nvarchar(42), …, 1)',
    ],
  ],
  [
    'a decimal',
    'read',
    'SELECT x = CAST(a AS decimal(25, 0)) FROM t;',
    ['0: decimal is a decimal number, which loses digits on its way; CAST it to nvarchar(41)'],
  ],
  [
    'money by CONVERT',
    'read',
    'SELECT x = CONVERT(money, a) FROM t;',
    ['0: money is an amount of money, which loses digits on its way; write it as CONVERT(nvarchar(30), …, 2)'],
  ],
  [
    'a float',
    'read',
    'SELECT x = CAST(a AS float) FROM t;',
    ['0: float is a floating-point number, which every program writes otherwise; write it as CONVERT(nvarchar(53), …, 3)'],
  ],
  [
    'a variable with an offset',
    'read',
    'DECLARE @at AS datetimeoffset = SYSDATETIMEOFFSET(); SELECT x = @at;',
    ['0: @at is a time with an offset, which is lost on its way; write it as CONVERT(nvarchar(33), …, 126)'],
  ],
  [
    'the server’s time with its offset',
    'read',
    'SELECT SYSDATETIMEOFFSET() AS x;',
    ['0: SYSDATETIMEOFFSET is a time with an offset, which is lost on its way; write it as CONVERT(nvarchar(33), …, 126)'],
  ],
  [
    'a property of the server',
    'read',
    "SELECT a, x = SERVERPROPERTY('EngineEdition') FROM t;",
    ['0: SERVERPROPERTY is of a type that the server alone knows (sql_variant); CAST it to the type that it holds'],
  ],
  [
    'a decimal variable',
    'read',
    'DECLARE @n numeric(25, 0) = 1; SELECT x = @n;',
    ['0: @n is a decimal number, which loses digits on its way; CAST it to nvarchar(41)'],
  ],
]

test.each(BAD)('a SQL block with %s is refused', (_, role, text, faults) => {
  expect(linted(lintSql, role, text)).toEqual(faults)
})

test.each([
  'SELECT x = CAST(first_lsn AS nvarchar(41)) FROM t;',
  'SELECT x = sys.fn_cdc_map_lsn_to_time(start_lsn), y = CONVERT(nvarchar(42), start_lsn, 1) FROM t;',
  'DECLARE @m money = 1; SELECT x = CONVERT(nvarchar(30), @m, 2);',
  'DECLARE @f float = 1; SELECT x = CONVERT(nvarchar(53), @f, 3);',
  'SELECT x = CONVERT(nvarchar(33), SYSDATETIMEOFFSET(), 126);',
  "SELECT x = CAST(SERVERPROPERTY('EngineEdition') AS int);",
  "SELECT x = CASE WHEN SERVERPROPERTY('EngineEdition') = 3 THEN 1 ELSE 0 END, at = SYSDATETIME();",
])('%s is what the advice says, and is taken', (text) => {
  expect(linted(lintSql, 'read', text)).toEqual([])
})
