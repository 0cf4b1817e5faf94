/** A run's card in Teams, drawn as the console draws it: the one that everybody sees, and each person's own. */
import type { Progress } from '../../../run/view/view.ts'
import type { SaidView } from '../../../words/said-view.ts'
import type { Words } from '../../../words/words.ts'
import { fitAdaptiveCard, plainCard, type AdaptiveCard, type Beside, type FittedCard } from '../../adaptive/adaptive-card.ts'
import type { Action, RefreshData } from '../../adaptive/element.ts'
import { asWritten, type Written } from '../../card/as-written.ts'
import type { Card } from '../../card/card.ts'
import { drawCard } from '../../card/draw-card.ts'
import { yourPart } from '../../card/your-part.ts'

/** Teams asks for their own view by itself for so many people. */
const MOST_REFRESHED = 60

export interface ForAll {
  /** What is over is the same for everybody. */
  over: boolean
  /** Whom nobody reached, a sentence each. */
  notTold?: readonly string[]
  /** Ids that Teams knows people by, those who can act first. */
  userIds?: readonly string[]
}

/** What the channel shows: nothing to decide with, because everybody would see it. Who presses its one button gets their own. */
export function baseCard(card: Card, more: ForAll): FittedCard {
  return fitAdaptiveCard(withoutActs(card), besideBase(card, more))
}

/** Where the card is not taken as it is: one sentence, and the way to one's own. */
export function shortCard(card: Card, sentence: string, more: ForAll): AdaptiveCard {
  return plainCard(card, sentence, besideBase(card, { ...more, notTold: [] }))
}

/** The card as one person of `people.yaml` sees it: with what they can do, and why not where they cannot. */
export function personalCard(
  view: SaidView,
  person: string,
  more: Written & { progress?: Progress; notTold?: readonly string[] } = {},
): AdaptiveCard {
  const card = asWritten(drawCard(view, more.progress), more)
  const mine =
    card.gate === undefined || view.gate === undefined ? card : { ...card, gate: yourPart(view.words, card.gate, view.gate, person) }
  const looked = view.questions.some(({ needs }) => needs !== undefined)
  const actions = looked ? { actions: [lookAction(view.words, view.run)] } : {}
  return fitAdaptiveCard(mine, { notTold: shownOf(view.words, more.notTold ?? []), ...actions }).card
}

function besideBase(card: Card, { over, notTold = [], userIds = [] }: ForAll): Beside {
  const action = refreshAction(card.words, card.run)
  // No two parts of a card may have one id.
  const bySelf = { ...action, id: 'refresh-by-itself' }
  const asks = userIds.length === 0 ? {} : { refresh: { action: bySelf, userIds: userIds.slice(0, MOST_REFRESHED) } }
  return { notTold: shownOf(card.words, notTold), ...(over ? {} : { actions: [action], ...asks }) }
}

/** For clients that do not ask by themselves. */
function refreshAction(words: Words, run: string): Action {
  return { ...drawAnew('refresh', words.teams.yourPart, run), associatedInputs: 'none' }
}

/** Draws one's own card anew with the lists that hang on what is written now, which comes along. */
function lookAction(words: Words, run: string): Action {
  return drawAnew('look', words.teams.lookForChoices, run)
}

function drawAnew(id: string, title: string, run: string): Extract<Action, { type: 'Action.Execute' }> {
  const data: RefreshData = { v: 1, act: 'refresh', run }
  return { type: 'Action.Execute', id, title, verb: 'refresh', data, style: 'default', fallback: { type: 'Action.Submit', title, data } }
}

function withoutActs(card: Card): Card {
  const { form: _, ...rest } = card
  return {
    ...rest,
    ...(card.gate === undefined ? {} : { gate: { ...card.gate, buttons: [] } }),
    ...(card.attention === undefined ? {} : { attention: { ...card.attention, buttons: [] } }),
    ...(card.confirm === undefined ? {} : { confirm: { ...card.confirm, buttons: [] } }),
    leave: [],
  }
}

const MOST_NOT_TOLD = 5

function shownOf(words: Words, notTold: readonly string[]): string[] {
  const more = notTold.length - MOST_NOT_TOLD
  return [...notTold.slice(0, MOST_NOT_TOLD), ...(more > 0 ? [words.live.card.moreNotTold(more)] : [])]
}
