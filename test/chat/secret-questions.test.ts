/** A question for a secret, through the conversation: no secret is taken, recorded or repeated. */
import { beforeEach, describe, expect, test } from 'vitest'
import { readProcedure } from '../../src/procedure/document/read-procedure.ts'
import { FAILOVER } from '../run/practice.ts'
import { RUN } from '../run/practice-run.ts'
import { CoreBackend } from './core-backend.ts'
import { inline, talking } from './talking.ts'

let backend: CoreBackend
beforeEach(() => {
  backend = new CoreBackend()
})
const { type, press, button } = talking(() => backend)

describe('a question for a secret', () => {
  const spoilt = FAILOVER.text.replace(
    'parameters:\n',
    'parameters:\n  key: { type: secret, ask: "Which key?" }\n  note: { type: text, ask: "Anything to note?", optional: true }\n',
  )
  const never =
    'Nothing was taken. key: This is the name of no configured secret, and is not repeated here. Never type a secret in chat: answer with the name of one, chat-pfx.'
  beforeEach(() => {
    const plain = backend.loaded()
    backend.loaded = () => {
      const read = readProcedure(`commands/${FAILOVER.id}.md`, spoilt)
      if ('faults' in read) throw new Error(JSON.stringify(read.faults))
      return { ...plain, procedures: [read.procedure], secretNames: ['chat-pfx'] }
    }
  })

  test('is answered with a name: what is typed instead is refused before anything is recorded, and not repeated', async () => {
    const reply = await type('dana', `/failover persistent-chat key=hunter2 ${inline}`)
    expect(reply.note.title).toBe(never)
    expect(reply.fields).toEqual({ key: never.replace('Nothing was taken. key: ', '') })
    expect(backend.run.entries).toEqual([])
    await type('dana', '/failover persistent-chat')
    const form = await button('answer')
    const view = await backend.view(RUN)
    expect(view?.questions.find(({ name }) => name === 'key')?.choices).toEqual([{ title: 'chat-pfx', value: 'chat-pfx' }])
    // Not even the engine hears of it, which keeps what it is sent.
    const send = backend.send.bind(backend)
    const sent: unknown[] = []
    backend.send = (command) => {
      sent.push(command)
      return send(command)
    }
    expect((await press('dana', { ...form, 'answer.key': 'hunter2' })).note.title).toBe(never)
    expect(sent).toEqual([])
    // Nor where the form is older than the answer of somebody else.
    await press('dana', { ...form, 'answer.key': 'chat-pfx' })
    expect((await press('dana', { ...form, 'answer.key': 'hunter2' })).note.title).toBe(never)
    expect(sent).toHaveLength(1)
  })

  test('and what need not be answered says on the card that nothing was', async () => {
    await type('dana', `/failover persistent-chat key=chat-pfx ${inline}`)
    const view = await backend.view(RUN)
    expect(view?.gate?.values).toContainEqual({ name: 'Which key?', value: 'chat-pfx' })
    expect(view?.gate?.values).toContainEqual({ name: 'Anything to note?', value: '(empty)' })
  })
})
