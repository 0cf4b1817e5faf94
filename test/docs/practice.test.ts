/** What docs/practice.md says of the practice estate is what there is. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { COMMANDS } from '../estate/powershell/commands/all.ts'

const TEXT = readFileSync(join(import.meta.dirname, '../../docs/practice.md'), 'utf8')

test('names every command of the stand-in for PowerShell, and no other', () => {
  const table = TEXT.slice(TEXT.indexOf('| kind | commands |')).split('\n\n')[0] ?? ''
  const named = [...table.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
  const known = [...COMMANDS.values()].map(({ name }) => name)
  expect(named.toSorted((a, b) => a.localeCompare(b))).toEqual(known.toSorted((a, b) => a.localeCompare(b)))
})
