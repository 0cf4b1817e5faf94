/** What is bound to a block is found without its linter, so that a stricter lint changes no plan. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { usedNames } from '../../src/procedure/document/names-in-scope.ts'
import { SCOPE } from '../lint/linted.ts'

test.each([
  ['sql', 'SELECT @database, @share + @database', ['database', 'share']],
  ['sql', 'SELECT @@SPID, @later, @other, name@share', ['share']],
  ['powershell', 'Get-Item "$share\\${database}" | Where-Object { $using:size -gt $later }', ['share', 'database', 'size']],
  ['powershell', 'Do-It @share $SHARE $shares', ['share']],
] as const)('%s: %s', (language, text, names) => {
  expect(usedNames({ language, text }, SCOPE)).toEqual(names)
})

test('given any text, only names that the block may use are bound, each once', () => {
  const parts = fc.constantFrom('@', '$', '{', '}', '@@', 'share', 'size', 'later', 'database', ' ', "'", '--', 'using:', '한')
  fc.assert(
    fc.property(fc.array(parts), fc.constantFrom('sql' as const, 'powershell' as const), (words, language) => {
      const names = usedNames({ language, text: words.join('') }, SCOPE)
      expect(new Set(names).size).toBe(names.length)
      expect(names.every((name) => SCOPE.find(name) === 'ok')).toBe(true)
    }),
  )
})
