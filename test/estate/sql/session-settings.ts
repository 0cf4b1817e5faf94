import type { TableData } from './environment.ts'

/** What a session keeps from one batch to the next; a reset of the connection makes it anew. */
export interface SessionSettings {
  /** By the option's name in capitals, as it was set: `ON`, `5000`, `us_english`. */
  options: Map<string, string>
  contextInfo: Uint8Array | null
  /** Local temporary tables, by their name in small letters. */
  tables: Map<string, TableData>
}

export function freshSettings(): SessionSettings {
  return { options: new Map(), contextInfo: null, tables: new Map() }
}

/** SET ROWCOUNT; 0 sets no limit. */
export function rowLimit({ options }: SessionSettings): number {
  const limit = Number(options.get('ROWCOUNT') ?? 0)
  return limit > 0 ? limit : Number.POSITIVE_INFINITY
}

export function numberSet({ options }: SessionSettings, option: string, otherwise: number): number {
  const set = options.get(option)
  return set === undefined ? otherwise : Number(set)
}

/** As sys.dm_exec_sessions counts them. */
const ISOLATION: Record<string, number> = { 'READ UNCOMMITTED': 1, 'READ COMMITTED': 2, 'REPEATABLE READ': 3, SERIALIZABLE: 4, SNAPSHOT: 5 }

export function isolationOf({ options }: SessionSettings): number {
  return ISOLATION[options.get(ISOLATION_LEVEL) ?? ''] ?? 2
}

/** Servers before 2014 keep it when a connection is reset. */
export const ISOLATION_LEVEL = 'TRANSACTION ISOLATION LEVEL'
