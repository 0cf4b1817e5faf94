/** YAML of people's files: every scalar is text as written (no `no` that turns into false), and every key knows its line. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import type { Node } from 'yaml'
import type { z } from 'zod'
import { didYouMean } from '../text/closest-name.ts'
import type { Report } from '../text/fault.ts'
import { ADVICE, findHiddenInWords, sayHidden } from '../text/hidden-characters.ts'

export interface YamlMap {
  /** Empty where the text could not be read at all: then nothing more is reported. */
  data: Record<string, unknown>
  broken: boolean
  has(path: readonly string[]): boolean
  /** Line in the file of the deepest key of this path that is there. */
  lineOf: (path: readonly PropertyKey[]) => number
}

/** Reads a mapping; `firstLine` is the file's line that holds the text's first. Faults are reported, and what could be read comes back. `core` knows numbers and truth. */
export function readYamlMap(text: string, firstLine: number, report: Report, schema: 'failsafe' | 'core' = 'failsafe'): YamlMap {
  const counter = new LineCounter()
  const document = parseDocument(text, { schema, lineCounter: counter, prettyErrors: false })
  const lineAt = (offset: number) => firstLine + Math.max(1, counter.linePos(offset).line) - 1
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    if (code === 'DUPLICATE_KEY') report(lineAt(pos[0]), 'this key stands here twice', 'keep one of them')
    else report(lineAt(pos[0]), `this is not YAML that can be read (${message.replace(/\.$/, '')})`, 'correct it')
  }
  let broken = document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')
  visit(document, {
    Scalar: (_, { value, range }) => {
      const offset = range?.[0] ?? 0
      const hidden = typeof value === 'string' ? findHiddenInWords(value) : undefined
      // Written as an escape: as itself it is found in the text below.
      if (hidden !== undefined && findHiddenInWords(text.slice(offset, range?.[1])) === undefined)
        report(lineAt(offset), `${hidden.code} stands here by an escape, and is not seen as what it is`, 'write it without')
    },
    Alias: (_, alias) => {
      // A configuration may say one thing at two places; what people approve is written out.
      if (schema === 'core' && alias.resolve(document) !== undefined) return
      broken = true
      report(lineAt(alias.range?.[0] ?? 0), `\`*${alias.source}\` stands for something written elsewhere`, 'write it out here')
    },
  })
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const hidden = findHiddenInWords(line)
    if (hidden !== undefined) report(firstLine + index, sayHidden(hidden), ADVICE)
  }
  if (!broken && document.contents !== null && !isMap(document.contents)) {
    broken = true
    report(firstLine, 'this is not a list of keys and values', 'write `key: value` lines')
  }
  let data: Record<string, unknown> = {}
  try {
    if (!broken) data = plainData(document.toJS())
  } catch {
    // The library refuses to write out what grows without end.
    broken = true
    report(firstLine, 'what stands for something written elsewhere makes this too large', 'write it out')
  }
  return { data, broken, has: (path) => inner(data, path) !== undefined, lineOf: (path) => lineAt(offsetOf(document.contents, path)) }
}

/** Reads the keys of one mapping by their shapes. Unknown keys, missing ones and misfits are reported; the rest comes back. */
export function readKeys<S extends Record<string, z.ZodType>>(
  shape: S,
  map: YamlMap,
  at: { path: readonly string[]; kind: string; line?: number },
  report: Report,
): { [K in keyof S]?: Exclude<z.output<S[K]>, undefined> } {
  const data = inner(map.data, at.path)
  const read: Record<string, unknown> = {}
  if (map.broken) return {}
  if (!isPlainMap(data)) {
    report(map.lineOf(at.path), `${at.kind} must be keys and values`, `the keys are ${listed(Object.keys(shape))}`)
    return {}
  }
  for (const key of Object.keys(data).filter((name) => !Object.hasOwn(shape, name))) {
    const advice = didYouMean(key, Object.keys(shape), `the keys are ${listed(Object.keys(shape))}`)
    report(map.lineOf([...at.path, key]), `\`${key}\` is no key of ${at.kind}`, advice)
  }
  for (const [key, schema] of Object.entries(shape)) {
    const result = schema.safeParse(member(data, key))
    if (result.success) {
      if (result.data !== undefined) read[key] = result.data
      continue
    }
    for (const issue of result.error.issues) {
      const path = [...at.path, key, ...issue.path]
      const line = Object.hasOwn(data, key) || at.line === undefined ? map.lineOf(path) : at.line
      reportIssue(issue, [key, ...issue.path], member(data, key) === undefined, line, report)
    }
  }
  return read as { [K in keyof S]?: Exclude<z.output<S[K]>, undefined> }
}

function reportIssue(issue: z.core.$ZodIssue, path: PropertyKey[], missing: boolean, line: number, report: Report): void {
  const name = path.map(String).join('.')
  if (missing) return report(line, `\`${name}\` is missing`, `add \`${name}: …\``)
  const next: unknown = issue.code === 'custom' ? issue.params?.['next'] : undefined
  report(
    line,
    `\`${name}\` ${issue.code === 'custom' ? issue.message : 'is not written as it must be'}`,
    typeof next === 'string' ? next : 'correct it',
  )
}

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

function listed(names: string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
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
