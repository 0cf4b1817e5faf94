import { expect, test } from 'vitest'
import type { Role } from '../../src/procedure/procedure.ts'
import { lintSql } from '../../src/procedure/sql-lint.ts'
import { linted } from './linted.ts'

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
    ['1: last_lsn is a decimal number, which loses digits on its way; CAST it to nvarchar(38)'],
  ],
  [
    'an LSN in brackets',
    'read',
    'SELECT x = t.[first_lsn] FROM t;',
    ['0: [first_lsn] is a decimal number, which loses digits on its way; CAST it to nvarchar(38)'],
  ],
  [
    'an LSN cast to something else',
    'read',
    'SELECT x = CAST(first_lsn AS varchar(9)) FROM t;',
    ['0: first_lsn is a decimal number, which loses digits on its way; CAST it to nvarchar(38)'],
  ],
  [
    'an LSN behind THEN',
    'read',
    'SELECT x = CASE WHEN a = 1 THEN first_lsn ELSE last_lsn END FROM t;',
    [
      '0: first_lsn is a decimal number, which loses digits on its way; CAST it to nvarchar(38)',
      '0: last_lsn is a decimal number, which loses digits on its way; CAST it to nvarchar(38)',
    ],
  ],
  [
    'a decimal',
    'read',
    'SELECT x = CAST(a AS decimal(25, 0)) FROM t;',
    ['0: decimal is a decimal number, which loses digits on its way; CAST it to nvarchar(38)'],
  ],
  [
    'money by CONVERT',
    'read',
    'SELECT x = CONVERT(money, a) FROM t;',
    ['0: money is a decimal number, which loses digits on its way; CAST it to nvarchar(38)'],
  ],
  [
    'a decimal variable',
    'read',
    'DECLARE @n numeric(25, 0) = 1; SELECT x = @n;',
    ['0: @n is a decimal number, which loses digits on its way; CAST it to nvarchar(38)'],
  ],
]

test.each(BAD)('a SQL block with %s is refused', (_, role, text, faults) => {
  expect(linted(lintSql, role, text).faults).toEqual(faults)
})
