/** A language made from the names of what can be said: whoever reads it sees at once what was said by no language. */
import { en } from '../../src/words/en.ts'
import type { PageWords } from '../../src/words/page-words.ts'
import type { Words } from '../../src/words/words.ts'

/** Every function gives `⟦mark name facts⟧`, whatever it is told; every word is `⟦mark name⟧`. What says nothing in English says nothing. */
export function otherLanguage(mark: string): Words {
  return { ...(translated(en, mark, []) as Words), tag: mark, page: otherPage(mark) }
}

/** The page's words, and their source as a browser is sent it. */
function otherPage(mark: string): Words['page'] {
  const words = `translated((${String(en.page)})(), ${JSON.stringify(mark)}, ['page'])`
  const source = [translated, said, primitives, `const LONGEST_FACTS = ${LONGEST_FACTS}`, `return ${words}`].join('\n')
  return Object.assign(() => translated(en.page(), mark, ['page']) as PageWords, { toString: () => `() => {\n${source}\n}` })
}

const LONGEST_FACTS = 40

function translated(value: unknown, mark: string, path: string[]): unknown {
  if (typeof value === 'string') return value === '' ? '' : said(mark, path, [])
  if (Array.isArray(value)) return value.map((each) => translated(each, mark, path))
  if (typeof value === 'function') {
    return (...facts: unknown[]): unknown => {
      const result: unknown = (value as (...facts: unknown[]) => unknown)(...facts)
      return typeof result === 'string' ? result && said(mark, path, facts) : translated(result, mark, path)
    }
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, translated(each, mark, [...path, name])]))
}

/** Marks within are taken out, so that marks of the text itself are never cut apart by those of its facts. */
function said(mark: string, path: readonly string[], facts: readonly unknown[]): string {
  const told = primitives(facts).join(' ').replaceAll(/[⟦⟧]/g, '').replaceAll(/\s+/g, ' ')
  return `⟦${[mark, path.join('.'), told.slice(0, LONGEST_FACTS)].join(' ').trim()}⟧`
}

function primitives(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(primitives)
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(primitives)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : []
}
