import { expect, test } from 'vitest'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import { renderCard } from '../../src/chat/slack/render/card.ts'
import type { SaidView } from '../../src/words/said-view.ts'
import { gate, view } from '../chat/views.ts'
import { ACCOUNTS, CHANNEL } from '../slack/stand-in/accounts.ts'
import type { ApiCall } from '../slack/stand-in/call.ts'
import type { Workspace } from '../slack/stand-in/workspace.ts'
import { printSlack } from './print-slack.ts'
import type { Transcript } from './transcript.ts'

/** What is printed of these calls, in their order. */
async function printed(...made: [method: string, args: Record<string, unknown>, answer?: object][]): Promise<string[]> {
  const calls = made.map(([method, args, answer]): ApiCall => ({ n: 1, method, args, atMs: 0, answer: { ok: true, ...answer } }))
  const lines: string[] = []
  const say = (text: string): void => void lines.push(text)
  const transcript: Transcript = { heading: say, say, person: say, answer: say, event: say, progress: (text) => say(`… ${text}`) }
  await printSlack({ api: { calls } } as unknown as Workspace, transcript).end()
  return lines
}

function cardOf(over: Partial<SaidView>): Record<string, unknown> {
  return { channel: CHANNEL, blocks: renderCard(drawCard(view(over))).blocks }
}

test('a gate is printed whole, with what is sent and its buttons; an end as well; between them only what changed', async () => {
  const waiting = { phase: 'waiting' as const, gate: gate({ lines: [{ from: ['dba'], count: 1, by: [] }] }) }
  const approved = { phase: 'waiting' as const, gate: gate({ lines: [{ from: ['dba'], count: 1, by: ['Amir <!here>'] }] }) }
  const lines = await printed(
    ['chat.postMessage', cardOf(waiting)],
    ['chat.update', cardOf(approved)],
    ['chat.update', cardOf({ phase: 'done', status: 'All 4 steps are done.' })],
  )
  expect(lines.slice(0, 2)).toEqual(['┌──── the card', '│ R-7 · Waiting for approval'])
  expect(lines).toEqual(expect.arrayContaining(['│     RESTORE DATABASE @database WITH RECOVERY;', '│ [ Approve… ]  [ Reject… ]']))
  expect(lines.filter((line) => line.startsWith('…'))).toEqual(['… ✓ 1 of dba: Amir <!here>'])
  expect(lines).toContain('│ R-7 · Done')
  expect(lines.at(-1)).toBe('└────')
})

test('lines of the thread, forms, files and direct messages are printed as people read them', async () => {
  const plain = (text: string): object => ({ type: 'plain_text', text })
  const blocks = [
    { type: 'section', text: { type: 'mrkdwn', text: 'R-7 waits. <https://contoso.slack.com/archives/C1/p1|Read the plan>' } },
  ]
  const input = { type: 'input', block_id: 'x', label: plain('Why?'), element: { type: 'plain_text_input', action_id: 'text' } }
  expect(
    await printed(
      ['conversations.open', { users: ACCOUNTS.amir.id }, { channel: { id: 'D1' } }],
      ['chat.postMessage', { channel: 'D1', blocks }],
      ['chat.postMessage', { channel: CHANNEL, thread_ts: '1.2', text: '03:42:10 UTC  a &lt; b\n03:42:11 UTC  c' }],
      [
        'views.open',
        { view: { title: plain('Reject · R-7'), blocks: [{ type: 'section', text: plain('One rejection closes it.') }, input] } },
      ],
      ['files.completeUploadExternal', { initial_comment: 'The whole plan &amp; more' }],
      ['chat.delete', { channel: 'D1' }],
    ),
  ).toEqual([
    '   (direct message to Amir) R-7 waits. Read the plan',
    '   in the thread: 03:42:10 UTC  a < b',
    '   in the thread: 03:42:11 UTC  c',
    '   A form opens, "Reject · R-7": One rejection closes it. [ Why? ]',
    '   (a file in the thread) The whole plan & more',
    '   (the direct message to Amir is taken back)',
  ])
})
