/** What somebody is told who can approve, and what is left of it when it is over. */
import type { SaidView } from '../../../words/said-view.ts'
import { context, section, strong, type Block } from '../render/block.ts'
import { escaped } from '../render/text.ts'

export interface Message {
  text: string
  blocks: Block[]
}

/** The plan is looked at on the card, so `link` leads there and there is nothing to press here. Without a card, another way to the plan. */
export function askMessage(view: SaidView, link: string | undefined, duty: boolean): Message {
  const words = wordsOf(view, duty)
  const {
    card,
    slack: { ask: says },
  } = view.words
  const way: Block =
    link === undefined
      ? section(says.noCardYet(view.run))
      : {
          type: 'section',
          text: { type: 'mrkdwn', text: `<${link}|${escaped(says.link.press)}>${escaped(says.link.rest)}`, verbatim: true },
        }
  return {
    text: escaped(words, 300),
    blocks: [
      strong(words),
      section(says.what({ title: view.title, requester: view.requester.name })),
      way,
      context(view.gate ? `${view.gate.missing} ${card.gate.until(view.gate)}` : ''),
    ],
  }
}

/** In the run's thread, to somebody whom no direct message reaches. `user`: a Slack id of `people.yaml`, and nothing that was typed. */
export function mentionMessage(view: SaidView, user: string, duty: boolean): { text: string } {
  return { text: `<@${user}> ${escaped(view.words.slack.ask.mention(wordsOf(view, duty)), 360)}` }
}

/** Takes the place of an ask that cannot be deleted. */
export function overMessage(view: SaidView, gate: number): Message {
  const words = `${markOf(view)}${view.words.slack.ask.over({ run: view.run, gate })}`
  return { text: escaped(words), blocks: [section(words)] }
}

function markOf({ rehearsal, words }: SaidView): string {
  return rehearsal ? words.rehearsalMark : ''
}

function wordsOf(view: SaidView, duty: boolean): string {
  const gate = view.gate?.number ?? 0
  return `${markOf(view)}${view.words.slack.ask.waits({ run: view.run, gate, duty })}`
}
