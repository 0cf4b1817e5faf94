import { sayInstant } from '../../../text/instant.ts'
import type { ConsoleWords } from '../../console-words.ts'

export const consoleWords: ConsoleWords = {
  readOnly: 'This console is read-only: outside practice it cannot know who you are. Use Slack or Teams.',
  notUnderstood: 'The request is not understood. Reload the page and try again.',
  notUnderstoodAt: (place) => `The request is not understood at ${place || 'its top'}. Reload the page and try again.`,
  tooLarge: 'The request is larger than 64 KB. Nothing that is typed here is that long.',
  notJson: 'The request is not JSON. Reload the page and try again.',
  unreadable: 'The request cannot be read. Reload the page and try again.',
  engineSilent: 'The engine does not answer. The page asks again by itself; if it stays so, look into the log of countersign start.',
  noPage: 'There is no such page.',
  noRun: (run) => `There is no run ${run}.`,
  noRunName: 'Runs are named like R-7.',
  estateSilent: 'The practice estate does not answer. See whether "npm run practice" still runs.',
  noKey: (addressFile) =>
    `This console answers to nobody without its key. Open the address that "countersign start" printed; it stands in ${addressFile} too, for the user that started the bot.`,
  wrongHost: ({ here, host }) =>
    `This console answers to ${here} only, not to ${host ?? 'a request without a Host'}. Open http://${here}/.`,
  foreignOrigin: (origin) => `Refused: the request comes from a page of ${origin}, not from this console.`,
  foreignPage: (site) => `Refused: the request comes from another page (${site}), not from this console.`,
  method: (method) => `${method} is not understood here: GET and POST are.`,
  noOrigin: 'Refused: a POST must say its Origin, as every browser does.',
  noSecret: 'Refused: the secret of this start is missing or of an earlier start. Reload the page.',

  gateWaits: ({ run, gate }) => `Gate ${gate} of ${run} waits for you.`,
  called: ({ run, gate, since, mayApprove }) => {
    const what = mayApprove ? 'Approve or reject it' : 'You cannot approve it: reach somebody who can'
    return `You are called: gate ${gate} of ${run} has waited since ${sayInstant(since)}. ${what}.`
  },
  moreTroubles: (count) => `${count} more: see the terminal of the bot.`,

  bot: 'bot',
  signedHead: 'signed the head',
  signedLastHead: 'signed the last head',
  worker: (name) => `worker ${name}`,
  step: (number) => `step ${number}`,
}
