import { counted } from '../../../text/counted.ts'
import type { LiveFault } from '../../live-words.ts'

/** What did not come about, and the remedy. */
export function fault(of: LiveFault): string {
  switch (of.is) {
    case 'waits':
      return `the rest waits ${of.seconds} s, as ${of.platform}'s limits want it.`
    case 'being-shown':
      return `${of.run}, which is being shown, waits ${of.seconds} s, as ${of.platform}'s limits want it.`
    case 'unreadable':
      return `${of.platform} answered what cannot be read. Report it with the log.`
    case 'no-card':
      return 'The run has no card yet.'
    case 'no-account':
      return `people.yaml names no ${of.platform} account of theirs: write it there.`
    case 'frozen': {
      const which = of.cards === 1 ? 'its only card not' : `none of ${of.cards} cards`
      return `${of.platform} let ${which} be updated, and no more are posted before its next gate. /countersign status ${of.run} shows how it stands.`
    }
    case 'not-renewed': {
      const why = of.removed ? 'was removed' : 'could not be updated'
      return `Its card ${why} ${counted(of.times, 'time', 'times')}; the next one is posted in ${of.seconds} s.`
    }
  }
}
