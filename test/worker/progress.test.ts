import { expect, test } from 'vitest'
import { readWorkerFrame } from '../../src/connection/frames.ts'
import type { Order } from '../../src/run/order.ts'
import { heartbeatOf } from '../../src/worker/connection/keep-connected.ts'
import { progressOf } from '../../src/worker/order-queue.ts'

const order: Order = {
  kind: 'observe',
  key: 'R-1/2/0/4',
  installation: 'contoso',
  run: 'R-1',
  site: 'east',
  document: 'a'.repeat(64),
  step: 2,
  item: 0,
  looks: ['check'],
}
const said = (percent: number | undefined, text = 'copying') =>
  progressOf({ mask: (plain) => plain }, order, { text, ...(percent !== undefined && { percent }) }, undefined)

test.each([0, 40, 100])('%i percent are told', (percent) => {
  expect(said(percent)).toMatchObject({ percent, text: 'copying' })
})

test.each([-1, 101, 4_000_000_000, Number.NaN, Number.POSITIVE_INFINITY, undefined])(
  '%s percent are none, and the text is told all the same',
  (percent) => {
    expect(said(percent)).not.toHaveProperty('percent')
    expect(said(percent)).toMatchObject({ text: 'copying' })
  },
)

test('whatever a block says of itself is told in a frame that the bot takes', () => {
  for (const percent of [undefined, Number.NaN, -1, 55.5, 1e9]) {
    for (const text of ['', 'x'.repeat(100_000), '\ud83d', '\u0000\u202e']) {
      const running = [{ order: order.key, progress: said(percent, text) }]
      const beat = { type: 'heartbeat', ...heartbeatOf({ running, documents: [], leaving: false }), arrived: 1 }
      expect(readWorkerFrame(JSON.stringify(beat))).not.toHaveProperty('fault')
    }
  }
})
