import { counted } from '../../../text/counted.ts'
import type { SlackWords } from '../../slack-words.ts'
import { either } from '../parts.ts'
import { ask, home } from './ask.ts'
import { fault } from './fault.ts'
import { refusal } from './refusal.ts'

const TOLD_HERE = 'You are told here what it came to. If you hear nothing for two minutes, look at the run before you try again.'

export const slack: SlackWords = {
  refusal,
  fault,
  notRead: 'Slack sent something that Countersign cannot read. Nothing was recorded; try again.',
  noEngine: 'The engine does not answer, so nothing was recorded. Try again in a moment.',
  waitsTurn: `Not recorded yet: many are asking at once, and this waits its turn. ${TOLD_HERE}`,
  notChecked: `Not recorded yet: Slack is slow to say whether your account is good. ${TOLD_HERE}`,
  notYet: `Nobody knows yet whether this is recorded: the engine has not answered in time. ${TOLD_HERE}`,

  otherRunsButton: (run) => `This button does not belong to a card of ${run}.`,
  movedOn: ({ run, status }) => `${run} has moved on since this card was drawn: ${status} Use its card as it is now.`,
  formLate: 'Slack is slow, so the form may come late. Nothing is begun yet. If no form comes, you are told here why.',
  mayStartNothing: ({ person, command }) => `${person} may start nothing that begins with ${command}. /countersign list says who may.`,
  oneOfThese: (command) => `${command} can be one of these`,
  form: {
    start: 'Start',
    goBack: 'Go back',
    close: 'Close',
    fingerprint: (whole) => `Fingerprint of the plan: ${whole}`,
    rehearsal: 'Rehearsal',
    rehearse: 'Rehearse: the same gates, and nothing is changed',
    notOpened: ({ fault: why, again }) =>
      `The form did not open, and nothing is recorded. ${why} ${again === 'press' ? 'Press again.' : 'Type it again.'}`,
  },
  button: {
    answer: 'Answer…',
    confirm: 'This is written into the audit log and cannot be taken back.',
    plan: (fingerprint) => `Plan ${fingerprint}`,
    goBack: 'Go back',
    noRoom: (count) => `${count} more can be chosen on the console: Slack has no room for ${count === 1 ? 'it' : 'them'}.`,
  },
  card: {
    tooLong: (run) =>
      `This run is too long for a card, and nobody should approve what no card can show. /countersign status ${run} and /countersign plan ${run} show it.`,
    inShort: ({ run, code }) =>
      `Slack does not take the whole card (${code}). /countersign status ${run} and /countersign plan ${run} show it.`,
    retired: (run) => `${run}: this card is not kept up to date. The live one stands below.`,
    moved: 'This thread goes on from an earlier one, whose card was removed or could not be kept up to date.',
    answered: ({ label, value }) => `${label} ${value}, if you change nothing`,
    reason: (reason) => `Reason: ${reason}`,
    fingerprint: ({ gate, whole }) => `Fingerprint of gate ${gate}, whole: ${whole}`,
    earlierSteps: (count) => `… ${count} earlier steps not shown`,
    moreSteps: (count) => `… ${count} more steps not shown`,
    notTold: ({ person, fault: why }) => `${person} was not told: ${why} Tell them yourself.`,
    mentioned: ({ person, fault: why }) => `${person} got no direct message and is mentioned in the thread instead: ${why}`,
    moreNotTold: (count) => `${count} more people were not told; the console names them.`,
  },
  note: {
    follows: (parts) => `${notShown(parts)}the whole follows as a file, in a direct message.`,
    sent: (parts) => `${notShown(parts)}the whole is in the file sent to you.`,
    unsent: ({ parts, fault: why }) => `${notShown(parts)}the file with the whole could not be sent to you. ${why}`,
    filesUnsent: ({ names, fault: why, orElse }) => `${names.join(' and ')} could not be sent to you. ${why} ${orElse}`.trim(),
  },
  home,
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

function notShown(parts: number): string {
  return `… ${parts} more ${parts === 1 ? 'part is' : 'parts are'} not shown here; `
}
