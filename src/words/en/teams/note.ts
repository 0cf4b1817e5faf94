import { counted } from '../../../text/counted.ts'
import type { FileFault, TeamsNoteWords } from '../../teams-note-words.ts'

export const note: TeamsNoteWords = {
  greeting:
    'Countersign is in this conversation now. Mention it and type help: it answers in your own chat with it what you can start here.',
  greetingDirect:
    'Here Countersign answers you, and tells you of gates that wait for you. Type help for what you can ask. Runs are started in a channel or a group chat, where others see them.',
  removed: ({ conversation, direct }) =>
    direct
      ? `Teams says that somebody removed Countersign from their own chat (${conversation}): they are told nothing there any more. Have the app added for them again.`
      : `Teams says that Countersign was removed from the conversation ${conversation}: its runs are not shown there any more. Add the app there again.`,

  back: 'Back to the card',
  file: {
    follows: (parts) => `${notShown(parts)} The whole is offered to you as a file in your own chat with Countersign.`,
    offered: (parts) => `${notShown(parts)} The whole is in the file that is offered to you above.`,
    notOffered: ({ parts, fault }) => `${notShown(parts)} The whole could not be offered to you as a file: ${fault}`,
    filesNotOffered: ({ name, fault, orElse }) => `${name} could not be offered to you: ${fault} ${orElse}`.trim(),
    gone: 'This file is not kept any more: it was offered over an hour ago, or Countersign was started again since. Ask for it again.',
    declined: ({ name, orElse }) => `${name} was not sent, as you wished. ${orElse}`.trim(),
    fault: sayFault,
    unsent: ({ name, fault, orElse }) => `${name} could not be sent to you: ${fault} ${orElse}`.trim(),
  },
  noWay: (mention) =>
    `${mention}, there is an answer that Countersign could not write to you. Add the app Countersign for yourself (Apps, Countersign, Add), and ask again.`,
  notTold: ({ person, title, fault }) => `The account ${person} could not be told: “${title}” ${fault}`,
}

function notShown(parts: number): string {
  return `${counted(parts, 'part of this answer is', 'parts of this answer are')} not shown whole.`
}

function sayFault(fault: FileFault): string {
  switch (fault.is) {
    case 'place':
      return 'Teams named a place for the file that is not https.'
    case 'refused':
      return `the place that Teams named for the file answered ${fault.status}. Accept it once more.`
    case 'unsent':
      return 'the place that Teams named for the file could not be reached. Accept it once more.'
  }
}
