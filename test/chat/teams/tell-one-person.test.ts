/** How what one person should read gets to them, and what is said where it does not. */
import { describe, expect, test } from 'vitest'
import { CallFailed } from '../../../src/chat/teams/bot-port.ts'
import { said, type Note } from '../../../src/chat/note.ts'
import { en } from '../../../src/words/en.ts'
import { activity, ALONE, CHANNEL, linesIn, openDesk, pressed, typed, type Desk } from './desk.ts'
import { view } from '../views.ts'

const THREAD = `${CHANNEL};messageid=1`
const refused = (code: string): CallFailed => new CallFailed({ status: 403, code })
const DANA = {
  at: { serviceUrl: 'https://smba.example/', tenant: 't', conversation: THREAD, kind: 'channel' as const },
  address: '29:dana',
  account: 't/dana',
  name: 'Dana <Ruiz>',
}
const NOTE: Note = { ...said('info', 'The log of R-7'), file: { name: 'R-7.jsonl', text: '{}\n', orElse: 'Or run countersign audit.' } }

const saidIn = ({ sent }: Desk): [string, ...string[]][] => sent.map(({ to, activity: message }) => [to, ...linesIn(message)])

describe('an answer', () => {
  test('that Teams does not take for a moment is tried again, and then told once', async () => {
    const desk = openDesk()
    const faults = [
      new CallFailed({ status: 502 }),
      new CallFailed({ status: 429, retryAfterMs: 1 }),
      new CallFailed({ system: 'ECONNRESET' }),
    ]
    desk.fault = () => faults.shift()
    await desk.take(typed('countersign runs'))
    expect([saidIn(desk), desk.troubles]).toEqual([
      [['a:dana', 'ℹ︎ No runs', 'Nothing runs now. /countersign list shows what can be started.']],
      [],
    ])
  })

  test('that was told, though its answer could not be read, is not told twice', async () => {
    const desk = openDesk()
    let calls = 0
    desk.fault = (call) => (call === 'send' && calls++ === 0 ? new CallFailed({ status: 200, system: 'NO_ID' }) : undefined)
    await desk.take(typed('countersign runs'))
    expect([calls, desk.sent, desk.troubles]).toEqual([1, [], []])
  })

  test('to whom no chat can be opened is said to be there, in public and to the program, and not what it is', async () => {
    const desk = openDesk()
    desk.fault = (call) => (call === 'create' ? refused('ForbiddenOperationException') : undefined)
    await desk.context.teller.tell(DANA, en, said('ok', 'Secret.'))
    expect(desk.sent).toEqual([
      {
        to: THREAD,
        activity: {
          text: '<at>Dana &lt;Ruiz&gt;</at>, there is an answer that Countersign could not write to you. Add the app Countersign for yourself (Apps, Countersign, Add), and ask again.',
          textFormat: 'xml',
          entities: [{ type: 'mention', text: '<at>Dana &lt;Ruiz&gt;</at>', mentioned: { id: '29:dana', name: 'Dana <Ruiz>' } }],
        },
      },
    ])
    expect(desk.troubles).toEqual([
      `The account t/dana could not be told: “Secret.” ${en.teams.fault({ is: 'refused', call: 'create', status: 403, code: 'ForbiddenOperationException' })}`,
    ])
    await desk.context.teller.tell(DANA, en, said('ok', 'Secret again.'))
    expect(desk.sent.length).toBe(1)
    desk.fault = () => undefined
    await desk.context.teller.tell(DANA, en, said('ok', 'Secret.'))
    expect([desk.sent.length, desk.troubles]).toEqual([2, []])
  })

  test('that reaches nobody on any way breaks nothing', async () => {
    const desk = openDesk()
    desk.fault = () => refused('MessageWritesBlocked')
    await desk.take(typed('countersign runs'))
    await desk.take(activity({ type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }] }))
    expect(desk.logged).toContain('nor could that be said in the conversation')
    expect(desk.logged).toContain('a conversation could not be greeted')
    expect(desk.sent).toEqual([])
  })

  test('in a chat that does not serve any more is told in a new one the next time', async () => {
    const desk = openDesk()
    const opened: string[] = []
    desk.fault = (call, to) => (call === 'create' ? void opened.push(to) : undefined)
    await desk.take(typed('countersign runs'))
    await desk.take(typed('countersign whoami'))
    expect(opened).toEqual(['29:dana'])
    desk.fault = (call, to) => (call === 'create' ? void opened.push(to) : to === 'a:dana' ? refused('MessageWritesBlocked') : undefined)
    await desk.take(typed('countersign runs'))
    desk.fault = (call, to) => (call === 'create' ? void opened.push(to) : undefined)
    await desk.take(typed('countersign runs'))
    expect(opened).toEqual(['29:dana', '29:dana'])
  })

  test('goes to whoever spoke, whatever account that was said to be', async () => {
    const desk = openDesk()
    await desk.context.teller.tell(DANA, en, said('ok', 'For Dana.'))
    await desk.context.teller.tell({ ...DANA, address: '29:mallory' }, en, said('refused', 'Not you.'))
    expect(saidIn(desk)).toEqual([
      ['a:dana', '✓ For Dana.'],
      ['a:mallory', '✗ Not you.'],
    ])
  })

  test('is shown in the conversation to its person alone where the switch says so, and in their chat where Teams refuses that', async () => {
    const desk = openDesk({ targeted: true })
    await desk.take(typed('countersign runs'))
    expect(desk.sent.map(({ to, activity: { targeted } }) => [to, targeted])).toEqual([[THREAD, '29:dana']])
    desk.fault = (_, to) => (to === THREAD ? refused('BadSyntax') : undefined)
    await desk.take(typed('countersign whoami'))
    await desk.take(activity({ text: 'runs', ...ALONE }))
    expect(desk.sent.slice(1).map(({ to, activity: { targeted } }) => [to, targeted])).toEqual([
      ['a:dana', undefined],
      ['a:dana', undefined],
    ])
  })

  test('with a file is told together with a card that offers it', async () => {
    const desk = openDesk()
    await desk.context.teller.tell(DANA, en, NOTE)
    expect(desk.sent[0]).toMatchObject({
      to: 'a:dana',
      activity: {
        summary: 'R-7.jsonl',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.teams.card.file.consent',
            name: 'R-7.jsonl',
            content: { description: 'The log of R-7', sizeInBytes: 3 },
          },
        ],
      },
    })
    expect(linesIn(desk.sent[1]?.activity ?? {})).toEqual(['ℹ︎ The log of R-7'])
  })

  test('whose file cannot be offered says so, and how to get it', async () => {
    const desk = openDesk()
    const faults = [refused('NotEnoughPermissions')]
    desk.fault = (call) => (call === 'send' ? faults.shift() : undefined)
    await desk.context.teller.tell(DANA, en, NOTE)
    expect(saidIn(desk)).toEqual([
      [
        'a:dana',
        'ℹ︎ The log of R-7',
        `R-7.jsonl could not be offered to you: ${en.teams.fault({ is: 'refused', call: 'send', status: 403, code: 'NotEnoughPermissions' })} Or run countersign audit.`,
      ],
    ])
  })

  test('that is too long is offered whole as a file', async () => {
    const desk = openDesk()
    const text = 'x'.repeat(5000)
    const long = said(
      'info',
      'Long',
      Array.from({ length: 12 }, () => ({ type: 'code' as const, language: 'sql', text })),
    )
    await desk.context.teller.tell(DANA, en, long)
    const [offer, told] = desk.sent
    expect(linesIn(told?.activity ?? {}).at(-1)).toMatch(
      /^\d+ parts of this answer are not shown whole\. The whole is in the file that is offered to you above\.$/,
    )
    expect(Buffer.byteLength(JSON.stringify(told?.activity.card))).toBeLessThan(25_000)
    const sizeInBytes = Buffer.byteLength(['Long', ...Array.from({ length: 12 }, () => text)].join('\n\n')) + 1
    expect(offer?.activity.attachments).toMatchObject([{ name: 'answer.txt', content: { sizeInBytes } }])
    desk.fault = (call) =>
      call === 'send' && desk.sent.length === 2 ? ((desk.fault = () => undefined), refused('MessageWritesBlocked')) : undefined
    await desk.context.teller.tell(DANA, en, long)
    expect(linesIn(desk.sent[2]?.activity ?? {}).at(-1)).toMatch(
      /^\d+ parts of this answer are not shown whole\. The whole could not be offered to you as a file: Teams refused/,
    )
  })
})

describe('an answer that is late', () => {
  test('to a press is told in the chat of its person when it is there', async () => {
    const desk = openDesk()
    desk.backend.views.set('R-7', view())
    const engine = Promise.withResolvers<{ seq: number; rehearsal: boolean }>()
    desk.backend.answer = () => engine.promise
    const answer = await desk.take(pressed({ v: 1, act: 'cancel', run: 'R-7', 'cancel.reason': 'the site is back' }))
    expect(answer?.body).toMatchObject({
      type: 'application/vnd.microsoft.activity.message',
      value:
        'Nobody knows yet whether this is recorded: the engine has not answered in time. You are told in your own chat with Countersign what it came to. If you hear nothing for two minutes, look at the run before you try again.',
    })
    engine.resolve({ seq: 1, rehearsal: false })
    await expect.poll(() => saidIn(desk)).toEqual([['a:dana', '✓ Your cancel of R-7 is recorded.']])
  })
})
