/** A run that was lost is said to be so wherever people could believe that it still waits. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lostSentence, showLost } from '../../src/engine/lost/show-lost.ts'
import type { ShowRequest } from '../../src/run/view/chat-port.ts'
import { gateOf, mirrors } from '../run/acts.ts'
import { running } from '../run/given.ts'

let auditDir: string
beforeEach(() => void (auditDir = mkdtempSync(join(tmpdir(), 'countersign-lost-'))))
afterEach(() => rmSync(auditDir, { recursive: true, force: true }))

test('in each conversation once: where one cannot be shown the others are, and it alone is tried again', async () => {
  const { run } = running(gateOf(2), mirrors('amir', 'C2'))
  const lost = { run: 'R-1', file: 'R-1.jsonl', state: run.made }
  const requests: ShowRequest[] = []
  const down = new Set(['incident'])
  const chat = {
    intervalMs: 0,
    show: async (request: ShowRequest) => {
      const { channel } = request.conversation
      if (down.has(channel)) throw new Error('it is down')
      requests.push(request)
      return { posted: { card: `card in ${channel}`, lines: request.lines.map(({ n }) => n), notices: [] } }
    },
  }
  const at = { chat, auditDir, log: pino({ level: 'silent' }) }
  expect(await showLost(at, lost)).toBe(false)
  expect(requests.map(({ conversation }) => conversation.channel)).toEqual(['C2'])
  down.clear()
  expect(await showLost(at, lost)).toBe(true)
  expect(await showLost(at, lost)).toBe(true)
  expect(requests.map(({ conversation }) => conversation.channel)).toEqual(['C2', 'incident'])
  const text = lostSentence(lost)
  for (const { view, lines } of requests) {
    expect(view).toMatchObject({ phase: 'attention', status: { is: 'text', text } })
    expect(lines.map(({ says }) => says)).toEqual([{ line: 'text', text }])
  }
  const n = (run.made.seq + 1) * 1000
  expect(JSON.parse(readFileSync(join(auditDir, 'R-1.shown.json'), 'utf8'))).toEqual({
    'slack/C2': { card: 'card in C2', lines: [n] },
    'practice/incident': { card: 'card in incident', lines: [n] },
  })
})
