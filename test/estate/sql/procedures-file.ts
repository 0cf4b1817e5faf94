import { readdirSync, statSync } from 'node:fs'
import type { Dirent } from 'node:fs'
import { dirname, join } from 'node:path'
import { isSysadmin } from '../rights/rights.ts'
import { placeOnDisk } from '../state/estate-state.ts'
import { needed, numberOf, optional, textOf } from './procedure.ts'
import type { Procedure } from './procedure.ts'
import { nvarchar } from './sql-type.ts'
import type { BoundCall } from './bind-arguments.ts'
import type { Work } from './work.ts'

/** Procedures that look at the disks of the server's own host. Everybody may call them; to whoever is not in sysadmin they show nothing, and say nothing of it (SQL Server, log-ins of its own). */
export const fileProcedures: Record<string, Procedure> = {
  xp_dirtree: {
    home: 'master',
    effect: false,
    parameters: [needed('@path', nvarchar(4000)), optional('@depth', { name: 'int' }, 0), optional('@file', { name: 'int' }, 0)],
    run: dirTree,
  },
  xp_fileexist: { home: 'master', effect: false, parameters: [needed('@path', nvarchar(4000))], run: fileExist },
}

/** A folder that cannot be read gives no rows, as on the real server: absence proves nothing. */
function dirTree(call: BoundCall, { session, sink }: Work): Promise<number> {
  const files = (numberOf(call, '@file') ?? 0) !== 0
  sink.columns([
    { name: 'subdirectory', type: { name: 'nvarchar', length: 512 } },
    { name: 'depth', type: { name: 'int' } },
    ...(files ? [{ name: 'file', type: { name: 'int' as const } }] : []),
  ])
  const place = placeFor(call, session)
  const entries = place === undefined ? [] : walk(place, 1, numberOf(call, '@depth') ?? 0)
  const shown = entries.filter((entry) => files || !entry.file)
  for (const { name, depth, file } of shown) sink.row([name, depth, ...(files ? [file ? 1 : 0] : [])])
  sink.statementDone(session.noCount ? undefined : shown.length)
  return Promise.resolve(0)
}

interface Entry {
  name: string
  depth: number
  file: boolean
}

function walk(place: string, depth: number, most: number): Entry[] {
  return entriesOf(place).flatMap((entry) => {
    const own: Entry = { name: entry.name, depth, file: entry.isFile() }
    const goOn = entry.isDirectory() && (most === 0 || depth < most)
    return [own, ...(goOn ? walk(join(place, entry.name), depth + 1, most) : [])]
  })
}

function entriesOf(place: string): Dirent[] {
  try {
    return readdirSync(place, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return []
  }
}

function fileExist(call: BoundCall, { session, sink }: Work): Promise<number> {
  const place = placeFor(call, session)
  const stat = place === undefined ? undefined : statSync(place, { throwIfNoEntry: false })
  const parent = place === undefined ? undefined : statSync(dirname(place), { throwIfNoEntry: false })
  sink.columns(['File Exists', 'File is a Directory', 'Parent Directory Exists'].map((name) => ({ name, type: { name: 'tinyint' } })))
  sink.row([stat?.isFile() === true ? 1 : 0, stat?.isDirectory() === true ? 1 : 0, parent?.isDirectory() === true ? 1 : 0])
  sink.statementDone(session.noCount ? undefined : 1)
  return Promise.resolve(0)
}

/** Where the path leads for whom this session is; undefined where nothing is there, or nothing is shown. */
function placeFor(call: BoundCall, session: Work['session']): string | undefined {
  return isSysadmin(session) ? placeOnDisk(session.state, session.instance.host, textOf(call, '@path') ?? '') : undefined
}
