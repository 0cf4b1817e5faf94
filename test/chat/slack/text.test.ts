import { describe, expect, test } from 'vitest'
import { asTyped, escaped, fenced, LINE_TEXT, plain } from '../../../src/chat/slack/render/text.ts'
import { lineMessages } from '../../../src/chat/live/thread-lines.ts'

const JOINER = '\u2060'

describe('text that people typed', () => {
  test.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['<@U0DANAWHIT> & <#C1|x>', '&lt;@U0DANAWHIT&gt; &amp; &lt;#C1|x&gt;'],
    ['https://evil.example', `https:${JOINER}//evil.example`],
    ['mailto:a@b.c', `mailto:${JOINER}a@b.c`],
    ['tell\u202egnp', 'tell⟨U+202E⟩gnp'],
    ['mgc\u00ad\u034f\u3164', 'mgc⟨U+00AD⟩⟨U+034F⟩⟨U+3164⟩'],
    ['it\u00a0is ⚠️ 1️⃣', 'it⟨U+00A0⟩is ⚠️ 1️⃣'],
  ])('%s is escaped in mark-up', (typed, says) => expect(escaped(typed)).toBe(says))

  test.each([
    ['<!channel>', `<${JOINER}!channel>`],
    ['<@U1>', `<${JOINER}@U1>`],
    ['1 < 2 <= 3', '1 < 2 <= 3'],
    ['https://evil.example', `https:${JOINER}//evil.example`],
    ['\\\\sqlb1\\share', '\\\\sqlb1\\share'],
  ])('%s is read literally in plain text', (typed, says) => expect(plain(typed, 100)).toBe(says))

  test('is cut between characters, and never inside an escape or a pair', () => {
    expect(escaped('a<<<<', 10)).toBe('a&lt;&lt;…')
    expect(plain('ab😀cd', 4)).toBe('ab…')
  })

  test('cannot end a code block that it stands in', () => {
    expect(fenced('a ``` <b>', 100)).toBe(`\`\`\`\na \`${JOINER}\`\` &lt;b&gt;\n\`\`\``)
  })
})

test.each([
  ['pool=&lt;x&gt; &amp;amp;', 'pool=<x> &amp;'],
  ['pool=<http://lyncpc.contoso.com|lyncpc.contoso.com>', 'pool=lyncpc.contoso.com'],
  ['share=\\\\sqlb1\\share', 'share=\\\\sqlb1\\share'],
])('what Slack made of a typed line is taken back: %s', (sent, typed) => expect(asTyped(sent)).toBe(typed))

describe('lines of a thread', () => {
  const line = (n: number, text: string): { n: number; at: string; text: string } => ({ n, at: '2026-11-21T03:42:10.000Z', text })

  test('that wait together are one message, in order, and it names them all', () => {
    expect(lineMessages([line(1000, 'one <!here>'), line(1001, 'two')], LINE_TEXT)).toEqual([
      { text: '03:42:10 UTC  one &lt;!here&gt;\n03:42:10 UTC  two', ends: [1000, 1001] },
    ])
  })

  test('that are long stand alone over several messages, and are whole with the last of them', () => {
    const messages = lineMessages([line(1, 'a'), line(2, '<'.repeat(2000)), line(3, 'b')], LINE_TEXT)
    expect(messages.map(({ ends }) => ends)).toEqual([[1], [], [], [2, 3]])
    expect(messages.every(({ text }) => text.length <= 3500 && !/&(?!amp;|lt;|gt;)/.test(text))).toBe(true)
    expect(
      messages
        .map(({ text }) => text)
        .join('')
        .match(/&lt;/g),
    ).toHaveLength(2000)
  })

  test('are at most twenty to a message', () => {
    const messages = lineMessages(
      Array.from({ length: 45 }, (_, n) => line(n, 'x')),
      LINE_TEXT,
    )
    expect(messages.map(({ ends }) => ends.length)).toEqual([20, 20, 5])
  })
})
