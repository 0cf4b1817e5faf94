/** Joins as Windows does, whatever this machine's separator is. */
export function joinWindows(parent: string, child: string): string {
  return `${parent.replace(/\\+$/, '')}\\${child.replace(/^\\+/, '')}`
}

/** The real place behind a Windows path, by the longest mapped folder that holds it; undefined where nothing is mapped. */
export function realPlace(path: string, mapping: Readonly<Record<string, string>>): string | undefined {
  const wanted = path.replaceAll('/', '\\').replace(/\\+$/, '')
  const found = Object.keys(mapping)
    .filter((folder) => isWithin(wanted, folder.replace(/\\+$/, '')))
    .toSorted((a, b) => b.length - a.length)[0]
  if (found === undefined) return undefined
  const rest = wanted
    .slice(found.replace(/\\+$/, '').length)
    .split('\\')
    .filter((part) => part !== '')
  // A path that climbs is nobody's folder.
  if (rest.includes('..') || rest.includes('.')) return undefined
  return [mapping[found], ...rest].join('/')
}

function isWithin(path: string, folder: string): boolean {
  const [lowPath, lowFolder] = [path.toLowerCase(), folder.toLowerCase()]
  return lowPath === lowFolder || lowPath.startsWith(`${lowFolder}\\`)
}
