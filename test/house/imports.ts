import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** One import of a file. `types`: nothing of it is left at run time. */
export interface Import {
  /** As written: `../run/decide.ts`, `node:crypto`. */
  target: string
  /** The imported file of this tree, from `src` on (`src/run/decide.ts`); undefined for a package. */
  file?: string
  types: boolean
  line: number
}

export interface SourceFile {
  /** `src/run/decide.ts` */
  name: string
  text: string
  imports: Import[]
}

const IMPORTS = /\b(?:import|export)\s+(type\s)?(?:[\w*\s{},$]*?\bfrom\s+)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]/g

/** Every TypeScript file of `root/src` with its imports, by name. Throws when there is none: a test that judges nothing proves nothing. */
export function sourceFiles(root: string): Map<string, SourceFile> {
  const src = join(root, 'src')
  const found = existsSync(src) ? readdirSync(src, { recursive: true, encoding: 'utf8' }) : []
  const names = found.filter((name) => name.endsWith('.ts')).map((name) => `src/${name.split(sep).join('/')}`)
  if (names.length === 0) throw new Error(`no TypeScript files below ${src}: nothing was judged`)
  return new Map(names.toSorted().map((name) => [name, readSource(root, name)]))
}

function readSource(root: string, name: string): SourceFile {
  const text = readFileSync(join(root, name), 'utf8')
  const imports = [...text.matchAll(IMPORTS)].map(({ 0: whole, 1: type, 2: named, 3: dynamic, index }): Import => {
    const target = named ?? dynamic ?? ''
    const found = { target, types: type !== undefined, line: text.slice(0, index + whole.length).split('\n').length }
    if (!target.startsWith('.')) return found
    return {
      ...found,
      file: relative(root, resolve(root, dirname(name), target))
        .split(sep)
        .join('/'),
    }
  })
  return { name, text, imports }
}
