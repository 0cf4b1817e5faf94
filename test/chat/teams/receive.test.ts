/** What people do in Teams, from the activity to what is answered, with the engine's word set by hand. */
import { beforeEach, describe, expect, test } from 'vitest'
import { activity, ALONE, cardIn, CHANNEL, linesIn, openDesk, pressed, saidBy, typed, type Desk } from './desk.ts'
import { en } from '../../../src/words/en.ts'
import type { TeamsRefusal } from '../../../src/words/teams-words.ts'
import { buttonsIn, inputsIn } from '../../conversation/read-card.ts'
import { FINGERPRINT, gate, view } from '../views.ts'

let desk: Desk
const APPROVE = { v: 1, act: 'approve', run: 'R-7', gate: 2, fingerprint: FINGERPRINT }
const ANSWER = { v: 1, act: 'answer', run: 'R-7', 'answer.pool': 'lyncpc' }

beforeEach(() => {
  desk = openDesk()
  desk.backend.views.set('R-7', view({ phase: 'waiting', gate: gate() }))
  desk.backend.answer = () => ({ seq: 1, rehearsal: false })
})

const gathering = () =>
  view({
    phase: 'gathering',
    questions: [{ name: 'pool', ask: 'Which pool?', type: 'fqdn', required: true }],
  })

describe('a typed line', () => {
  test('is answered in the chat of its person, as a card, and nothing is said in the channel', async () => {
    expect(await desk.take(typed('countersign runs'))).toBeUndefined()
    expect(desk.sent.map(({ to }) => to)).toEqual(['a:dana'])
    expect(linesIn(desk.sent[0]?.activity ?? {})[0]).toBe('ℹ︎ 1 run')
    expect(desk.sent[0]?.activity.summary).toBe('1 run')
  })

  test('in the chat of its person is answered there', async () => {
    await desk.take(activity({ text: 'runs', ...ALONE }))
    expect(desk.sent.map(({ to }) => to)).toEqual(['a:dana'])
  })

  test('that is for others is left alone', async () => {
    await desk.take(activity({ text: 'shall we fail over?' }))
    expect(desk.sent).toEqual([])
  })

  test('goes to the engine with its account, its event and the conversation without the thread in it', async () => {
    await desk.take(typed('countersign cancel R-7 the site is back', { id: '1764' }))
    expect(desk.backend.sent).toMatchObject([
      { type: 'cancel', run: 'R-7', reason: 'the site is back', by: { id: 'dana', via: 'teams', account: 't/dana' } },
    ])
    expect(desk.backend.sent[0]?.eventId).toMatch(/^teams\/message\/1764\/[0-9a-f]{32}$/)
    await desk.take(typed('failover persistent-chat'))
    expect(desk.backend.sent[1]).toMatchObject({ type: 'start', conversation: { platform: 'teams', channel: CHANNEL } })
  })

  test('that Teams brings again is done once, and answered once', async () => {
    const line = typed('countersign cancel R-7 the site is back', { id: '1764' })
    await Promise.all([desk.take(line), desk.take({ ...line })])
    await desk.take(line)
    expect([desk.backend.sent.length, desk.sent.length]).toEqual([1, 1])
    await desk.take({ ...line, text: `${String(line['text'])}!` })
    expect(desk.backend.sent.length).toBe(2)
  })

  test('of a verb alone names what can be started, and starts nothing', async () => {
    await desk.take(typed('failover'))
    expect(linesIn(desk.sent[0]?.activity ?? {}).slice(1)).toEqual([
      '/failover persistent-chat',
      'Fail over Persistent Chat Server to the backup data centre',
    ])
    expect(desk.backend.sent).toEqual([])
    await desk.take(typed('Failover', { from: { id: '29:stranger' } }))
    expect(linesIn(desk.sent[1]?.activity ?? {})).toEqual(['✗ No person of people.yaml has the account stranger. Ask for it to be added.'])
  })

  test('of an account that may do nothing is refused in its own chat', async () => {
    desk.refusals.roster = REFUSED
    await desk.take(typed('countersign runs'))
    desk.refusals = { account: REFUSED }
    await desk.take(typed('countersign runs'))
    expect(desk.sent.map(({ to, activity: said }) => [to, ...linesIn(said)])).toEqual([
      ['a:dana', `✗ ${SENTENCE}`],
      ['a:dana', `✗ ${SENTENCE}`],
    ])
  })

  test('starts nothing where no run may be shown, and asks all the same', async () => {
    desk.refusals.place = REFUSED
    await desk.take(typed('failover persistent-chat'))
    await desk.take(typed('countersign whoami'))
    expect(desk.sent.map(({ activity: said }) => linesIn(said)[0])).toEqual([`✗ ${SENTENCE}`, 'ℹ︎ Dana Ruiz'])
    expect(desk.backend.sent).toEqual([])
  })

  test('that the engine does not take is said not to be recorded', async () => {
    desk.backend.answer = () => Promise.reject(new Error('the engine is away'))
    await desk.take(typed('countersign cancel R-7 the site is back'))
    expect(linesIn(desk.sent[0]?.activity ?? {})[0]).toMatch(/^✗ Not recorded: the engine did not take it\./)
  })
})

