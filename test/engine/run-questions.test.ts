import { expect, test } from 'vitest'
import type { Entry } from '../../src/audit/entry.ts'
import { readBotFrame } from '../../src/connection/frames.ts'
import { EngineFault } from '../../src/engine/engine-fault.ts'
import { runQuestions } from '../../src/engine/gateway/run-questions.ts'
import type { CommandAnswer } from '../../src/run/command-answer.ts'
import type { SignedCommand } from '../../src/run/command.ts'

const signed = { command: { run: 'R-1', type: 'claim' }, key: 'w1', signature: 's' } as unknown as SignedCommand
const answering = (answer: CommandAnswer | Error, entries: Entry[] = []) => {
  const given = <T>(value: T) => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(value))
  return runQuestions({
    command: () => given(answer as CommandAnswer),
    newest: () => given({ seq: entries.length, hash: entries.at(-1)?.hash ?? '', signature: 'proof' }),
    // As much as a page holds, as the run itself gives it.
    historyPage: (_, { from = 1, bytes = 0 }) => {
      let left = bytes
      const rest = entries.slice(from - 1)
      const end = rest.findIndex((entry, index) => (left -= JSON.stringify(entry).length) < 0 && index > 0)
      return given({ entries: end === -1 ? rest : rest.slice(0, end), heads: [], more: end !== -1 })
    },
  })
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
