/** What is kept of a document beside its procedure, and for whom. */
import { expect, test } from 'vitest'
import { readProcedure } from '../../src/procedure/document/read-procedure.ts'
import { changed, GOOD } from './documents.ts'

test('a document that was read is given to everybody who reads it again, so nobody can change any of it', () => {
  const open: string[] = []
  const look = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    if (!Object.isFrozen(value)) open.push(path)
    for (const [key, part] of Object.entries(value)) look(part, `${path}.${key}`)
  }
  look(readProcedure('commands/mend.md', GOOD), 'read')
  look(readProcedure('commands/mend.md', `${GOOD}\n# No`), 'faults')
  expect(open).toEqual([])
})

test('a document says where it tells a group something, and not where it tells the conversation', () => {
  const telling = changed(
    ['captures: { share', 'notify: { to: dba, say: "It begins." }\ncaptures: { share'],
    ['confirm: {', 'notify: { to: conversation, say: "It ends." }\nconfirm: {'],
  )
  expect(readProcedure('commands/mend.md', telling)).toMatchObject({ places: { notices: [{ group: 'dba', line: 24 }] } })
})
