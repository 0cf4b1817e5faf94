import { apartFromBot, CLOCKS_APART_MS } from '../../run/clocks.ts'
import type { PassedOver } from '../../run/command.ts'

/** Why workers that live do not take what waits, and what to do about each. */
export function passedOver(those: readonly PassedOver[]): string {
  return those.map(one).join('; ')
}

function one(passed: PassedOver): string {
  switch (passed.why) {
    case 'document':
      return `${passed.worker} holds another version of the document: give it the one that was approved`
    case 'leaving':
      return `${passed.worker} is told to stop: start another`
    case 'clock':
      return `the clock of ${passed.worker} is ${apartFromBot(passed.aheadMs)}, and ${CLOCKS_APART_MS / 1000} s are the most: set the wrong one right`
  }
}
