/** Activities that are no deed of a person, or that nobody can read. */
import { beforeEach, describe, expect, test } from 'vitest'
import { en } from '../../../src/words/en.ts'
import { activity, ALONE, CHANNEL, openDesk, pressed, typed, type Desk } from './desk.ts'

let desk: Desk
beforeEach(() => void (desk = openDesk()))

describe('other activities', () => {
  test.each([
    ['a reaction', { type: 'messageReaction' }],
    ['typing', { type: 'typing' }],
    ['a kind to come', { type: 'hologram' }],
    ['no kind', { type: undefined }],
    ['a message without its sender', { from: undefined }],
    ['a line that does not say where it came from', { text: 'help', ...ALONE, serviceUrl: undefined }],
    ['people who come', { type: 'conversationUpdate', membersAdded: [{ id: '29:amir' }] }],
    ['members that are none', { type: 'conversationUpdate', membersAdded: 'amir' }],
    ['an installation without what became of it', { type: 'installationUpdate' }],
  ])('%s: nothing is done, and nothing said', async (_, more) => {
    expect(await desk.take(activity(more))).toBeUndefined()
    expect([desk.sent, desk.backend.sent, desk.troubles]).toEqual([[], [], []])
  })

  test.each([
    ['of a name that is not known', { name: 'task/fetch' }, 501, 'NotImplemented'],
    ['without a name', { name: undefined }, 501, 'NotImplemented'],
    ['without its value', { name: 'adaptiveCard/action', value: undefined }, 400, 'BadRequest'],
    ['whose data are a text', { name: 'adaptiveCard/action', value: { action: { data: 'approve' } } }, 400, 'BadRequest'],
    [
      'that does not say where it came from',
      { name: 'adaptiveCard/action', value: { action: { data: {} } }, serviceUrl: undefined },
      400,
      'BadRequest',
    ],
    [
      'of a file without a key',
      { name: 'fileConsent/invoke', value: { type: 'fileUpload', action: 'accept', context: {} } },
      400,
      'BadRequest',
    ],
  ])('an invoke %s is an error', async (_, more, status, code) => {
    expect(await desk.take(activity({ type: 'invoke', ...more }))).toEqual({
      status,
      body: {
        statusCode: status,
        type: 'application/vnd.microsoft.error',
        value: { code, message: en.live.notRead('Teams') },
      },
    })
  })

  test('what breaks is logged, and answered without details', async () => {
    desk.context.accounts.of = () => {
      throw new Error('secret')
    }
    expect(await desk.take(typed('help'))).toBeUndefined()
    expect(JSON.stringify(await desk.take(pressed({ v: 1, act: 'withdraw', run: 'R-7' })))).not.toContain('secret')
    expect(desk.logged).toEqual(['something that Teams sent could not be answered', 'something that Teams sent could not be answered'])
  })

  test('a conversation that we are added to is greeted once, and its trouble is over', async () => {
    await desk.take(activity({ type: 'conversationUpdate', membersRemoved: [{ id: '28:bot' }] }))
    await desk.take(activity({ type: 'installationUpdate', action: 'remove' }))
    expect(desk.troubles).toEqual([
      `Teams says that Countersign was removed from the conversation ${CHANNEL}: its runs are not shown there any more. Add the app there again.`,
    ])
    await desk.take(activity({ type: 'installationUpdate', action: 'add' }))
    expect([desk.troubles, desk.sent]).toEqual([[], []])
    await desk.take(activity({ type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }] }))
    expect(desk.sent.map(({ activity: { text, textFormat } }) => [text, textFormat])).toEqual([
      [
        'Countersign is in this conversation now. Mention it and type help: it answers in your own chat with it what you can start here.',
        'plain',
      ],
    ])
    await desk.take(activity({ type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }], ...ALONE }))
    expect(desk.sent[1]?.activity.text).toMatch(/^Here Countersign answers you/)
  })
})
