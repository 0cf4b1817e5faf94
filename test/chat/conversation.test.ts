/** What people do, through the conversation, to the real rules. */
import { beforeEach, describe, expect, test } from 'vitest'
import { drawAdaptiveCard } from '../../src/chat/adaptive/adaptive-card.ts'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import { converse } from '../../src/chat/conversation.ts'
import { readPress } from '../../src/chat/press.ts'
import type { Reply } from '../../src/chat/chat-event.ts'
import { readProcedure } from '../../src/procedure/document/read-procedure.ts'
import { ANSWERS, FAILOVER } from '../run/practice.ts'
import { RUN } from '../run/practice-run.ts'
import { CoreBackend } from './core-backend.ts'

let backend: CoreBackend
beforeEach(() => {
  backend = new CoreBackend()
})

const type = (account: string, text: string): Promise<Reply> => converse(backend, backend.event(account, { type: 'typed', text }))
const press = (account: string, data: unknown): Promise<Reply> =>
  converse(backend, backend.event(account, { type: 'pressed', press: readPress(data) }))
const inline = Object.entries(ANSWERS)
  .map(([name, value]) => `${name}="${value}"`)
  .join(' ')

/** The data of the button that does this, as the card of the run carries it now. */
async function button(act: string): Promise<Record<string, unknown>> {
  const view = await backend.view(RUN)
  if (!view) throw new Error('there is no run')
  const found = all(drawAdaptiveCard(drawCard(view))).find((each) => each['act'] === act)
  if (!found) throw new Error(`the card offers no ${act}`)
  return found
}

function all(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(all)
  if (typeof value !== 'object' || value === null) return []
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(all)]
}

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

