import { expect, test } from 'vitest'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import { baseCard } from '../../src/chat/teams/render/run-card.ts'
import type { SaidView } from '../../src/words/said-view.ts'
import { gate, view } from '../chat/views.ts'
import { ACCOUNTS } from '../teams/stand-in/accounts.ts'
import { CARD, FILE_CONSENT } from '../teams/stand-in/activity-faults.ts'
import type { ConnectorCall } from '../teams/stand-in/call.ts'
import { openMessages } from '../teams/stand-in/messages.ts'
import { CHANNEL } from '../teams/stand-in/places.ts'
import { printTeams } from './print-teams.ts'
import type { Transcript } from './transcript.ts'

/** What is printed of these calls, in their order. */
async function printed(...made: Partial<ConnectorCall>[]): Promise<string[]> {
  const calls = made.map((call): ConnectorCall => ({
    n: 1,
    operation: 'send',
    conversation: CHANNEL,
    body: {},
    atMs: 0,
    answer: { status: 201, body: { id: '17' } },
    ...call,
  }))
  const lines: string[] = []
  const say = (text: string): void => void lines.push(text)
  const transcript: Transcript = { heading: say, say, person: say, answer: say, event: say, progress: (text) => say(`… ${text}`) }
  const messages = openMessages()
  messages.personal('amir')
  await printTeams({ calls, messages }, transcript).end()
  return lines
}

function cardOf(over: Partial<SaidView>, userIds: string[] = []): Record<string, unknown> {
  const drawn = baseCard(drawCard(view(over)), { over: over.phase === 'done', userIds })
  return { type: 'message', summary: 'R-7', attachments: [{ contentType: CARD, content: drawn.card }] }
}

test('a gate is printed whole, with what is sent and who sees it in a view of their own; an end as well; between them only what changed', async () => {
  const waiting = { phase: 'waiting' as const, gate: gate({ lines: [{ from: ['dba'], count: 1, by: [] }] }) }
  const approved = { phase: 'waiting' as const, gate: gate({ lines: [{ from: ['dba'], count: 1, by: ['Amir <!here>'] }] }) }
  const ids = [ACCOUNTS.amir.id, ACCOUNTS.carol.id]
  const lines = await printed(
    { body: cardOf(waiting, ids) },
    { operation: 'update', of: '17', body: cardOf(approved, ids) },
    { operation: 'update', of: 'of another run', body: cardOf({ run: 'R-8', phase: 'done' }) },
    { operation: 'update', of: '17', body: cardOf({ phase: 'done', status: 'All 4 steps are done.' }) },
  )
  expect(lines.slice(0, 2)).toEqual(['┌──── the card', '│ Fail over Persistent Chat Server to the backup data centre'])
  expect(lines).toEqual(
    expect.arrayContaining([
      '│ RESTORE DATABASE @database WITH RECOVERY;',
      '│ [ Your part ]',
      '│ (a view of their own, with what they can do: Amir, Carol)',
    ]),
  )
  expect(lines.filter((line) => line.startsWith('…'))).toEqual(['… ✓ 1 of dba: Amir <!here>'])
  expect(lines.filter((line) => line.includes('R-8'))).toEqual([])
  expect(lines).toContain('│ ✓ Done')
  expect(lines.at(-1)).toBe('└────')
})

test('lines of the thread, messages of 1:1 chats and files are printed as people read them; what was refused is not', async () => {
  const personal = openMessages().personal('amir').id
  const card = { type: 'AdaptiveCard', body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'R-7 waits.' }] }] }
  expect(
    await printed(
      { operation: 'create', conversation: '' },
      { conversation: personal, body: { attachments: [{ contentType: CARD, content: card }] } },
      { conversation: personal, operation: 'update', of: '17', body: { text: 'It is over.', textFormat: 'plain' } },
      { conversation: personal, operation: 'remove', of: '17', answer: { status: 200 } },
      { conversation: personal, body: { attachments: [{ contentType: FILE_CONSENT, name: 'R-7.jsonl', content: {} }] } },
      { thread: '17', body: { text: '03:42:10 UTC  a <\u2060b\n03:42:11 UTC  c', textFormat: 'plain' } },
      { body: { text: 'refused' }, answer: { status: 429 } },
      { body: { text: '<at>Amir Haddad</at> a &lt; b', textFormat: 'xml' } },
    ),
  ).toEqual([
    '   (1:1 chat with Amir) R-7 waits.',
    '   (1:1 chat with Amir, changed) It is over.',
    '   (the message in the 1:1 chat with Amir is taken back)',
    '   (1:1 chat with Amir) a file is offered: R-7.jsonl',
    '   in the thread: 03:42:10 UTC  a <b',
    '   in the thread: 03:42:11 UTC  c',
    '   Amir Haddad a < b',
  ])
})
