/** Said to people in messages of their own. */
import type { LiveWords } from '../../live-words.ts'
import { sentence } from '../notice.ts'
import { place } from '../places.ts'

export const ask: LiveWords['ask'] = {
  waits: ({ run, gate, duty }) =>
    duty
      ? `${run} still waits for approval at gate ${gate}, and you are told because nobody answered`
      : `${run} waits for your approval at gate ${gate}`,
  mention: ({ waits, thread }) => `${waits}. Its card ${thread ? 'is at the top of this thread' : 'stands above in this chat'}.`,
  what: ({ title, requester }) => `${title}\nAsked for by ${requester}.`,
  noCardYet: (run) =>
    `Its card could not be posted in its channel yet. /countersign plan ${run} shows the plan; it is decided on the card.`,
  link: { press: 'Read the plan on its card', rest: ', and decide there.' },
  tells: ({ run, title, requester, at, ...said }) => `${sentence(said)}\n${run}: ${title}, asked for by ${requester}. ${place(at)}.`,
  over: ({ run, gate }) => `${run}: gate ${gate} does not wait for you any more.`,
  noCard: ({ run, fault }) =>
    `${run} is started, and its card cannot be posted in its channel. ${fault} /countersign status ${run} shows how it stands.`,
}
