import { describe, expect, test } from 'vitest'
import { messageActivity } from '../../../src/chat/teams/receive/activities.ts'
import { asTyped, isForUs, lineOf } from '../../../src/chat/teams/receive/typed-line.ts'

const PROCEDURES = [{ command: '/failover persistent-chat' }, { command: '/Failback persistent-chat' }]
const BOT = '28:bot'

const said = (more: object = {}) =>
  messageActivity.parse({
    type: 'message',
    id: '1',
    from: { id: '29:dana' },
    recipient: { id: BOT },
    conversation: { id: '19:a@thread.tacv2', conversationType: 'channel' },
    ...more,
  })

describe('a line in Teams', () => {
  test.each([
    ['pool=a\u00a0backup=b', 'pool=a backup=b'],
    ['  countersign\u202fruns \u00a0\n', 'countersign runs'],
    ['note=“the site’s down” --rehearse', `note="the site's down" --rehearse`],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['run\u200bs\ufeff', 'runs'],
    ['<b>x</b> &amp; <at>y</at>', '<b>x</b> &amp; <at>y</at>'],
    ['가나다 😀 D:\\letters', '가나다 😀 D:\\letters'],
  ])('has what the editor put into it undone, and nothing else: %j', (typed, meant) => {
    expect(asTyped(typed)).toBe(meant)
  })

  test.each([
    ['', '/countersign help'],
    ['/', '/countersign help'],
    ['help', '/countersign help'],
    ['/runs', '/countersign runs'],
    ['Status R-7', '/countersign Status R-7'],
    ['countersign status R-7', 'countersign status R-7'],
    ['failover persistent-chat pool=a', 'failover persistent-chat pool=a'],
    ['/failback persistent-chat', '/failback persistent-chat'],
    ['restart it', 'restart it'],
  ])('needs no word of ours after the mention: %j is %j', (typed, line) => {
    expect(lineOf(typed, PROCEDURES)).toBe(line)
  })

  test('of a procedure whose verb is a word of ours is the procedure', () => {
    expect(lineOf('show all', [{ command: '/show all' }])).toBe('show all')
  })
})

describe('what is said in a conversation is for us', () => {
  const mention = { entities: [{ type: 'clientInfo' }, { type: 'mention', mentioned: { id: BOT } }] }

  test.each([
    ['with our mention', mention, 'anything', true],
    ['with the mention of somebody else', { entities: [{ type: 'mention', mentioned: { id: '29:amir' } }] }, 'help', false],
    ['with an entity that is none', { entities: ['mention', null, { type: 'mention' }] }, 'help', false],
    ['with no mention', {}, 'failover persistent-chat', false],
    ['after a slash with our name', {}, '/countersign runs', true],
    ['after a slash with the verb of a document', {}, '/FAILOVER persistent-chat', true],
    ['after a slash with something else', {}, '/shrug', false],
    ['to us alone', { conversation: { id: 'a:1', conversationType: 'personal' } }, 'hello', true],
  ])('%s', (_, more, typed, is) => {
    expect(isForUs(said(more), typed, PROCEDURES)).toBe(is)
  })
})
