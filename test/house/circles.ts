import type { SourceFile } from './imports.ts'

/** Files that import each other in a circle, imports of types included: each group once, in the order of their names. */
export function importCircles(sources: ReadonlyMap<string, SourceFile>): string[][] {
  const next = (name: string): string[] => (sources.get(name)?.imports ?? []).flatMap(({ file }) => file ?? [])
  const reached = new Map([...sources.keys()].map((name) => [name, everythingFrom(name, next)]))
  const grouped = new Set<string>()
  const circles: string[][] = []
  for (const [name, there] of reached) {
    if (grouped.has(name) || !there.has(name)) continue
    const circle = [...there].filter((other) => reached.get(other)?.has(name) === true).toSorted()
    for (const each of circle) grouped.add(each)
    circles.push(circle)
  }
  return circles
}

/** What a file imports, and what that imports, and so on; the file itself only where a circle leads back. */
function everythingFrom(name: string, next: (name: string) => string[]): Set<string> {
  const reached = new Set(next(name))
  for (const file of reached) for (const further of next(file)) reached.add(further)
  return reached
}
