/** The judge itself: everything that it must see, one by one. */
import { expect, test } from 'vitest'
import { postedFaults } from './posted-faults.ts'

function judged(method: string, args: Record<string, unknown>): string[] {
  return postedFaults([{ n: 1, method, args }])
}

const plain = (text: string): object => ({ type: 'plain_text', text, emoji: false })
const mrkdwn = (text: string, verbatim = true): object => ({ type: 'mrkdwn', text, verbatim })
const section = (text: object): object => ({ type: 'section', text })

test.each([
  ['a mention of everybody', '<!channel>'],
  ['a mention of those who are here', 'wake up <!here|here>'],
  ['a mention of one', '<@U0DANAWHIT>'],
  ['a link to a channel', '<#C0INCIDENT|x>'],
  ['a link with another name', '<https://evil.example|safe>'],
  ['a link that Slack makes of an address', 'see https://evil.example'],
  ['a link to write a letter', 'mailto:a@b.example'],
  ['an ampersand', 'a & b'],
  ['half an escape', 'a &l'],
])('%s is seen in a text, a comment, a title, a field, a form and an answer', (_, text) => {
  const blocks = [section(mrkdwn(text))]
  for (const [method, args] of [
    ['chat.postEphemeral', { text }],
    ['files.completeUploadExternal', { initial_comment: text }],
    ['files.completeUploadExternal', { files: [{ id: 'F1', title: text }] }],
    ['chat.update', { text: 'x', blocks }],
    ['views.open', { view: { type: 'modal', blocks } }],
    ['views.publish', { view: { type: 'home', blocks: [{ type: 'context', elements: [mrkdwn(text)] }] } }],
    ['answer', { response_type: 'ephemeral', blocks }],
    ['answer', { response_action: 'update', view: { blocks } }],
    ['anything', { deep: [{ unheard: { of: text } }] }],
  ] as const)
    expect(judged(method, args)).not.toEqual([])
})

test('plain text may hold signs, and no mention or link', () => {
  expect(judged('chat.update', { blocks: [section(plain('a < b & c > d'))] })).toEqual([])
  for (const text of ['<!channel>', '<@U1>', '<#C1>', 'https://evil.example', 'MAILTO:a@b.example'])
    expect(judged('chat.update', { blocks: [section(plain(text))] })).toEqual([`call 1, chat.update: some client might read: ${text}`])
  expect(judged('answer', { response_action: 'errors', errors: { 'answer.note': '<!here>' } })).toHaveLength(1)
  expect(judged('answer', { options: [{ text: plain('<@U1>'), value: '<@U1>' }] })).toHaveLength(1)
})

test.each([
  ['a block of code that ends early', '```\na\n```\nb\n```'],
  ['code in the middle of a text', 'a ```b```'],
  ['bold that ends early', '*a* b *c*'],
  ['bold in the middle of a text', 'a *b*'],
  ['slanted words', 'a _b_'],
  ['code in a line', '*a `b`*'],
])('%s is seen', (_, text) => {
  expect(judged('chat.update', { blocks: [section(mrkdwn(text))] })).toHaveLength(1)
})

test('an update without blocks, a file with a strange name, and names made mentions are seen', () => {
  expect(judged('chat.update', { text: 'x' })).toEqual(['call 1, chat.update: an update without blocks takes them away'])
  expect(judged('chat.update', { text: 'x', blocks: [] })).toHaveLength(1)
  expect(judged('files.getUploadURLExternal', { filename: '../<!here>.txt', length: 3 })).toHaveLength(2)
  expect(judged('chat.postMessage', { text: 'x', unfurl_links: 'false', link_names: 'true' })).toHaveLength(1)
  expect(judged('chat.postMessage', { text: 'x' })).toEqual(['call 1, chat.postMessage: links may be unfurled'])
  expect(judged('chat.update', { blocks: [section(mrkdwn('x', false))] })).toHaveLength(1)
})

test('what is escaped, our own links and what is never shown are well', () => {
  const link = '<https://contoso.slack.com/archives/C0INCIDENT/p1795248412000001|Read the plan on its card>, and decide there.'
  const button = { type: 'button', text: plain('Approve…'), action_id: 'act:approve:0', value: '{"choice":"<!here>"}' }
  const args = {
    text: '&lt;!channel&gt; https:\u2060//evil.example',
    blocks: [
      section(mrkdwn(link)),
      section(mrkdwn('```\na `\u2060`` b\n```')),
      section(mrkdwn('*bold mgc_1.trn*\n*and bold*')),
      { type: 'actions', elements: [button] },
    ],
  }
  expect(judged('chat.update', args)).toEqual([])
})
