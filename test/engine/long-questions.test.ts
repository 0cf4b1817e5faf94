/** A question that may take hours is not asked on when nobody waits for its answer. */
import { expect, test } from 'vitest'
import { handOrders } from '../../src/engine/run/send-effects.ts'
import { cancels, locks, observes, starts } from '../run/acts.ts'
import { CONDITIONAL, WAITING } from '../run/documents.ts'
import { given } from '../run/given.ts'

/** What the gateway hears of a run that is cancelled while it asks. */
function heard(document: typeof WAITING): string[] {
  const told: string[] = []
  given(starts({ document }), locks, observes(false), (run) => void (run.caughtUp = false)).when((run) => {
    run.after = (before, after) =>
      handOrders(
        {
          order: ({ order }) => void told.push(`order ${order.key}`),
          settle: (_, keys) => void told.push(`settle ${keys.join()}`),
          stop: (_, key) => void told.push(`stop ${key}`),
        },
        before,
        after,
        [],
      )
    cancels('dana')(run)
  })
  return told
}

test('its worker is told to stop', () => {
  expect(heard(WAITING)).toEqual(['stop R-1/1/0/2', 'settle R-1/1/0/2'])
})

test('one that is asked once ends by itself', () => {
  expect(heard(CONDITIONAL).filter((each) => each.startsWith('stop'))).toEqual([])
})
