/** What is lost, doubled or out of date in Teams, measured by what the engine wants shown; empty where nothing is. */
import { drawCard } from '../../../src/chat/card/draw-card.ts'
import { canStillFill } from '../../../src/chat/live/approval-requests.ts'
import { plainText } from '../../../src/chat/teams/render/plain-text.ts'
import { baseCard } from '../../../src/chat/teams/render/run-card.ts'
import type { AdaptiveCard } from '../../../src/chat/adaptive/adaptive-card.ts'
import { isOver } from '../../../src/chat/tone.ts'
import type { RunView, ThreadLine } from '../../../src/run/view/view.ts'
import { PEOPLE } from '../../run/practice.ts'
import { CHANNEL, directOf, idOf, wordsIn, type Post, type Team } from './team.ts'
import { en } from '../../../src/words/en.ts'
import { sayLines, sayView } from '../../../src/words/said-view.ts'

/** Two whom nothing reaches: one account is a guest, and `people.yaml` names none of the other. */
export const NOT_REACHED = [
  'Bo was not told: Teams says that their account is a guest, and guests approve nothing. Tell them yourself.',
  'Erin was not told: people.yaml names no Teams account of theirs: write it there. Tell them yourself.',
]
const REACHED = ['amir', 'carol']

/** Approvers with a good account who can still fill a line. */
export function canAct(view: RunView): string[] {
  const { gate } = view
  return gate === undefined ? [] : REACHED.filter((id) => canStillFill(sayView(en, view), gate.number, personOf(id)))
}

function notReachedAt(view: RunView): string[] {
  const { gate } = view
  if (gate === undefined) return []
  return NOT_REACHED.filter((says) => PEOPLE.some(({ id, name }) => says.startsWith(name) && gate.asked.includes(id)))
}

/** Messages of the run that stand by themselves. */
export function cardsOf({ posts }: Team, channel = CHANNEL): Post[] {
  return posts.filter(
    ({ conversation, thread, activity }) => conversation === channel && thread === undefined && activity.card !== undefined,
  )
}

export interface Allowed {
  /** Cards may have been left behind. */
  moved?: boolean
  /** What may have arrived without an answer may have been sent twice. */
  doubled?: boolean
}

export function missingOf(
  team: Team,
  view: RunView,
  lines: readonly ThreadLine[],
  { moved = false, doubled = false }: Allowed = {},
): string[] {
  const cards = cardsOf(team)
  const live = cards.at(-1)
  const faults: string[] = []
  if (live === undefined) faults.push('there is no card')
  else faults.push(...ofCard(live.activity.card as AdaptiveCard, view))
  if (cards.length > 1 && !moved && !doubled) faults.push(`there are ${cards.length} cards`)
  return [...faults, ...ofThread(team, lines, doubled), ...ofAsks(team, view, doubled), ...ofPlan(team, view, live, doubled)]
}

function ofCard(card: AdaptiveCard, view: RunView): string[] {
  const over = isOver(view.phase)
  const userIds = card.refresh?.userIds ?? []
  const drawn = baseCard(drawCard(sayView(en, view)), { over, userIds, notTold: notReachedAt(view) })
  const asked = canAct(view).map(idOf)
  return [
    ...(JSON.stringify(card) === JSON.stringify(drawn.card) ? [] : [`the card is out of date: ${card.fallbackText}`]),
    ...(asked.every((id) => userIds.includes(id)) ? [] : [`${userIds.join(', ')} are shown their own card, and not ${asked.join(', ')}`]),
  ]
}

const LINE = /\n(?=\d\d:\d\d:\d\d UTC {2})/

function ofThread({ posts }: Team, lines: readonly ThreadLine[], doubled: boolean): string[] {
  const texts = posts.flatMap(({ activity: { text = '', textFormat } }) =>
    textFormat === 'plain' ? [text.replace(/^This thread goes on .*\n/, '')] : [],
  )
  const said = texts.filter((text) => /^\d\d:\d\d:\d\d UTC {2}/.test(text)).flatMap((text) => text.split(LINE))
  const beside = posts.filter(({ thread, activity: { text } }) => thread === undefined && /^\d\d:\d\d:\d\d UTC/.test(text ?? ''))
  const wanted = sayLines(en, lines)
    .filter(({ only }) => only === undefined)
    .map(({ at, text, stands, head }) =>
      plainText(`${at.slice(11, 19)} UTC  ${stands === 'out' ? '▲ ' : ''}${text}${head === undefined ? '' : `\n${head}`}`),
    )
  const heard = doubled ? [...new Set(said)] : said
  return [
    ...beside.map(({ activity }) => `a line fell into the channel: ${activity.text}`),
    ...(JSON.stringify(heard) === JSON.stringify(wanted)
      ? []
      : [`the thread says ${said.length} of ${wanted.length} lines: ${said.at(-1)}`]),
  ]
}

export function asksOf({ posts }: Team, person: string): string[] {
  return posts.filter(({ conversation }) => conversation === directOf(person)).map((post) => wordsIn(post))
}

function ofAsks(team: Team, view: RunView, doubled: boolean): string[] {
  const able = canAct(view)
  return REACHED.flatMap((id) => {
    const standing = asksOf(team, id).filter((words) => /waits for (your )?approval/.test(words)).length
    const wanted = able.includes(id) ? 1 : 0
    return standing === wanted || (doubled && standing > wanted)
      ? []
      : [`${id} has ${standing} messages that a gate waits, and should have ${wanted}`]
  })
}

function ofPlan({ posts }: Team, { gate }: RunView, live: Post | undefined, doubled: boolean): string[] {
  if (gate === undefined) return []
  const begins = posts.filter(
    ({ thread, activity: { text = '' } }) => thread === live?.id && text.startsWith(`The whole plan of gate ${gate.number},`),
  )
  return begins.length === 1 || (doubled && begins.length > 1) ? [] : [`the plan is said ${begins.length} times`]
}

/** Those who can act and were neither told nor named: by a message, in the thread, on the card, or on the console. */
export function leftUntold(team: Team, view: RunView, troubles: readonly string[]): string[] {
  const card = cardsOf(team).at(-1)
  return canAct(view).filter((id) => {
    const name = personOf(id)?.name ?? id
    const told = asksOf(team, id).length > 0
    const mentioned = team.posts.some(({ activity: { entities } }) => JSON.stringify(entities ?? []).includes(idOf(id)))
    const named = card !== undefined && wordsIn(card).includes(`${name} was not told`)
    return !told && !mentioned && !named && !troubles.some((says) => says.includes(name))
  })
}

function personOf(id: string) {
  return PEOPLE.find((each) => each.id === id)
}
