/** `node test/house/figures.ts [FOLDER]`: how large the house is: files, folders, circles, and what `decide` reaches. FOLDER: another checkout, to compare with. */
import { dirname, join } from 'node:path'
import { importCircles } from './circles.ts'
import { sourceFiles } from './imports.ts'
import { reach } from './reach.ts'

/** How many files lie in each folder of `root/src` itself, not below it: the fullest first. */
export function folderSizes(root: string): { folder: string; files: number }[] {
  const folders = Map.groupBy(sourceFiles(root).keys(), (name) => dirname(name))
  return [...folders].map(([folder, names]) => ({ folder, files: names.length })).toSorted((a, b) => b.files - a.files)
}

/** Files that exactly one other file imports. */
function withOneImporter(root: string): { name: string; lines: number; importer: string }[] {
  const sources = sourceFiles(root)
  const importers = new Map<string, Set<string>>()
  for (const { name, imports } of sources.values())
    for (const { file } of imports) if (file !== undefined) importers.set(file, (importers.get(file) ?? new Set()).add(name))
  return [...importers].flatMap(([name, by]) => {
    const [importer] = by
    const lines = linesOf(sources.get(name)?.text)
    return by.size === 1 && importer !== undefined && sources.has(name) ? [{ name, lines, importer }] : []
  })
}

function linesOf(text = ''): number {
  return text.split('\n').length - 1
}

if (import.meta.main) {
  const root = process.argv[2] ?? join(import.meta.dirname, '../..')
  const sources = sourceFiles(root)
  const lines = [...sources.values()].map(({ text }) => linesOf(text)).toSorted((a, b) => a - b)
  const single = withOneImporter(root)
  const small = single.filter((file) => file.lines < 30).toSorted((a, b) => a.lines - b.lines)
  console.log(`files: ${sources.size}; median ${lines[Math.floor(lines.length / 2)]} lines; longest ${lines.at(-1)}`)
  for (const { folder, files } of folderSizes(root).slice(0, 5)) console.log(`${String(files).padStart(5)}  ${folder}`)
  console.log(`files with one importer: ${single.length}, of under 30 lines: ${small.length}`)
  for (const { name, lines: count, importer } of small) console.log(`${String(count).padStart(5)}  ${name}  <- ${importer}`)
  console.log(`circles of imports: ${importCircles(sources).length}`)
  const decide = reach(root, 'src/run/decide.ts')
  console.log(`decide reaches ${decide.files.length} files of ${decide.lines} lines`)
}