describe('the way to a gate', () => {
  test('what is missing is asked for, and a fault comes back to its field', async () => {
    expect((await type('dana', '/failover persistent-chat')).run).toBe(RUN)
    const form = await button('answer')
    const filled = Object.fromEntries(Object.entries({ ...ANSWERS, pool: 'not a name!' }).map(([name, value]) => [`answer.${name}`, value]))
    const refused = await press('dana', { ...form, ...filled })
    expect(Object.keys(refused.fields ?? {})).toEqual(['pool'])
    await press('dana', { ...form, ...filled, 'answer.pool': 'lyncpc.contoso.com' })
    expect((await backend.view(RUN))?.gate?.number).toBe(1)
  })

  test('a field that is too long is not taken: of a list that was cut off, the rest would be one', async () => {
    await type('dana', '/failover persistent-chat')
    const form = await button('answer')
    const filled = Object.fromEntries(Object.entries(ANSWERS).map(([name, value]) => [`answer.${name}`, value]))
    const before = backend.run.entries.length
    for (const data of [form, await button('preview')]) {
      const refused = await press('dana', { ...data, ...filled, 'answer.activeServers': 'pc1.contoso.com,'.repeat(251) })
      const fault = 'This has more than 4,000 characters, and perhaps not all of it came: make it shorter.'
      expect([refused.note.title, refused.fields]).toEqual([`Nothing was taken. activeServers: ${fault}`, { activeServers: fault }])
    }
    expect(backend.run.entries.length).toBe(before)
    for (const { maxLength } of all(drawAdaptiveCard(drawCard((await backend.view(RUN))!)))) expect([undefined, 4001]).toContain(maxLength)
  })

  test('a plan can be looked at before anything begins: nothing is recorded and no lock is asked for', async () => {
    await type('dana', '/failover persistent-chat')
    const form = await button('preview')
    const filled = Object.fromEntries(Object.entries(ANSWERS).map(([name, value]) => [`answer.${name}`, value]))
    const before = backend.run.entries.length
    const wrong = await press('dana', { ...form, ...filled, 'answer.pool': 'not a name!' })
    expect(Object.keys(wrong.fields ?? {})).toEqual(['pool'])
    const { note } = await press('dana', { ...form, ...filled })
    expect(note.title).toBe('This would be the plan of R-1. Nothing has begun.')
    expect(JSON.stringify(note.body)).toContain('RESTORE DATABASE @database WITH RECOVERY;')
    expect(backend.run.entries.length).toBe(before)
    expect(backend.run.made.plan).toBeUndefined()
    const [start] = note.body.flatMap((piece) => (piece.type === 'press' ? [piece] : []))
    expect(start?.label).toBe('Start R-1')
    await press('dana', start?.data ?? {})
    expect((await backend.view(RUN))?.gate?.number).toBe(1)
    expect((await press('dana', { ...form, ...filled })).note.title).toBe(
      'The plan of R-1 is made: its values cannot be changed any more. Withdraw it and start again.',
    )
  })

  test('the requester is refused, two others pass it, and each is told', async () => {
    await type('dana', `/failover persistent-chat ${inline}`)
    const approve = await button('approve')
    expect((await press('dana', approve)).note).toMatchObject({
      tone: 'refused',
      title: expect.stringContaining('Dana asked for this run'),
    })
    expect((await press('amir', approve)).note).toEqual({
      tone: 'ok',
      title: 'Your approval of gate 1 of R-1 is recorded.',
      body: [{ type: 'text', text: 'Still needed: 1 of uc-leads (Carol or Bo).' }],
    })
    expect((await press('carol', approve)).note).toEqual({
      tone: 'ok',
      title: 'Your approval of gate 1 of R-1 is recorded.',
      body: [{ type: 'text', text: expect.stringMatching(/^Gate 1 waits for nobody any more\. /) }],
    })
    expect(backend.run.made.gates[0]?.approvals.map(({ person, via, account }) => [person.id, via, account])).toEqual([
      ['amir', 'practice', 'amir'],
      ['carol', 'practice', 'carol'],
    ])
  })

  test('a button of another plan is refused', async () => {
    await type('dana', `/failover persistent-chat ${inline}`)
    const approve = await button('approve')
    const reply = await press('amir', { ...approve, fingerprint: 'ab'.repeat(32) })
    expect(reply.note.tone).toBe('refused')
    expect(backend.run.made.gates[0]?.approvals).toEqual([])
  })

  test('what is not a button of ours is refused', async () => {
    expect((await press('amir', { act: 'approve', run: RUN })).note.title).toBe(
      'This button is not one of ours, or older than this version. Use the newest card of the run.',
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

describe('questions about a run', () => {
  test('are answered from what was recorded', async () => {
    await type('dana', `/failover persistent-chat ${inline}`)
    const plan = await type('zoe', '/countersign plan')
    expect(plan.note.title).toBe('Plan of R-1: Fail over Persistent Chat Server to the backup data centre')
    const text = JSON.stringify(plan.note.body)
    expect(text).toContain(backend.run.made.fingerprint)
    expect(text).toContain('RESTORE DATABASE @database WITH RECOVERY;')
    const audit = await type('zoe', '/countersign audit')
    expect(audit.note.title).toBe(`The audit log of R-1: ${backend.run.entries.length} entries`)
    expect(audit.note.file).toEqual({
      name: 'R-1.jsonl',
      text: await backend.log(RUN),
      orElse: 'On the machine of the bot, countersign audit export R-1 writes it.',
    })
    expect((await type('zoe', '/countersign status R-1')).note.title).toBe('R-1 · Waiting for approval')
    expect(JSON.stringify((await type('zoe', '/countersign runs')).note.body)).toContain('Waiting for approval · Fail over Persistent Chat')
  })

  test.each(['plan R-9', 'status R-9', 'audit R-9', 'cancel R-9 why'])(
    '/countersign %s of a run that is not there is refused',
    async (words) => {
      expect((await type('dana', `/countersign ${words}`)).note.title).toBe('There is no run R-9. /countersign runs lists them.')
    },
  )

  test('need a run: none here is said', async () => {
    expect((await type('dana', '/countersign plan')).note.title).toBe('No run is active here. Name one: /countersign runs lists them.')
  })

  test('a cancel that names no run says which one is meant, and does nothing before that is confirmed', async () => {
    await type('dana', `/failover persistent-chat ${inline}`)
    for (const words of ['the site is back', 'R1 the site is back', '#1 the site is back']) {
      const asked = await type('dana', `/countersign cancel ${words}`)
      expect(asked).toEqual({
        note: {
          tone: 'info',
          title: 'Is R-1 to be cancelled? Nothing is cancelled yet.',
          body: [
            {
              type: 'rows',
              rows: [
                {
                  name: 'R-1',
                  value: 'Waiting for approval · Fail over Persistent Chat Server to the backup data centre · asked for by Dana',
                },
                { name: 'Reason', value: 'the site is back' },
              ],
            },
            {
              type: 'press',
              run: 'R-1',
              label: 'Cancel R-1',
              data: { v: 1, act: 'cancel', run: 'R-1', 'cancel.reason': 'the site is back' },
            },
            { type: 'text', text: 'Without the button: type /countersign cancel R-1 and the reason.' },
          ],
        },
      })
    }
    expect((await backend.view(RUN))?.phase).toBe('waiting')
    const [, confirm] = (await type('dana', '/countersign cancel the site is back')).note.body
    expect((await press('dana', confirm?.type === 'press' && confirm.data)).note.title).toBe('Your cancel of R-1 is recorded.')
    expect((await backend.view(RUN))?.status).toContain('Dana cancelled it: the site is back. Nothing was changed.')
  })

  test('what looks like a run cancels no other one', async () => {
    await type('dana', `/failover persistent-chat ${inline}`)
    for (const words of [
      'R-2: wrong pool',
      'R2 wrong pool',
      '#2 wrong pool',
      'R‑2 wrong pool',
      'run R-2 wrong pool',
      '«R-2», wrong pool',
    ]) {
      expect((await type('dana', `/countersign cancel ${words}`)).note.title).toBe('There is no run R-2. /countersign runs lists them.')
    }
    expect((await type('dana', '/countersign cancel 2 of the servers are back')).note.title).toMatch(
      /^Is R-2 meant, or does the reason begin/,
    )
    expect((await backend.view(RUN))?.phase).toBe('waiting')
  })

  test('a plan is not there before every parameter is', async () => {
    await type('dana', '/failover persistent-chat')
    expect((await type('dana', '/countersign plan')).note.title).toBe('R-1 has no plan yet: not every parameter is answered.')
  })

  test('who asks learns who they are', async () => {
    expect((await type('erin', '/countersign whoami')).note).toMatchObject({
      title: 'Erin',
      body: [{ rows: [{ value: 'erin' }, { value: 'operators, dba' }, { value: 'erin on console (practice)' }] }],
    })
  })
})
