import type { Dirent } from 'node:fs'
import { copyFile, readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Call, Command, Parameter } from '../command.ts'
import { toText } from '../convert.ts'
import { compare } from '../operators.ts'
import { PsError, placeOf, unknown } from '../stand-in-error.ts'
import { PsObject } from '../values.ts'
import type { PsValue } from '../values.ts'
import { joinWindows, realPlace } from '../windows-paths.ts'
import { askEstate, reach } from './cmdlets.ts'

const path: Parameter = { name: 'Path', kind: 'value', position: 0 }
const literal: Parameter = { name: 'LiteralPath', kind: 'value' }

/** The file cmdlets, over the estate's shares and disks only. */
export const FILE_COMMANDS: readonly Command[] = [
  {
    name: 'Get-ChildItem',
    parameters: [path, literal, { name: 'Filter', kind: 'value' }, { name: 'File', kind: 'switch' }, { name: 'Directory', kind: 'switch' }],
    run: list,
  },
  { name: 'Get-Item', parameters: [path, literal], run: getItem },
  { name: 'Test-Path', parameters: [path, literal], run: testPath },
  {
    name: 'Join-Path',
    parameters: [
      { name: 'Path', kind: 'value', position: 0, mandatory: true },
      { name: 'ChildPath', kind: 'value', position: 1, mandatory: true },
    ],
    run: joinPath,
  },
  { name: 'Copy-Item', parameters: [path, literal, { name: 'Destination', kind: 'value', position: 1, mandatory: true }], run: copy },
  { name: 'Remove-Item', parameters: [path, literal], run: remove },
]

async function* list(call: Call): AsyncGenerator<PsValue> {
  const folder = givenPath(call)
  if (PROVIDERS.test(folder)) return yield* askProvider('Get-ChildItem', folder, call)
  const place = await mustBe(folder, call, 'GetChildItemCommand')
  const filter = call.args.get('Filter')
  for (const entry of (await entriesOf(place, folder, call)).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (call.args.get('File') === true && !entry.isFile()) continue
    if (call.args.get('Directory') === true && !entry.isDirectory()) continue
    if (filter !== undefined && compare(entry.name, { name: 'like', exact: false }, filter) !== true) continue
    yield await itemAt(joinWindows(folder, entry.name), join(place, entry.name))
  }
}

/** As PowerShell 7.6 does it: a folder that may not be read is an error, and with a filter it is empty. */
async function entriesOf(place: string, folder: string, call: Call): Promise<Dirent[]> {
  try {
    return await readdir(place, { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error
    if (call.args.has('Filter')) return []
    const code = 'DirUnauthorizedAccessError,Microsoft.PowerShell.Commands.GetChildItemCommand'
    throw new PsError(`Access to the path '${folder}' is denied.`, code, 'PermissionDenied', placeOf(call.node))
  }
}

async function* getItem(call: Call): AsyncGenerator<PsValue> {
  const wanted = givenPath(call)
  yield await itemAt(wanted, await mustBe(wanted, call, 'GetItemCommand'))
}

async function* testPath(call: Call): AsyncGenerator<PsValue> {
  const wanted = givenPath(call)
  if (PROVIDERS.test(wanted)) return yield* askProvider('Test-Path', wanted, call)
  const place = realPlace(wanted, await mappingFor(call))
  yield place !== undefined && (await exists(place))
}

async function* joinPath(call: Call): AsyncGenerator<PsValue> {
  yield joinWindows(toText(call.args.get('Path') ?? null), toText(call.args.get('ChildPath') ?? null))
}

// oxlint-disable-next-line require-yield
async function* copy(call: Call): AsyncGenerator<PsValue> {
  const from = givenPath(call)
  const source = await mustBe(from, call, 'CopyItemCommand')
  const to = toText(call.args.get('Destination') ?? null)
  const target = realPlace(to, await mappingFor(call))
  if (target === undefined) throw missing(to, call, 'CopyItemCommand')
  const found = await stat(source)
  if (!found.isFile()) throw unknown('how to copy a folder', call.node)
  const isFolder = await stat(target).then(
    (state) => state.isDirectory(),
    () => false,
  )
  const file = isFolder ? join(target, from.slice(from.lastIndexOf('\\') + 1)) : target
  await copyFile(source, file)
  await utimes(file, found.atime, found.mtime)
}

/** Drives of web servers that are no disks. */
const PROVIDERS = /^(IIS|Cert):\\/i

const askProvider = (name: string, path: string, call: Call) => askEstate(name, new Map([['Path', path]]), call)

// oxlint-disable-next-line require-yield
async function* remove(call: Call): AsyncGenerator<PsValue> {
  const place = await mustBe(givenPath(call), call, 'RemoveItemCommand')
  if (!(await stat(place)).isFile()) throw unknown('how to remove a folder', call.node)
  await rm(place)
}

function givenPath(call: Call): string {
  const given = call.args.get('LiteralPath')
  const text = toText(given ?? call.args.get('Path') ?? null)
  if (text === '')
    throw new PsError(
      "Cannot bind argument to parameter 'Path' because it is an empty string.",
      'ParameterArgumentValidationErrorEmptyStringNotAllowed',
      'InvalidData',
      placeOf(call.node),
    )
  if (given === undefined && /[*?[\]]/.test(text)) throw unknown('a path with wildcards', call.node)
  return text
}

async function mappingFor(call: Call): Promise<Record<string, string>> {
  return reach(() => call.session.control.files(call.session.signal), call)
}

async function mustBe(wanted: string, call: Call, of: string): Promise<string> {
  const place = realPlace(wanted, await mappingFor(call))
  if (place === undefined || !(await exists(place))) throw missing(wanted, call, of)
  return place
}

function missing(wanted: string, call: Call, of: string): PsError {
  const code = `PathNotFound,Microsoft.PowerShell.Commands.${of}`
  return new PsError(`Cannot find path '${wanted}' because it does not exist.`, code, 'ObjectNotFound', placeOf(call.node))
}

async function exists(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  )
}

async function itemAt(windowsPath: string, place: string): Promise<PsObject> {
  const found = await stat(place)
  const item = new PsObject().set('Name', windowsPath.slice(windowsPath.lastIndexOf('\\') + 1))
  if (found.isFile()) item.set('Length', found.size)
  return item.set('FullName', windowsPath).set('PSIsContainer', found.isDirectory()).set('LastWriteTimeUtc', found.mtime.toISOString())
}
