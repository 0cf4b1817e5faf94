/** From what is missing to the last approval of a gate, through the conversation, to the real rules. */
import { beforeEach, describe, expect, test } from 'vitest'
import { drawAdaptiveCard } from '../../src/chat/adaptive/adaptive-card.ts'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import { ANSWERS } from '../run/practice.ts'
import { RUN } from '../run/practice-run.ts'
import { CoreBackend } from './core-backend.ts'
import { all, inline, talking } from './talking.ts'

let backend: CoreBackend
beforeEach(() => {
  backend = new CoreBackend()
})
const { type, press, button } = talking(() => backend)

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
