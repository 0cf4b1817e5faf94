import { parseAst } from 'vitest/node'

/** Every name that stands in a source text as an identifier or a private one, once each: what is declared, and what is used. */
export function namesIn(source: string, lang: 'ts' | 'js'): string[] {
  const names = new Set<string>()
  const open: unknown[] = [parseAst(source, { lang })]
  while (open.length > 0) {
    const node = open.pop()
    if (typeof node !== 'object' || node === null) continue
    const { type, name } = node as { type?: unknown; name?: unknown }
    if ((type === 'Identifier' || type === 'PrivateIdentifier') && typeof name === 'string') names.add(name)
    for (const [key, value] of Object.entries(node)) if (key !== 'parent') open.push(value)
  }
  return [...names]
}

/** `openSqlPool`, `MOST_ROWS`, `read-map`: their words, in lower case. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[ _-]+/)
    .map((word) => word.toLowerCase())
}
