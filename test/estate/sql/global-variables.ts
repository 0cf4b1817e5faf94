import { serverName } from '../state/instance-state.ts'
import type { Environment, TypedValue } from './environment.ts'
import { numberSet } from './session-settings.ts'
import { SqlError } from './sql-error.ts'
import { INT, SYSNAME, nvarchar } from './sql-type.ts'

/** `@@SPID` and its like; the name is in capitals. */
export function globalValue(name: string, { session }: Environment): TypedValue {
  switch (name) {
    case '@@SPID':
      return { type: { name: 'smallint' }, value: session.row.spid }
    case '@@SERVERNAME':
      return { type: SYSNAME, value: serverName(session.instance) }
    case '@@SERVICENAME':
      return { type: SYSNAME, value: session.instance.instanceName }
    case '@@VERSION':
      return { type: nvarchar(300), value: VERSION }
    case '@@ROWCOUNT':
      return { type: INT, value: session.rowCount }
    case '@@ERROR':
      return { type: INT, value: session.lastError }
    case '@@TRANCOUNT':
      return { type: INT, value: session.transactions }
    case '@@LANGUAGE':
      return { type: SYSNAME, value: session.settings.options.get('LANGUAGE')?.toLowerCase() ?? 'us_english' }
    case '@@MAX_PRECISION':
      return { type: { name: 'tinyint' }, value: 38 }
    case '@@LOCK_TIMEOUT':
      return { type: INT, value: numberSet(session.settings, 'LOCK_TIMEOUT', -1) }
    case '@@DATEFIRST':
      return { type: { name: 'tinyint' }, value: numberSet(session.settings, 'DATEFIRST', 7) }
    case '@@TEXTSIZE':
      return { type: INT, value: numberSet(session.settings, 'TEXTSIZE', 2_147_483_647) }
    default:
      throw new SqlError(137, `Must declare the scalar variable "${name}".`, 15, 2)
  }
}

/** Says what it is, so that nobody mistakes it for the real one. */
export const VERSION = 'Practice SQL Server 2012 stand-in - 11.0.7001.0 (X64)'
