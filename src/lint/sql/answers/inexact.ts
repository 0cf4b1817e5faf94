/** SQL types whose values do not come out of the driver as the server means them, and how a document writes them instead. */
import { INEXACT, type Inexact } from '../../../procedure/say/inexact.ts'

const { decimal, money, float, offset, variant } = INEXACT

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
export const LSN_IS: Inexact = INEXACT.lsn
