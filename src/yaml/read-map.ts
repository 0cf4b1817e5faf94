/** YAML of people's files: every scalar is text as written (no `no` that turns into false), and every key knows its line. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import type { Node } from 'yaml'
import { closestName } from '../text/closest-name.ts'
import { findHiddenInWords } from '../text/hidden-characters.ts'
import type { Field } from './fields.ts'
import type { Mapping, YamlReport } from './yaml-fault.ts'

export interface YamlMap {
  /** Empty where the text could not be read at all: then nothing more is reported. */
  data: Record<string, unknown>
  broken: boolean
  has(path: readonly string[]): boolean
  /** Line in the file of the deepest key of this path that is there. */
  lineOf: (path: readonly PropertyKey[]) => number
}

/** Reads a mapping; `firstLine` is the file's line that holds the text's first. Faults are reported, and what could be read comes back. `core` knows numbers and truth. */
export function readYamlMap(text: string, firstLine: number, report: YamlReport, schema: 'failsafe' | 'core' = 'failsafe'): YamlMap {
  const counter = new LineCounter()
  const document = parseDocument(text, { schema, lineCounter: counter, prettyErrors: false })
  const lineAt = (offset: number) => firstLine + Math.max(1, counter.linePos(offset).line) - 1
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    report(lineAt(pos[0]), code === 'DUPLICATE_KEY' ? { is: 'key-twice' } : { is: 'no-yaml', code, message })
  }
  let broken = document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')
  visit(document, {
    Scalar: (_, { value, range }) => {
      const offset = range?.[0] ?? 0
      const hidden = typeof value === 'string' ? findHiddenInWords(value) : undefined
      // Written as an escape: as itself it is found in the text below.
      if (hidden !== undefined && findHiddenInWords(text.slice(offset, range?.[1])) === undefined)
        report(lineAt(offset), { is: 'hidden', code: hidden.code })
    },
    Alias: (_, alias) => {
      // A configuration may say one thing at two places; what people approve is written out.
      if (schema === 'core' && alias.resolve(document) !== undefined) return
      broken = true
      report(lineAt(alias.range?.[0] ?? 0), { is: 'alias', name: alias.source })
    },
  })
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const hidden = findHiddenInWords(line)
    if (hidden !== undefined) report(firstLine + index, { is: 'hidden', ...hidden })
  }
  if (!broken && document.contents !== null && !isMap(document.contents)) {
    broken = true
    report(firstLine, { is: 'no-map' })
  }
  let data: Record<string, unknown> = {}
  try {
    if (!broken) data = plainData(document.toJS())
  } catch {
    // The library refuses to write out what grows without end.
    broken = true
    report(firstLine, { is: 'endless' })
  }
  return { data, broken, has: (path) => inner(data, path) !== undefined, lineOf: (path) => lineAt(offsetOf(document.contents, path)) }
}

/** Reads the keys of one mapping by their shapes. Unknown keys, missing ones and misfits are reported; the rest comes back. */
export function readKeys<S extends Record<string, Field<unknown>>>(
  shape: S,
  map: YamlMap,
  at: { path: readonly string[]; of: Mapping; line?: number },
  report: YamlReport,
): { [K in keyof S]?: Exclude<ValueOf<S[K]>, undefined> } {
  const data = inner(map.data, at.path)
  const values: Record<string, unknown> = {}
  const keys = Object.keys(shape)
  if (map.broken) return {}
  if (!isPlainMap(data)) {
    report(map.lineOf(at.path), { is: 'no-keys', of: at.of, keys })
    return {}
  }
  const unknown = Object.keys(data).filter((name) => !Object.hasOwn(shape, name))
  const mistyped = new Set(unknown.map((key) => closestName(key, keys)))
  for (const key of unknown) report(map.lineOf([...at.path, key]), { is: 'unknown-key', key, of: at.of, keys })
  for (const [key, field] of Object.entries(shape)) {
    const written = member(data, key)
    const read = field(written)
    if ('value' in read) {
      if (read.value !== undefined) values[key] = read.value
      continue
    }
    // It is there under a name that is nearly its own: that is said.
    if (written === undefined && mistyped.has(key)) continue
    const line = Object.hasOwn(data, key) || at.line === undefined ? map.lineOf([...at.path, key]) : at.line
    report(line, written === undefined ? { is: 'missing', key } : { is: 'misfit', key, wanted: read.wanted })
  }
  return values as { [K in keyof S]?: Exclude<ValueOf<S[K]>, undefined> }
}

type ValueOf<F> = F extends Field<infer T> ? T : never

function inner(data: unknown, path: readonly string[]): unknown {
  return path.reduce(member, data)
}

/** Own properties only: a key such as `constructor` finds nothing of JavaScript's. */
function member(data: unknown, key: string): unknown {
  if (Array.isArray(data)) return data[Number(key)]
  return isPlainMap(data) && Object.hasOwn(data, key) ? data[key] : undefined
}

function isPlainMap(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}

function plainData(data: unknown): Record<string, unknown> {
  return isPlainMap(data) ? data : {}
}

function offsetOf(contents: unknown, path: readonly PropertyKey[]): number {
  let node: unknown = contents
  let offset = (contents as Node | null)?.range?.[0] ?? 0
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === part)
      if (pair === undefined) return offset
      offset = (pair.key as Node).range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(part)]
      offset = (node as Node | undefined)?.range?.[0] ?? offset
    } else return offset
  }
  return offset
}
