/** Who speaks, and what cannot be understood: through the conversation, to the real rules. */
import { beforeEach, describe, expect, test } from 'vitest'
import { converse } from '../../src/chat/conversation.ts'
import { ANSWERS } from '../run/practice.ts'
import { RUN } from '../run/practice-run.ts'
import { CoreBackend } from './core-backend.ts'
import { inline, talking } from './talking.ts'

let backend: CoreBackend
beforeEach(() => {
  backend = new CoreBackend()
})
const { type } = talking(() => backend)

describe('an account', () => {
  test('of nobody is refused, to it alone, and nothing is recorded', async () => {
    expect((await type('mallory', `/failover persistent-chat ${inline}`)).note.title).toBe(
      'No person in people.yaml has the practice account mallory: ask whoever keeps that file to add it.',
    )
    expect(backend.run.entries).toEqual([])
  })

  test('of two people is refused', async () => {
    const [first] = backend.people
    if (first) backend.people.push({ ...first, id: 'again', practice: 'dana' })
    expect((await type('dana', '/countersign whoami')).note.title).toBe(
      '2 people in people.yaml have the practice account dana: it must be given to one of them before it can be used.',
    )
  })
})

describe('what cannot be understood', () => {
  test('is said, with what to type instead, and nothing is recorded', async () => {
    expect((await type('dana', '/countersign explode')).note).toMatchObject({
      tone: 'refused',
      title: expect.stringMatching(/^\/countersign knows no explode\./),
    })
    expect(backend.run.entries).toEqual([])
  })

  test('a form of a procedure that is not there any more starts nothing', async () => {
    const filled = backend.event('dana', { type: 'filled', procedure: 'failover-nothing', rehearsal: false, answers: {} })
    expect((await converse(backend, filled)).note.title).toBe(
      'The procedure of this form is not there any more. /countersign list shows what can be started.',
    )
    expect(backend.run.entries).toEqual([])
  })

  test('a form that is filled starts its procedure', async () => {
    const { id = '' } = backend.loaded().procedures[0] ?? {}
    const filled = backend.event('dana', { type: 'filled', procedure: id, rehearsal: false, answers: ANSWERS })
    expect((await converse(backend, filled)).run).toBe(RUN)
    expect((await backend.view(RUN))?.gate?.number).toBe(1)
  })
})
