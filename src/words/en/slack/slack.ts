import type { SlackWords } from '../../slack-words.ts'
import { fault } from './fault.ts'
import { home } from './home.ts'
import { refusal } from './refusal.ts'

export const slack: SlackWords = {
  refusal,
  fault,
  formLate: 'Slack is slow, so the form may come late. Nothing is begun yet. If no form comes, you are told here why.',
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
    answered: ({ label, value }) => `${label} ${value}, if you change nothing`,
    reason: (reason) => `Reason: ${reason}`,
    fingerprint: ({ gate, whole }) => `Fingerprint of gate ${gate}, whole: ${whole}`,
    earlierSteps: (count) => `… ${count} earlier steps not shown`,
    moreSteps: (count) => `… ${count} more steps not shown`,
  },
  note: {
    follows: (parts) => `${notShown(parts)}the whole follows as a file, in a direct message.`,
    sent: (parts) => `${notShown(parts)}the whole is in the file sent to you.`,
    unsent: ({ parts, fault: why }) => `${notShown(parts)}the file with the whole could not be sent to you. ${why}`,
    filesUnsent: ({ names, fault: why, orElse }) => `${names.join(' and ')} could not be sent to you. ${why} ${orElse}`.trim(),
  },
  home,
}

function notShown(parts: number): string {
  return `… ${parts} more ${parts === 1 ? 'part is' : 'parts are'} not shown here; `
}
