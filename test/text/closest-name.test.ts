import { expect, test } from 'vitest'
import { closestName, didYouMean } from '../../src/text/closest-name.ts'

test.each([
  ['databse', 'database'],
  ['databaes', 'database'],
  ['Database', 'database'],
  ['dtabase', 'database'],
  ['backupPol', 'backupPool'],
  ['pool1', 'pool'],
  ['ab', 'ax'],
  ['slq', 'sql'],
])('%s is near to %s', (written, known) => {
  expect(closestName(written, ['unrelated', known, 'wholly-different'])).toBe(known)
})

test.each(['pump', 'x', 'zzzzzzzz', ''])('%s is near to nothing', (written) => {
  expect(closestName(written, ['database', 'backup'])).toBeUndefined()
})

test('the nearest one is named, and the first of equals', () => {
  expect(closestName('pooll', ['poolen', 'pool', 'poole'])).toBe('pool')
  expect(closestName('pool', ['poola', 'poolb'])).toBe('poola')
})

test('advice names it with its mark, or says something else', () => {
  expect(didYouMean('pol', ['pool'], 'declare it', '$')).toBe('did you mean `$pool`?')
  expect(didYouMean('pol', ['pool'], 'declare it')).toBe('did you mean `pool`?')
  expect(didYouMean('other', ['pool'], 'declare it', '$')).toBe('declare it')
})
