import { expect, test } from 'vitest'
import { ChannelState } from '../../src/chat/console/channel-state.ts'
import { keepRestoring } from '../../src/chat/console/restore.ts'
import type { SaidView } from '../../src/words/said-view.ts'
import { view as viewWith } from '../chat/views.ts'
import { quiet } from './opened.ts'
import { StandInBackend } from './stand-in-backend.ts'

const conversation = { platform: 'console', channel: 'ops' }
const view = (run: string, more: Partial<SaidView> = {}): SaidView => viewWith({ run, conversation, seq: 3, ...more })
const line = (text: string) => ({ n: 1001, at: '2026-11-28T03:00:00.000Z', text })

/** Two that wait and one that is over; it notes who was asked. */
function backend(): { backend: StandInBackend; asked: string[] } {
  const asked: string[] = []
  class Asked extends StandInBackend {
    override async view(run: string): Promise<SaidView | undefined> {
      asked.push(run)
      return super.view(run)
    }
  }
  const stand = new Asked()
  for (const each of [view('R-1'), view('R-2'), view('R-3', { phase: 'done' })]) stand.views.set(each.run, each)
  return { backend: stand, asked }
}

test('of a channel that fills by itself only those are asked that have ended, or did not come', async () => {
  const { backend: stand, asked } = backend()
  const channelState = new ChannelState()
  const filled = Promise.withResolvers<void>()
  const restoring = keepRestoring({ channelState, filled: filled.promise }, stand, quiet, new AbortController().signal)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(asked).toEqual(['R-3'])
  channelState.remember(view('R-2'), [line('Dana started it.')])
  filled.resolve()
  await restoring
  expect(asked).toEqual(['R-3', 'R-1'])
  expect([...channelState.runs.keys()]).toEqual(['R-3', 'R-2', 'R-1'])
  expect([...(channelState.runs.get('R-2')?.lines.values() ?? [])].map((each) => each.line.text)).toEqual(['Dana started it.'])
})

test('what a run tells of itself again takes nothing from what stands there', () => {
  const channelState = new ChannelState()
  const progress = { run: 'R-1', order: 'R-1/1', text: '30 percent', at: '2026-11-28T03:00:00.000Z' } as never
  channelState.put(view('R-1', { seq: 4 }), [], progress)
  channelState.remember(view('R-1', { seq: 4 }), [])
  channelState.remember(view('R-1', { seq: 3 }), [])
  expect(channelState.runs.get('R-1')).toMatchObject({ view: { seq: 4 }, progress })
})
