/** SQL types whose values do not come out of the driver as the server means them, and how a document writes them instead. */

/** `is`: behind "x"; `write`: what to do about it. */
export interface Inexact {
  is: string
  write: string
}

const decimal: Inexact = { is: 'a decimal number, which loses digits on its way', write: 'CAST it to nvarchar(41)' }
const money: Inexact = { is: 'an amount of money, which loses digits on its way', write: 'write it as CONVERT(nvarchar(30), …, 2)' }
const float: Inexact = {
  is: 'a floating-point number, which every program writes otherwise',
  write: 'write it as CONVERT(nvarchar(53), …, 3)',
}
const offset: Inexact = { is: 'a time with an offset, which is lost on its way', write: 'write it as CONVERT(nvarchar(33), …, 126)' }
const variant: Inexact = { is: 'of a type that the server alone knows (sql_variant)', write: 'CAST it to the type that it holds' }

/** By the words of T-SQL, in capitals. */
export const INEXACT_TYPES: ReadonlyMap<string, Inexact> = new Map([
  ['NUMERIC', decimal],
  ['DECIMAL', decimal],
  ['DEC', decimal],
  ['MONEY', money],
  ['SMALLMONEY', money],
  ['FLOAT', float],
  ['REAL', float],
  ['DATETIMEOFFSET', offset],
  ['SQL_VARIANT', variant],
])

/** Functions that answer in such a type. */
export const INEXACT_FUNCTIONS: ReadonlyMap<string, Inexact> = new Map([
  ...['SYSDATETIMEOFFSET', 'SWITCHOFFSET', 'TODATETIMEOFFSET'].map((name): [string, Inexact] => [name, offset]),
  ...['SERVERPROPERTY', 'DATABASEPROPERTYEX', 'SESSION_CONTEXT', 'CONNECTIONPROPERTY', 'LOGINPROPERTY', 'SQL_VARIANT_PROPERTY'].map(
    (name): [string, Inexact] => [name, variant],
  ),
])

/** Log sequence numbers are numeric(25, 0) in backups and files, and binary(10) in change data capture, where a CAST would make letters of them. */
export const LSN_IS: Inexact = {
  is: 'a log sequence number, which loses digits on its way',
  write: 'CAST it to nvarchar(41); of change data capture, where it is binary: CONVERT(nvarchar(42), …, 1)',
}
