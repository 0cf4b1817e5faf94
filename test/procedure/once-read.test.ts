/** What is kept of a document beside its procedure, and for whom. */
import { expect, test } from 'vitest'
import { draftProcedure, readProcedure } from '../../src/procedure/document/read-procedure.ts'
import { changed, GOOD } from './documents.ts'

/** One that nobody has read yet, however often these tests are run. */
const unread = (text: string): string => `${text}\n${crypto.randomUUID()}\n`

test('a document that was read is given to everybody who reads it again, so nobody can change any of it', () => {
  const open: string[] = []
  const look = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    if (!Object.isFrozen(value)) open.push(path)
    for (const [key, part] of Object.entries(value)) look(part, `${path}.${key}`)
  }
  look(readProcedure('commands/mend.md', unread(GOOD)), 'read')
  look(readProcedure('commands/mend.md', unread(`${GOOD}\n# No`)), 'faults')
  expect(open).toEqual([])
})

test('a document says where it tells a group something, and not where it tells the conversation', () => {
  const telling = changed(
    ['captures: { share', 'notify: { to: dba, say: "It begins." }\ncaptures: { share'],
    ['confirm: {', 'notify: { to: conversation, say: "It ends." }\nconfirm: {'],
  )
  expect(draftProcedure('commands/mend.md', telling).finish().places.notices).toEqual([{ group: 'dba', line: 24 }])
})
