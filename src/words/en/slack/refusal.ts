import type { SlackRefusal } from '../../slack-words.ts'
import { yourAccount } from './account.ts'
import { fault } from './fault.ts'

/** Why nothing is taken from an account or in a channel, said to whoever tried. */
export function refusal(refused: SlackRefusal): string {
  switch (refused.of) {
    case 'account':
      return yourAccount(refused.because)
    case 'account-not-checked':
      return `Nothing was recorded, because Slack did not say whether your account is still good. ${fault(refused.because)} Try again in a moment.`
    case 'channel':
      return refused.because === 'other'
        ? `Runs are not shown in this channel, but in ${refused.allowed.map((id) => `channel ${id}`).join(' or ')}.`
        : CHANNELS[refused.because]
  }
}

const CHANNELS = {
  direct: 'Type it in a channel: others have to see and approve it, and a direct message has nobody but you.',
  archived: 'This channel is archived. Type it in another.',
  'no-member': 'Countersign is no member of this channel, so nobody would see the run. Type /invite @countersign, then the command again.',
}
