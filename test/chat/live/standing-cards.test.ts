import { expect, test } from 'vitest'
import { StandingCards } from '../../../src/chat/live/standing-cards.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

test('of a run in two conversations, the card that was removed is named, and not the other', async () => {
  const gone = new Set(['m2'])
  const removed: string[] = []
  const messages = { removedOf: async (_: string, ids: readonly string[]) => ids.filter((id) => gone.has(id)) }
  const standing = new StandingCards({ messages, log: silent, removed: (run, channel) => void removed.push(`${run} ${channel}`) })
  standing.note('R-7', 'incident', 'm1')
  standing.note('R-7', 'duty', 'm2')
  await standing.look()
  expect(removed).toEqual(['R-7 duty'])
  standing.forget('R-7', 'duty')
  gone.add('m1')
  await standing.look()
  expect(removed).toEqual(['R-7 duty', 'R-7 incident'])
})
