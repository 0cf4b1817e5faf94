import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** `pure`: starts no process and opens no socket. `process`: has what it takes to do so. */
export type KindOfTest = 'pure' | 'process'

/** What starts processes and threads, or opens sockets. */
const OUTSIDE = [
  /^(?:node:)?(?:child_process|cluster|worker_threads)$/,
  /^(?:node:)?(?:dgram|http|http2|https|net|tls)$/,
  /^(?:@restatedev|@slack|@sparticuz)\//,
  /^(?:botbuilder|emulate|express|mssql|playwright-core|tedious|undici|ws)$/,
]

/** `import … from 'x'`, `export … from 'x'`, `import 'x'`; not those of types, which are gone when it runs. */
const STATIC = /^\s*(?:import|export)\s+(?!type\b)(?:[^'"]*?\bfrom\s+)?['"]([^'"]+)['"]/gm
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g

interface Imports {
  /** Paths of files. */
  files: string[]
  outside?: string
}

const known = new Map<string, Imports>()

/** Told by all that the file imports, and what that imports in turn. */
export function kindOfTest(file: string): KindOfTest {
  return wayOutside(file) === undefined ? 'pure' : 'process'
}

/** The imports from this file to the first module that reaches outside, by name; undefined where none does. */
export function wayOutside(file: string): string[] | undefined {
  for (const { path, from, outside } of reachedFrom(file)) if (outside !== undefined) return [...wayTo(path, from), outside]
  return undefined
}

/** Whether it imports the other file, itself or by what it imports. */
export function imports(file: string, other: string): boolean {
  for (const { path } of reachedFrom(file)) if (path === other) return true
  return false
}

function* reachedFrom(file: string): Generator<{ path: string; from: ReadonlyMap<string, string | undefined>; outside?: string }> {
  const from = new Map<string, string | undefined>([[file, undefined]])
  for (const path of from.keys()) {
    const { files, ...outside } = importsOf(path)
    for (const next of files) if (!from.has(next)) from.set(next, path)
    yield { path, from, ...outside }
  }
}

function wayTo(file: string, from: ReadonlyMap<string, string | undefined>): string[] {
  const before = from.get(file)
  return before === undefined ? [file] : [...wayTo(before, from), file]
}

function importsOf(file: string): Imports {
  const before = known.get(file)
  if (before !== undefined) return before
  const text = readFileSync(file, 'utf8')
  const names = [...text.matchAll(STATIC), ...text.matchAll(DYNAMIC)].map(([, name]) => name ?? '')
  const outside = names.find((name) => OUTSIDE.some((pattern) => pattern.test(name)))
  const files = names
    .filter((name) => name.startsWith('.') && /\.m?[jt]s$/.test(name))
    .map((name) => join(dirname(file), name))
    .filter((path) => existsSync(path))
  const imports: Imports = outside === undefined ? { files } : { files, outside }
  known.set(file, imports)
  return imports
}
