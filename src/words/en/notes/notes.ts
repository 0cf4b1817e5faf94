import { counted } from '../../../text/counted.ts'
import type { NoteWords } from '../../note-words.ts'
import type { ConversationAt } from '../../../run/command.ts'
import { either, platformName } from '../parts.ts'
import { plan, runs, status } from './looks.ts'
import { recorded } from './recorded.ts'
import { show } from './show.ts'
import { typed } from './typed.ts'

export const notes: NoteWords = {
  account: {
    'unknown-person': ({ platform, account }) =>
      `No person in people.yaml has the ${platform} account ${account}: ask whoever keeps that file to add it.`,
    'ambiguous-person': ({ platform, account, people }) =>
      `${people} people in people.yaml have the ${platform} account ${account}: it must be given to one of them before it can be used.`,
  },
  oldButton: 'This button is not one of ours, or older than this version. Use the newest card of the run.',
  longField: (most) => `This has more than ${most.toLocaleString('en')} characters, and perhaps not all of it came: make it shorter.`,
  notTakenOf: ({ name, fault }) => `Nothing was taken. ${name}: ${fault}`,
  formGone: 'The procedure of this form is not there any more. /countersign list shows what can be started.',
  outOfService: ({ file, command, fault, more }) => {
    const what = command === undefined ? file : `${command} (${file})`
    const rest = more === 0 ? '' : ` (and ${more} more: "countersign check" lists them)`
    return `${what} is out of service: ${fault ?? 'it has faults'}${rest}`
  },
  mayNotStart: ({ person, command, groups }) =>
    `${person} may not start ${command}: its policy lets ${either(groups) || 'nobody'} start it. Ask one of them.`,
  notTaken: 'Not recorded: the engine did not take it. Try again; if it stays so, look into the log of countersign start.',
  notKnown:
    'Nobody knows yet whether this is recorded: the engine has not answered. Look at the run before you try again; if it stays so, look into the log of countersign start.',
  noRun: (run) => `There is no run ${run}. /countersign runs lists them.`,
  noneActive: 'No run is active here. Name one: /countersign runs lists them.',
  severalActive: (names) => `${names.length} runs are active here: ${names.join(', ')}. Name one of them.`,

  typed,
  recorded,
  gateIsOver: ({ gate, status: says }) => `Gate ${gate} waits for nobody any more. ${says}`,

  help: {
    title: 'What you can type',
    does: {
      list: 'what can be started, and by whom',
      show: 'the document: what will happen, and why',
      runs: 'active and recent runs',
      status: 'where a run stands',
      plan: 'the exact plan with every statement and its fingerprint',
      audit: 'the audit log, for anybody to verify',
      mirror: 'shows a run here, too, with its own card and thread',
      cancel: 'stops a run before its next step',
      whoami: 'who you are here, and your groups',
    },
    run: 'RUN',
    runAndWhy: 'RUN and why',
    runHere: 'RUN here',
    rehearse:
      'Add --rehearse to a start to go through it with the same gates: the servers are asked, and nothing is sent that changes them.',
  },
  list: {
    title: 'What can be started',
    notYou: ({ command, title, groups }) => `${command}: ${title}. Not by you: ${either(groups) || 'nobody'} may start it.`,
  },
  mayStartNothing: (person) => `${person} may start nothing here. You can still ask, and approve where a policy names your groups.`,
  show,
  runs,
  shownIn: ({ conversation, mirrors }) => `Shown in ${named(conversation)}, its home, and in ${mirrors.map(named).join(', ')}.`,
  status,
  plan,
  audit: {
    title: ({ run, entries }) => `The audit log of ${run}: ${counted(entries, 'entry', 'entries')}`,
    save: 'Save it, and anybody can decide the whole run again and compare every byte:',
    orElse: (run) => `On the machine of the bot, countersign audit export ${run} writes it.`,
  },
  cancel: {
    title: (run) => `Is ${run} to be cancelled? Nothing is cancelled yet.`,
    reason: 'Reason',
    without: (run) => `Without the button: type /countersign cancel ${run} and the reason.`,
  },
  whoami: {
    person: 'Person',
    groups: 'Groups',
    noGroups: 'none',
    account: 'Account',
    accountIs: ({ account, platform, via }) => `${account} on ${platform}${via === platform ? '' : ` (${via})`}`,
  },
}

function named({ platform, channel }: ConversationAt): string {
  return `${platformName(platform)} (${channel})`
}
