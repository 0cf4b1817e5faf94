/** What one person is sent by themselves, or is told of in the run's thread. */
import type { AskSaid } from '../../live/ask-said.ts'
import type { AdaptiveCard } from '../../adaptive/adaptive-card.ts'
import { box, line, text, type Element } from '../../adaptive/element.ts'
import { drawActs } from '../../adaptive/acts.ts'
import type { Member, Outgoing } from '../bot-port.ts'
import { plainText, xmlText } from './plain-text.ts'

/** A card, because its way to the run's card is a link that nobody typed. */
export function askActivity({ heading, what, way, until }: AskSaid): Outgoing {
  const words = 'says' in way ? [line([text(way.says)], { spacing: 'small' })] : []
  const link = 'says' in way ? [] : [drawActs('ask', [{ type: 'Action.OpenUrl', id: 'card', title: way.press, url: way.link }])]
  return cardActivity(heading, [
    line([text(heading, { weight: 'bolder' })]),
    line([text(what)], { spacing: 'small' }),
    ...words,
    ...(until === '' ? [] : [line([text(until, { size: 'small', isSubtle: true })], { spacing: 'small' })]),
    ...link,
  ])
}

/** One sentence in place of what a message said. */
export function saysActivity(sentence: string): Outgoing {
  return cardActivity(sentence, [line([text(sentence)])])
}

/** Plain words as a message of their own. */
export function textActivity(words: string): Outgoing {
  return { text: plainText(words), textFormat: 'plain' }
}

/** `member`: as the roster names them, and nobody typed. */
export function mentionActivity({ id, name = '' }: Member, says: string): Outgoing {
  const mention = `<at>${xmlText(name)}</at>`
  return {
    text: `${mention} ${xmlText(says)}`,
    textFormat: 'xml',
    entities: [{ type: 'mention', text: mention, mentioned: { id, name } }],
  }
}

const LONGEST_SUMMARY = 300

export function cardActivity(summary: string, body: Element[]): Outgoing {
  const card: AdaptiveCard = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: plainText(summary),
    msteams: { width: 'full' },
    body: [box('ask', body)],
  }
  return { card, summary: summaryOf(summary) }
}

/** For notifications, which cut it in any case. */
export function summaryOf(words: string): string {
  return Array.from(plainText(words)).slice(0, LONGEST_SUMMARY).join('')
}
