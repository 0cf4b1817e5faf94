import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readBotFrame, readWorkerFrame } from '../../src/connection/frames.ts'

const HASH = 'a'.repeat(64)
const introduction = {
  stateVersion: 4,
  rules: 4,
  program: 'countersign',
  installation: 'contoso',
  site: 'east',
  worker: 'w1',
  boot: 'b1',
  at: '2026-11-29T03:00:00.000Z',
  asked: 'a'.repeat(36),
  asks: 'b'.repeat(36),
}
const order = {
  kind: 'perform',
  key: 'R-1/2/0/4',
  installation: 'contoso',
  run: 'R-1',
  site: 'east',
  document: HASH,
  step: 2,
  item: 0,
  attempt: { step: 2, item: 0, number: 1 },
  gate: 1,
  fingerprint: HASH,
}
const progress = { run: 'R-1', order: 'R-1/2/0/4', step: 2, item: 0, percent: 40, text: '40 percent', at: '2026-11-29T03:00:00.000Z' }
const signed = { command: { run: 'R-1', type: 'claim', nonce: 'n' }, key: 'w1', signature: 'c2ln' }

const WORKER_FRAMES = [
  { type: 'hello', introduction, signature: 'c2ln', documents: [HASH], running: ['R-1/2/0/4'] },
  {
    type: 'heartbeat',
    at: '2026-11-29T03:00:00.000Z',
    running: [{ order: 'R-1/2/0/4', progress }],
    arrived: 3,
    documents: [HASH],
    leaving: true,
  },
  { type: 'heartbeat', at: '2026-11-29T03:00:00.000Z', running: [{ order: 'R-1/2/0/4' }], arrived: 0 },
  { type: 'command', id: 1, signed },
  { type: 'history', id: 2, run: 'R-1', from: 1, nonce: 'n' },
  { type: 'choices', id: 3, answer: { choices: [{ title: 'of Monday', value: 'mgc_1' }], more: true } },
  { type: 'choices', id: 3, answer: { failed: ['no rights', { is: 'no-target', worker: 'w1', target: 'SEC' }] } },
]
const BOT_FRAMES = [
  { type: 'challenge', stateVersion: 4, asks: 'a'.repeat(36) },
  { type: 'welcome', signature: 'c2ln', aheadMs: -120 },
  { type: 'refused', code: 'unknown-worker', sentence: 'This bot knows no worker w9.' },
  { type: 'heard', aheadMs: 3 },
  { type: 'order', order },
  { type: 'order', order: { ...order, kind: 'observe', looks: ['check'], settleMs: 30_000, gate: undefined, fingerprint: undefined } },
  { type: 'stop', order: 'R-1/2/0/4' },
  { type: 'answer', id: 1, answer: { accepted: true, claimed: { at: '2026-11-29T03:00:00.000Z', signature: 'c2ln' } } },
  { type: 'answer', id: 1, answer: { accepted: true } },
  { type: 'answer', id: 1, answer: { refusal: { code: 'head-moved', facts: { head: 'h' } } } },
  { type: 'answer', id: 1, answer: { refusal: { code: 'bad-command', sentence: 'This is no command.' } } },
  { type: 'answer', id: 1, answer: { unanswered: 'the engine does not answer' } },
  { type: 'answer', id: 1, answer: { gaveUp: 'the rules broke' } },
  { type: 'page', id: 2, page: { entries: [{ seq: 1 }], more: true } },
  { type: 'page', id: 2, page: { entries: [], more: false, newest: 'c2ln' } },
  { type: 'page', id: 2, page: { unanswered: 'the engine does not answer' } },
  { type: 'choices', id: 3, question: { document: HASH, name: 'pools', answers: { shell: 'management' } } },
]

test.each(WORKER_FRAMES)('a worker says %j', (frame) => {
  expect(readWorkerFrame(JSON.stringify(frame))).toEqual({ frame: JSON.parse(JSON.stringify(frame)) as unknown })
})

test.each(BOT_FRAMES)('a bot says %j', (frame) => {
  expect(readBotFrame(JSON.stringify(frame))).toEqual({ frame: JSON.parse(JSON.stringify(frame)) as unknown })
})

test('what a bot says is no word of a worker, and the other way round', () => {
  for (const frame of BOT_FRAMES) expect(readWorkerFrame(JSON.stringify(frame))).toHaveProperty('fault')
  for (const frame of WORKER_FRAMES) expect(readBotFrame(JSON.stringify(frame))).toHaveProperty('fault')
})

/** What another judge reads: here it may hold anything more. */
const READ_ELSEWHERE = new Set(['signed', 'refusal', 'entries'])
/** What a frame may lack. */
const MAY_LACK = new Set(['documents', 'leaving', 'progress', 'percent', 'claimed', 'newest', 'shell'])

/** Every way to leave one thing out that must be there, or to put one more in. */
function spoilt(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((each, at) => spoilt(each).map((bad) => value.with(at, bad)))
  const fields = Object.entries(value)
  const needed = fields.map(([name]) => name).filter((name) => !MAY_LACK.has(name) || ('introduction' in value && name === 'documents'))
  return [
    { ...value, extra: 1 },
    ...needed.map((name) => Object.fromEntries(fields.filter(([other]) => other !== name))),
    ...fields.flatMap(([name, own]) => (READ_ELSEWHERE.has(name) ? [] : spoilt(own).map((bad) => ({ ...value, [name]: bad })))),
  ]
}

test.each([...WORKER_FRAMES.map((frame) => ['worker', frame] as const), ...BOT_FRAMES.map((frame) => ['bot', frame] as const)])(
  'a frame of a %s that lacks a part, or has one more, is none: %j',
  (who, frame) => {
    const read = who === 'worker' ? readWorkerFrame : readBotFrame
    // An attempt belongs to an order to look only after one, and a history's last page has the proof.
    const bad = spoilt(JSON.parse(JSON.stringify(frame))).map((each) => JSON.stringify(each))
    const taken = bad.filter((text) => 'frame' in read(text) && !/"kind":"observe"(?!.*"attempt":.*"settleMs":)/.test(text))
    expect(taken).toEqual([])
    expect(bad.length).toBeGreaterThan(1)
  },
)

test('no text whatever ends the reading of frames', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      for (const read of [readWorkerFrame, readBotFrame]) expect(Object.keys(read(text))).toHaveLength(1)
    }),
  )
  expect(readWorkerFrame('{"type":"hello"')).toEqual({ fault: 'what came is no JSON: {"type":"hello"' })
})
