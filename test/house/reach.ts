/** `node test/house/reach.ts [src/run/decide.ts]`: the files, lines and packages that a file reaches at run time. What `decide` reaches is what people trust. */
import { join } from 'node:path'
import { sourceFiles } from './imports.ts'

export interface Reach {
  files: { name: string; lines: number }[]
  lines: number
  packages: string[]
}

/** Everything that `from` loads, itself included. Imports of types are no more than comments there, and do not count. */
export function reach(root: string, from: string): Reach {
  const sources = sourceFiles(root)
  const reached = new Set<string>([from])
  const packages = new Set<string>()
  for (const name of reached) {
    const source = sources.get(name)
    if (source === undefined) throw new Error(`${name} is no file of ${root}`)
    for (const { types, file, target } of source.imports) {
      if (types) continue
      if (file === undefined) packages.add(target)
      else reached.add(file)
    }
  }
  const files = [...reached].toSorted().map((name) => ({ name, lines: (sources.get(name)?.text.match(/\n/g) ?? []).length }))
  return { files, lines: files.reduce((sum, { lines }) => sum + lines, 0), packages: [...packages].toSorted() }
}

if (import.meta.main) {
  const from = process.argv[2] ?? 'src/run/decide.ts'
  const { files, lines, packages } = reach(join(import.meta.dirname, '../..'), from)
  for (const file of files) console.log(`${String(file.lines).padStart(5)}  ${file.name}`)
  console.log(`${from} reaches ${files.length} files of ${lines} lines, and ${packages.join(', ')}.`)
}
