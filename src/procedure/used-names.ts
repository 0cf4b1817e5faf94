/** Which values are bound to a block. */
import type { Block } from './procedure.ts'
import type { Scope } from './document/scope.ts'

/**
 * Every value that the block may use and whose name stands in its text, `@name` in SQL and `$name` or `@name` in PowerShell, in the order of the first time.
 * One that only a comment or a string speaks of is bound too, which does nothing; that a block uses no other is judged at the door.
 */
export function usedNames({ language, text }: Pick<Block, 'language' | 'text'>, scope: Scope): string[] {
  const written = language === 'sql' ? /(?<!@)@([A-Za-z_]\w*)/g : /[$@]\{?(?:using:)?([A-Za-z_]\w*)/gi
  const names = [...text.matchAll(written)].map(([, name = '']) => name)
  return [...new Set(names)].filter((name) => scope.find(name) === 'ok')
}
