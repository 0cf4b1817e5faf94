/** An ask as Block Kit. */
import type { AskSaid } from '../../live/ask-said.ts'
import { context, section, strong, type Block } from '../render/block.ts'
import { escaped } from '../render/text.ts'

export interface Message {
  text: string
  blocks: Block[]
}

export function askMessage(says: AskSaid | string): Message {
  if (typeof says === 'string') return { text: escaped(says), blocks: [section(says)] }
  const { heading, what, way, until } = says
  return { text: escaped(heading, 300), blocks: [strong(heading), section(what), wayBlock(way), context(until)] }
}

/** `user`: a Slack id of `people.yaml`, and nothing that was typed. */
export function mentionMessage(says: string, user: string): { text: string } {
  return { text: `<@${user}> ${escaped(says, 360)}` }
}

function wayBlock(way: AskSaid['way']): Block {
  if ('says' in way) return section(way.says)
  const text = `<${way.link}|${escaped(way.press)}>${escaped(way.rest)}`
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }
}
