/** Whatever people type stays what it is in Teams: words. */
import { expect, test } from 'vitest'
import { askActivity, mentionActivity, saysActivity, textActivity } from '../../../src/chat/teams/render/ask.ts'
import { linkTo } from '../../../src/chat/teams/render/link.ts'
import { plainText, xmlText } from '../../../src/chat/teams/render/plain-text.ts'

const J = '\u2060'

test.each([
  ['<at>Amir</at> approve', `<${J}at>Amir<${J}/at> approve`],
  ['&lt;at&gt;Amir', `&${J}lt;at&${J}gt;Amir`],
  ['https://evil.example www.evil.example', `https:${J}//evil.example www${J}.evil.example`],
  ['mailto:a@b tel:112 MSTeams:/l/x', `mailto:${J}a@b tel:${J}112 MSTeams:${J}/l/x`],
  ['\\\\sqlb1\\data & 3 < 4, a<b', `\\\\sqlb1\\data & 3 < 4, a<${J}b`],
  ['**x** _y_ `z` [l](http://x)', `**x** _y_ \`z\` [l](http:${J}//x)`],
  ['\u202egnp.exe', '⟨U+202E⟩gnp.exe'],
])('%s is shown as it was typed', (typed, sent) => expect(plainText(typed)).toBe(sent))

test('is escaped where Teams reads markup', () => {
  expect(xmlText(`<at>Amir</at> & "it's"\n[x](http://y)`)).toBe(
    `&lt;at&gt;Amir&lt;/at&gt; &amp; &quot;it&#39;s&quot;<br/>[x](http:${J}//y)`,
  )
})

test('a mention stands in the text as its entity says, and carries nothing that was typed', () => {
  expect(mentionActivity({ id: '29:amir', name: 'Amir <b>' }, 'R-1 <at>x</at>')).toEqual({
    text: '<at>Amir &lt;b&gt;</at> R-1 &lt;at&gt;x&lt;/at&gt;',
    textFormat: 'xml',
    entities: [{ type: 'mention', text: '<at>Amir &lt;b&gt;</at>', mentioned: { id: '29:amir', name: 'Amir <b>' } }],
  })
})

test('an ask leads to the card by a link, or says another way', () => {
  const ask = { heading: 'R-1 waits for your approval at gate 1', what: 'Fail over', until: 'Until 03:42.' }
  const led = askActivity({ ...ask, way: { link: 'https://teams.microsoft.com/l/message/x', press: 'Read the plan', rest: '.' } })
  expect(led.summary).toBe('R-1 waits for your approval at gate 1')
  expect(JSON.stringify(led.card)).toContain(
    '{"type":"Action.OpenUrl","id":"card","title":"Read the plan","url":"https://teams.microsoft.com/l/message/x"}',
  )
  const otherwise = JSON.stringify(askActivity({ ...ask, until: '', way: { says: '/countersign plan R-1' } }).card)
  expect([otherwise.includes('OpenUrl'), otherwise.includes('/countersign plan R-1')]).toEqual([false, true])
})

test('a sentence takes the place of a card as a card, and stands by itself as text', () => {
  expect(JSON.stringify(saysActivity('It is over.').card)).toContain('It is over.')
  expect(textActivity('It <b>')).toEqual({ text: `It <${J}b>`, textFormat: 'plain' })
})

test('a link leads to a message of a channel, or of a chat', () => {
  const at = { serviceUrl: 'https://smba.example/', tenant: 'contoso' }
  expect(linkTo({ ...at, conversation: '19:abc@thread.tacv2', kind: 'channel' }, '17')).toBe(
    'https://teams.microsoft.com/l/message/19%3Aabc%40thread.tacv2/17?tenantId=contoso&parentMessageId=17',
  )
  expect(linkTo({ ...at, conversation: '19:abc@thread.v2', kind: 'groupChat' }, '17')).toBe(
    'https://teams.microsoft.com/l/message/19%3Aabc%40thread.v2/17?tenantId=contoso&context=%7B%22contextType%22%3A%22chat%22%7D',
  )
})
