/** What somebody is told who can approve, and what is left of it when it is over. */
import { REHEARSAL_MARK } from '../../../run/rehearsal/mark.ts'
import type { SaidView } from '../../../words/said-view.ts'
import { sayUntil } from '../../words.ts'
import { context, section, strong, type Block } from '../render/block.ts'
import { escaped } from '../render/text.ts'

export interface Message {
  text: string
  blocks: Block[]
}

/** The plan is looked at on the card, so `link` leads there and there is nothing to press here. Without a card, another way to the plan. */
export function askMessage(view: SaidView, link: string | undefined, duty: boolean): Message {
  const words = wordsOf(view, duty)
  const way: Block =
    link === undefined
      ? section(`Its card could not be posted in its channel yet. /countersign plan ${view.run} shows the plan; it is decided on the card.`)
      : { type: 'section', text: { type: 'mrkdwn', text: `<${link}|Read the plan on its card>, and decide there.`, verbatim: true } }
  return {
    text: escaped(words, 300),
    blocks: [
      strong(words),
      section(`${view.title}\nAsked for by ${view.requester.name}.`),
      way,
      context(view.gate ? `${view.gate.missing} ${sayUntil(view.gate)}` : ''),
    ],
  }
}

/** In the run's thread, to somebody whom no direct message reaches. `user`: a Slack id of `people.yaml`, and nothing that was typed. */
export function mentionMessage(view: SaidView, user: string, duty: boolean): { text: string } {
  return { text: `<@${user}> ${escaped(wordsOf(view, duty), 300)}. Its card is at the top of this thread.` }
}

/** Takes the place of an ask that cannot be deleted. */
export function overMessage(view: SaidView, gate: number): Message {
  const words = `${markOf(view)}${view.run}: gate ${gate} does not wait for you any more.`
  return { text: escaped(words), blocks: [section(words)] }
}

function markOf({ rehearsal }: SaidView): string {
  return rehearsal ? REHEARSAL_MARK : ''
}

function wordsOf(view: SaidView, duty: boolean): string {
  const gate = view.gate?.number ?? 0
  const what = duty
    ? `still waits for approval at gate ${gate}, and you are told because nobody answered`
    : `waits for your approval at gate ${gate}`
  return `${markOf(view)}${view.run} ${what}`
}
