/** Every card, form, message and line of every phase, in a language that says each thing by its name: nothing on them is said by chat itself. */
import { beforeAll, describe, expect, test } from 'vitest'
import { drawAdaptiveCard } from '../../src/chat/adaptive/adaptive-card.ts'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import type { Button, Card } from '../../src/chat/card/card.ts'
import { yourPart } from '../../src/chat/card/your-part.ts'
import { runMessage } from '../../src/chat/console/messages.ts'
import { opensModal } from '../../src/chat/slack/render/buttons.ts'
import { renderCard } from '../../src/chat/slack/render/card.ts'
import { renderHome } from '../../src/chat/slack/render/home.ts'
import { askSaid, mentionSaid, overSaid } from '../../src/chat/live/ask-said.ts'
import { LINE_TEXT } from '../../src/chat/slack/render/text.ts'
import { askMessage, mentionMessage } from '../../src/chat/slack/show/ask-message.ts'
import { planFile } from '../../src/chat/live/plan-file.ts'
import { lineMessages } from '../../src/chat/live/thread-lines.ts'
import { pressForm } from '../../src/chat/slack/forms/press-form.ts'
import { sayLines, sayView, type SaidView } from '../../src/words/said-view.ts'
import { FAILOVER, PEOPLE, TARGETS } from '../run/practice.ts'
import { playedOut, type Played } from '../slack/phases/views-of.ts'
import { otherLanguage } from './other-language.ts'
import { cardTexts, dataIn, slackTexts } from './read-texts.ts'
import { dataOf, unsaid, type Data } from './unsaid.ts'

const other = otherLanguage('qps')
let played: Played
let views: SaidView[]
let data: Data

beforeAll(() => {
  played = playedOut(FAILOVER, 'x', false)
  views = played.asFacts.views.map((view) => sayView(other, view))
  data = dataOf(dataIn(played.run.entries, played.asFacts, PEOPLE, Object.keys(TARGETS), TARGETS, played.procedure))
})

const unsaidIn = (texts: string[]): string[] => [...new Set([...new Set(texts)].flatMap((text) => unsaid(text, data)))]
const buttonsOf = ({ gate, attention, form, confirm, leave }: Card): Button[] =>
  [gate, attention, form, confirm].flatMap((box) => box?.buttons ?? []).concat(leave)

describe('in another language', () => {
  test('all cards of the console, to everybody and to each person', () => {
    const texts = views.flatMap((view) => {
      const card = drawCard(view)
      const { gate } = view
      const mine = gate && card.gate ? PEOPLE.map(({ id }) => yourPart(other, card.gate as NonNullable<Card['gate']>, gate, id)) : []
      const message = runMessage({ view, progress: undefined }, { person: 'amir', words: other })
      const shown = message.type === 'run' ? [message.state, message.title, message.typed, message.mine?.text ?? ''] : []
      return [...cardTexts(drawAdaptiveCard(card)), ...mine.map(({ yours = '' }) => yours), ...shown]
    })
    expect(unsaidIn(texts)).toEqual([])
  })

  test('all cards in Slack, with the forms behind their buttons', () => {
    const notTold = [other.live.card.notTold({ person: 'Carol', fault: other.live.fault({ is: 'no-account', platform: 'Slack' }) })]
    const texts = views.flatMap((view) => {
      const card = drawCard(view)
      const forms = buttonsOf(card).flatMap((button) => (opensModal(button) ? [pressForm(card, view, button.data, 'C0INCIDENT')] : []))
      return [renderCard(card, notTold), ...forms].flatMap(slackTexts)
    })
    expect(unsaidIn(texts)).toEqual([])
  })

  test('all messages of their own, the plan as a file, and the Home tab', () => {
    const loaded = {
      installation: 'practice',
      procedures: [played.procedure],
      leftOut: [],
      policies: played.policies,
      targets: TARGETS,
      people: PEOPLE,
    }
    const link = (): string => 'https://contoso.slack.com/x'
    const texts = views.flatMap((view) => [
      ...slackTexts([
        askMessage(askSaid(view, link(), false)),
        askMessage(askSaid(view, undefined, true)),
        mentionMessage(mentionSaid(view, true, false), 'U0AMIR'),
        askMessage(overSaid(view, 1)),
      ]),
      ...(view.gate ? slackTexts(planFile(view, view.gate)) : []),
      ...(view.gate ? [planFile(view, view.gate).comment] : []),
    ])
    const homes = PEOPLE.map((person) => renderHome(other, { person, loaded, runs: views.slice(-40), views: views.slice(-12), link }))
    expect(unsaidIn([...texts, ...slackTexts(homes)])).toEqual([])
  })

  test('all lines of the thread', () => {
    const lines = sayLines(other, played.asFacts.lines)
    expect(unsaidIn([...lines.map(({ text }) => text), ...lineMessages(lines, LINE_TEXT).map(({ text }) => text)])).toEqual([])
  })

  test('a word that no language says is seen', () => {
    const view = views.find(({ gate }) => gate !== undefined)
    if (!view) throw new Error('no gate was shown')
    const card = { ...drawCard(view), facts: [{ name: 'Time', value: 'people waited for ever' }] }
    expect(unsaidIn(cardTexts(drawAdaptiveCard(card)))).toEqual(['Time', 'people waited for ever'])
  })
})
