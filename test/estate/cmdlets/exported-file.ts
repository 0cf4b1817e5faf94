import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { placeOnDisk } from '../state/estate-state.ts'
import { CmdletFailure, textOf } from './cmdlet.ts'
import type { CmdletCall } from './cmdlet.ts'

/** The machine on which the cmdlets run. */
const HOST = 'admin2.contoso.com'

type Kind = 'configuration' | 'locations' | 'users' | 'response groups' | 'chat'

/** Writes what -FileName names. `onlyNew`: an existing file is refused, as the exports of locations and response groups do. */
export function writeExport(call: CmdletCall, kind: Kind, content: unknown, onlyNew = false): void {
  const { name, place } = placeOf(call)
  if (!existsSync(dirname(place)))
    throw new CmdletFailure(`Could not find a part of the path '${name}'.`, 'DirectoryNotFound', 'ObjectNotFound')
  if (onlyNew && existsSync(place)) throw new CmdletFailure(`The file "${name}" already exists.`, 'FileAlreadyExists', 'ResourceExists')
  writeFileSync(place, JSON.stringify({ kind, content }))
}

/** What an export of this kind wrote. */
export function readExport(call: CmdletCall, kind: Kind): unknown {
  const { name, place } = placeOf(call)
  if (!existsSync(place)) throw new CmdletFailure(`Could not find file '${name}'.`, 'FileNotFound', 'ObjectNotFound')
  const wrong = new CmdletFailure(`"${name}" is no export of ${kind}.`, 'InvalidFile', 'InvalidData')
  try {
    const read = JSON.parse(readFileSync(place, 'utf8')) as { kind?: unknown; content?: unknown }
    if (read.kind === kind) return read.content
  } catch {
    throw wrong
  }
  throw wrong
}

function placeOf(call: CmdletCall): { name: string; place: string } {
  const name = textOf(call, 'FileName') ?? ''
  const place = placeOnDisk(call.state, HOST, name)
  if (place === undefined) throw new CmdletFailure(`The given path's format is not supported: "${name}".`, 'InvalidPath', 'InvalidArgument')
  return { name, place }
}
