import type { Column, ColumnType } from '../result-sink.ts'
import type { Database } from '../state/database.ts'
import type { Row } from '../state/msdb.ts'
import type { SessionView } from './environment.ts'

/** A table or view of the server: its columns and how its rows are read from the state. */
export interface CatalogTable {
  columns: Column[]
  rows(session: SessionView, database: Database): Row[]
}

/** Columns as words: `name:type`, where type is i(nt) I(bigint) s(mallint) t(inyint) b(it) d(atetime) g(uid) l(sn) n… for nvarchar(…), v… for varchar(…), or x… for varbinary(…). */
export function catalogTable(columns: string, rows: CatalogTable['rows']): CatalogTable {
  return {
    columns: columns
      .trim()
      .split(/\s+/)
      .map((word) => {
        const [name = '', code = ''] = word.split(':')
        return { name, type: typeOf(code, name) }
      }),
    rows,
  }
}

function typeOf(code: string, column: string): ColumnType {
  const simple = SIMPLE[code]
  if (simple !== undefined) return simple
  const match = /^([nvx])(\d+|max)$/.exec(code)
  if (match === null) throw new Error(`The catalog column ${column} has no type: ${code}`)
  const kinds = { n: 'nvarchar', v: 'varchar', x: 'varbinary' } as const
  return { name: kinds[match[1] as keyof typeof kinds], length: match[2] === 'max' ? -1 : Number(match[2]) }
}

const SIMPLE: Record<string, ColumnType> = {
  i: { name: 'int' },
  I: { name: 'bigint' },
  s: { name: 'smallint' },
  t: { name: 'tinyint' },
  b: { name: 'bit' },
  d: { name: 'datetime' },
  f: { name: 'float' },
  g: { name: 'uniqueidentifier' },
  l: { name: 'numeric', precision: 25, scale: 0 },
}
