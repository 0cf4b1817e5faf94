import { invalidObject } from './catalog.ts'
import type { TableData } from './environment.ts'
import { SqlError } from './sql-error.ts'
import type { DataStatement } from './statement.ts'
import type { Work } from './work.ts'

/** A local temporary table is its session's alone, and needs no right. */
export function createTemporary({ name, columns }: Extract<DataStatement, { kind: 'create-table' }>, work: Work): void {
  keepTemporary(name, { columns, rows: [] }, work)
}

export function keepTemporary(name: string, table: TableData, { session }: Work): void {
  const { tables } = session.settings
  if (tables.has(name.toLowerCase())) throw new SqlError(2714, `There is already an object named '${name}' in the database.`, 16, 6)
  tables.set(name.toLowerCase(), table)
}

export function dropTemporary({ name, ifExists }: Extract<DataStatement, { kind: 'drop-table' }>, { session }: Work): void {
  if (session.settings.tables.delete(name.toLowerCase()) || ifExists) return
  throw new SqlError(3701, `Cannot drop the table '${name}', because it does not exist or you do not have permission.`, 11, 5)
}

/** `@t` or `#t`. Throws 1087, 208. */
export function tableNamed(name: string, { frame, session }: Work): TableData {
  if (name.startsWith('#')) {
    const table = session.settings.tables.get(name.toLowerCase())
    if (table === undefined) throw invalidObject(name)
    return table
  }
  const table = frame.tableVariable(name)
  if (table === undefined) throw new SqlError(1087, `Must declare the table variable "${name}".`, 15, 2)
  return table
}