describe('a press', () => {
  test('is answered with the card of its person, and above it what came of it', async () => {
    const answer = await desk.take(pressed(APPROVE, { from: { id: '29:amir' } }))
    expect(answer).toMatchObject({ status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' } })
    expect(saidBy(answer)[0]).toBe('✓ Your approval of gate 2 of R-7 is recorded.')
    expect(buttonsIn(cardIn(answer)).length).toBeGreaterThan(0)
    expect(desk.sent).toEqual([])
  })

  test('that is refused is answered with the sentence: the card stays as it is, with what was typed', async () => {
    desk.backend.answer = () => ({ refusal: { code: 'x', sentence: 'Not you.' } })
    const answer = await desk.take(pressed(APPROVE))
    expect(answer).toEqual({
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Not you.' },
    })
  })

  test('that is no button of ours is said to be of an old card', async () => {
    expect(saidBy(await desk.take(pressed({ act: 'approve-all', run: 'R-7' })))).toEqual([
      'This button is not one of ours, or older than this version. Use the newest card of the run.',
    ])
  })

  test('that Teams brings again is done once, and answered as the first time', async () => {
    const press = pressed(APPROVE, { from: { id: '29:amir' } })
    const answers = await Promise.all([desk.take(press), desk.take({ ...press })])
    expect(answers[0]).toEqual(answers[1])
    expect(desk.backend.sent.length).toBe(1)
  })

  test('whose run cannot be looked at afterwards is answered in words', async () => {
    desk.backend.view = () => Promise.reject(new Error('the engine is away'))
    expect(saidBy(await desk.take(pressed(APPROVE)))).toEqual(['Your approval of gate 2 of R-7 is recorded.'])
  })

  test('in one’s own chat is answered in the place of what was pressed', async () => {
    const cancel = { v: 1, act: 'cancel', run: 'R-7', 'cancel.reason': 'the site is back' }
    const answer = await desk.take(pressed(cancel, ALONE))
    expect(saidBy(answer)).toEqual(['✓ Your cancel of R-7 is recorded.'])
    expect(buttonsIn(cardIn(answer))).toEqual([])
  })

  test('that asks for older runs is answered with them, wherever it is', async () => {
    expect(saidBy(await desk.take(pressed({ v: 1, act: 'older', run: 'R-7' })))).toEqual([`ℹ︎ ${en.notes.runs.noneOlder}`])
  })

  test('in a client that knows no other way is a message, and answered in the chat of its person', async () => {
    await desk.take(activity({ value: APPROVE }))
    expect(linesIn(desk.sent[0]?.activity ?? {})).toEqual(['✓ Your approval of gate 2 of R-7 is recorded.'])
    await desk.take(activity({ value: { v: 1, act: 'refresh', run: 'R-7' } }))
    expect(buttonsIn(desk.sent[1]?.activity.card).map(({ label }) => label)).toContain('Cancel')
    await desk.take(activity({ value: { v: 1, act: 'refresh', run: 'R-8' } }))
    expect(linesIn(desk.sent[2]?.activity ?? {})).toEqual(['✗ There is no run R-8. /countersign runs lists them.'])
    await desk.take(activity({ value: { act: 'other' } }))
    expect(linesIn(desk.sent[3]?.activity ?? {})[0]).toBe(
      '✗ This button is not one of ours, or older than this version. Use the newest card of the run.',
    )
  })

  test('of an account that may do nothing is refused', async () => {
    desk.refusals.roster = REFUSED
    expect(saidBy(await desk.take(pressed(APPROVE)))).toEqual([SENTENCE])
    desk.refusals = { account: REFUSED }
    expect(saidBy(await desk.take(pressed(APPROVE)))).toEqual([SENTENCE])
    expect(desk.backend.sent).toEqual([])
  })
})

describe('a form', () => {
  beforeEach(() => void desk.backend.views.set('R-7', gathering()))

  test('with faults comes back with them at their fields, and with what was written', async () => {
    const refused = (name: string): void => {
      const facts = { command: '/failover persistent-chat', fields: { [name]: { is: 'empty' as const } } }
      desk.backend.answer = () => ({ refusal: { code: 'bad-answers', facts } })
    }
    refused('pool')
    const answer = await desk.take(pressed(ANSWER))
    expect(inputsIn(cardIn(answer))).toMatchObject([{ id: 'answer.pool', value: 'lyncpc' }])
    expect(saidBy(answer).filter((line) => line.startsWith('✗') || line.includes(': '))).toEqual([
      `✗ ${en.refusals['bad-answers']({ command: '/failover persistent-chat', fields: { pool: { is: 'empty' } } })}`,
      '✗ Nothing is written here.',
    ])
    refused('gone')
    expect(saidBy(await desk.take(pressed(ANSWER)))).toContain('gone: Nothing is written here.')
  })

  test('that is sent from two devices is one deed', async () => {
    const [a, b] = await Promise.all([desk.take(pressed(ANSWER)), desk.take(pressed(ANSWER))])
    await desk.take(pressed(ANSWER))
    expect(desk.backend.sent.length).toBe(1)
    expect(a).toEqual(b)
    await desk.take(pressed({ ...ANSWER, 'answer.pool': 'another' }))
    await desk.take(pressed(ANSWER, { from: { id: '29:amir' } }))
    expect(desk.backend.sent.length).toBe(3)
  })

  test('that was refused may be sent again as it is', async () => {
    desk.backend.answer = () => ({ refusal: { code: 'x', sentence: 'Not now.' } })
    await desk.take(pressed(ANSWER))
    await desk.take(pressed(ANSWER))
    expect(desk.backend.sent.length).toBe(2)
  })
})

const REFUSED: TeamsRefusal = { of: 'place', because: 'other', allowed: ['19:drills@thread.tacv2'] }
const SENTENCE = en.teams.refusal(REFUSED)
