import { counted } from '../../../text/counted.ts'
import type { LiveWords } from '../../live-words.ts'
import { either } from '../parts.ts'
import { ask } from './ask.ts'
import { fault } from './fault.ts'

/** Slack shows what one person alone should read under the channel's messages, Teams in a chat of its own. */
const TOLD = {
  Slack: 'You are told here what it came to. If you hear nothing for two minutes, look at the run before you try again.',
  Teams:
    'You are told in your own chat with Countersign what it came to. If you hear nothing for two minutes, look at the run before you try again.',
}

export const live: LiveWords = {
  fault,
  notRead: (platform) => `${platform} sent something that Countersign cannot read. Nothing was recorded; try again.`,
  noEngine: 'The engine does not answer, so nothing was recorded. Try again in a moment.',
  waitsTurn: (platform) => `Not recorded yet: many are asking at once, and this waits its turn. ${TOLD[platform]}`,
  notChecked: (platform) => `Not recorded yet: ${platform} is slow to say whether your account is good. ${TOLD[platform]}`,
  notYet: (platform) => `Nobody knows yet whether this is recorded: the engine has not answered in time. ${TOLD[platform]}`,
  otherRunsButton: (run) => `This button does not belong to a card of ${run}.`,
  movedOn: ({ run, status }) => `${run} has moved on since this card was drawn: ${status} Use its card as it is now.`,
  mayStartNothing: ({ person, command }) => `${person} may start nothing that begins with ${command}. /countersign list says who may.`,
  oneOfThese: (command) => `${command} can be one of these`,
  card: {
    inShort: ({ platform, run, code }) =>
      `${platform} does not take the whole card (${code}). /countersign status ${run} and /countersign plan ${run} show it.`,
    retired: (run) => `${run}: this card is not kept up to date. The live one stands below.`,
    moved: 'This thread goes on from an earlier one, whose card was removed or could not be kept up to date.',
    notTold: ({ person, fault: why }) => `${person} was not told: ${why} Tell them yourself.`,
    mentioned: ({ person, fault: why }) => `${person} got no direct message and is mentioned in the thread instead: ${why}`,
    moreNotTold: (count) => `${count} more people were not told; the console names them.`,
  },
  ask,
  planFile: {
    head: ({ run, gate, title }) => `${run}, gate ${gate}: ${title}`,
    fingerprint: (whole) => `Fingerprint ${whole}`,
    reason: (reason) => `Reason: ${reason}`,
    line: ({ from, count, by }) => `${count} of ${either(from)}${by.length > 0 ? `: ${by.join(', ')}` : ''}`,
    statement: ({ step, title, target }) => `-- Step ${step}: ${title}, on ${target}`,
    step: ({ number, title, state }) => `${number}. ${title} (${state})`,
    comment: ({ gate, print, statements }) =>
      `The whole plan of gate ${gate}, ${print}: ${counted(statements, 'statement', 'statements')}. The card shows a part of it.`,
  },
}
