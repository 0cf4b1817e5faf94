import { describe, expect, test } from 'vitest'
import type { Entry } from '../../src/audit/entry.ts'
import { readBotFrame } from '../../src/connection/frames.ts'
import { EngineFault } from '../../src/engine/engine-fault.ts'
import { runQuestions } from '../../src/engine/gateway/run-questions.ts'
import { recentEntries } from '../../src/engine/run/recent-entries.ts'
import type { CommandAnswer } from '../../src/run/command-answer.ts'
import type { SignedCommand } from '../../src/run/command.ts'

const signed = { command: { run: 'R-1', type: 'claim' }, key: 'w1', signature: 's' } as unknown as SignedCommand
const answering = (answer: CommandAnswer | Error, entries: Entry[] = [], recent = recentEntries()) => {
  const given = <T>(value: T) => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(value))
  const client: Parameters<typeof runQuestions>[0] = {
    command: () => given(answer as CommandAnswer),
    newest: () => given({ seq: entries.length, hash: entries.at(-1)?.hash ?? '', signature: 'proof' }),
    // As much as a page holds, as the run itself gives it.
    historyPage: (_, { from = 1, bytes = 0 }) => {
      let left = bytes
      const rest = entries.slice(from - 1)
      const end = rest.findIndex((entry, index) => (left -= JSON.stringify(entry).length) < 0 && index > 0)
      return given({ entries: end === -1 ? rest : rest.slice(0, end), heads: [], more: end !== -1 })
    },
  }
  return runQuestions(client, recent, (proof) => JSON.stringify(proof))
}
const taken = (frame: object) => readBotFrame(JSON.stringify(frame))

test.each<[string, CommandAnswer | Error]>([
  ['a refusal of many faults', { refusal: { code: 'bad-command', sentence: 'x'.repeat(1_000_000) } }],
  ['an engine that does not answer', new EngineFault('not-recorded', 'y'.repeat(1_000_000))],
  ['a bug', new TypeError('z')],
])('%s is told in a frame that a worker takes', async (_, answer) => {
  expect(taken({ type: 'answer', id: 1, answer: await answering(answer).command(signed) })).not.toHaveProperty('fault')
})

test('a history is told page by page, each a frame that a worker takes, and the proof stands with the last', async () => {
  const entries = Array.from({ length: 40 }, (_, index) => ({ seq: index + 1, text: 'x'.repeat(100_000) }) as unknown as Entry)
  const questions = answering({ refusal: { code: 'bad-command', sentence: '' } }, entries)
  const read: Entry[] = []
  for (let pages = 1; ; pages++) {
    const page = await questions.history({ run: 'R-1', from: read.length + 1, nonce: 'n' })
    expect(taken({ type: 'page', id: 1, page })).not.toHaveProperty('fault')
    if (!('entries' in page)) throw new Error('no page')
    read.push(...page.entries)
    expect(page).toEqual({ entries: page.entries, more: page.more, ...(!page.more && { newest: 'proof' }) })
    if (page.more) continue
    expect(pages).toBeGreaterThan(3)
    break
  }
  expect(read).toEqual(entries)
})

test('an entry that is longer than a page is a page of its own', async () => {
  const entries = [1, 2].map((seq) => ({ seq, text: 'x'.repeat(2_000_000) }) as unknown as Entry)
  const page = await answering({ refusal: { code: 'bad-command', sentence: '' } }, entries).history({ run: 'R-1', from: 1, nonce: 'n' })
  expect(page).toEqual({ entries: entries.slice(0, 1), more: true })
})

describe('entries that this process has just stored', () => {
  const entries = [1, 2].map((seq) => ({ seq, hash: `hash ${seq}`, prev: `hash ${seq - 1}` }) as unknown as Entry)
  const silent = new EngineFault('not-recorded', 'the engine was asked')
  const now = { monotonicMs: 5_000, wallMs: 1_000_000 }
  const storing = () => {
    const recent = recentEntries(() => ({ ...now }))
    for (const entry of entries) recent.kept('R-1', entry)
    return answering(silent, [], recent)
  }
  const asked = { run: 'R-1', from: 1, nonce: 'n' }
  const newest = JSON.stringify({ proves: 'newest', run: 'R-1', seq: 2, hash: 'hash 2', nonce: 'n' })

  test('are told without a question to the engine, and proved to be all there are', async () => {
    expect(await storing().history(asked)).toEqual({ entries, more: false, newest })
    expect(await storing().history({ ...asked, from: 2 })).toEqual({ entries: entries.slice(1), more: false, newest })
    expect(await storing().history({ ...asked, from: 3 })).toEqual({ entries: [], more: false })
  })

  test.each([['monotonic', 'monotonicMs'] as const, ['wall', 'wallMs'] as const])(
    'are asked of the engine when a second has passed by the %s clock',
    async (_, clock) => {
      const questions = storing()
      now[clock] += 999
      expect(await questions.history(asked)).toMatchObject({ more: false })
      now[clock] += 1
      expect(await questions.history(asked)).toEqual({ unanswered: 'the engine was asked' })
    },
  )

  test('of another run say nothing of this one, and entries that were only read are no proof that there are no more', async () => {
    expect(await storing().history({ ...asked, run: 'R-2' })).toEqual({ unanswered: 'the engine was asked' })
    const recent = recentEntries()
    recent.note('R-1', entries)
    expect(await answering(silent, [], recent).history(asked)).toEqual({ unanswered: 'the engine was asked' })
  })
})
