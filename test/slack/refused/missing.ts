/** What is lost, doubled or out of date in Slack, measured by what the engine wants shown; empty where nothing is. */
import { drawCard } from '../../../src/chat/card/draw-card.ts'
import { renderCard } from '../../../src/chat/slack/render/card.ts'
import { canStillFill } from '../../../src/chat/live/approval-requests.ts'
import type { RunView, ThreadLine } from '../../../src/run/view/view.ts'
import { PEOPLE } from '../../run/practice.ts'
import { unescaped } from '../read-blocks.ts'
import { CHANNEL, type Message, type Workspace } from './workspace.ts'
import { en } from '../../../src/words/en.ts'
import { sayLines, sayView } from '../../../src/words/said-view.ts'

/** Two whom nothing reaches: Slack says that one account is deactivated, and `people.yaml` names none of the other. */
export const NOT_REACHED = [
  'Bo was not told: Slack says that the account U0BOTH is deactivated. Tell them yourself.',
  'Erin was not told: people.yaml names no Slack account of theirs: write it there. Tell them yourself.',
]

/** Approvers with a good account who can still fill a line. */
export function canAct(view: RunView): string[] {
  const { gate } = view
  return gate === undefined ? [] : ['amir', 'carol'].filter((id) => canStillFill(sayView(en, view), gate.number, personOf(id)))
}

export function cardsOf({ messages }: Workspace): Message[] {
  return messages.filter(({ channel, metadata }) => channel === CHANNEL && metadata?.event_type === 'countersign_card')
}

/** `moved`: cards may have been left behind that nobody lets us update. */
export function missingOf(workspace: Workspace, view: RunView, lines: readonly ThreadLine[], moved = false): string[] {
  const cards = cardsOf(workspace)
  const live = cards.at(-1)
  const named = view.gate === undefined ? [] : NOT_REACHED
  const drawn = renderCard(drawCard(sayView(en, view)), named)
  const faults: string[] = []
  if (live === undefined) faults.push('there is no card')
  else if (JSON.stringify(live.blocks) !== JSON.stringify(drawn.blocks)) faults.push(`the card is out of date: ${live.text}`)
  if (cards.length > 1 && !moved) faults.push(`there are ${cards.length} cards`)
  return [...faults, ...ofThread(workspace, lines), ...ofAsks(workspace, view), ...ofPlan(workspace, view, live)]
}

function ofThread({ messages }: Workspace, lines: readonly ThreadLine[]): string[] {
  const ours = messages.filter(({ metadata }) => metadata?.event_type === 'countersign_lines')
  const beside = ours.filter(({ thread_ts }) => thread_ts === undefined)
  const said = ours.flatMap(({ text }) => unescaped(text).split('\n')).filter((text) => !text.startsWith('This thread goes on'))
  const wanted = sayLines(en, lines)
    .filter(({ only }) => only === undefined)
    .map(({ at, text }) => `${at.slice(11, 19)} UTC  ${text}`)
  return [
    ...beside.map(({ text }) => `a line fell into the channel: ${text}`),
    ...(JSON.stringify(said) === JSON.stringify(wanted.flatMap((text) => text.split('\n')))
      ? []
      : [`the thread says ${said.length} of ${wanted.length} lines: ${said.at(-1)}`]),
  ]
}

function ofAsks({ messages }: Workspace, view: RunView): string[] {
  const able = canAct(view)
  return ['amir', 'carol'].flatMap((id) => {
    const standing = messages.filter(({ channel, text }) => channel === `DU0${id.toUpperCase()}` && /waits for (your )?approval/.test(text))
    const wanted = able.includes(id) ? 1 : 0
    return standing.length === wanted ? [] : [`${id} has ${standing.length} messages that a gate waits, and should have ${wanted}`]
  })
}

function ofPlan({ messages }: Workspace, { gate }: RunView, live: Message | undefined): string[] {
  if (gate === undefined) return []
  const files = messages.filter(({ thread_ts, files: attached }) => thread_ts === live?.ts && attached !== undefined)
  return files.length === 1 ? [] : [`the plan is attached ${files.length} times`]
}

/** Those who can act and were neither told nor named: by a message, on the card, or on the console. */
export function leftUntold(workspace: Workspace, view: RunView, troubles: readonly string[]): string[] {
  const { gate } = view
  if (gate === undefined) return []
  const card = JSON.stringify(cardsOf(workspace).at(-1)?.blocks ?? [])
  return PEOPLE.filter((person) => canStillFill(sayView(en, view), gate.number, person))
    .filter(({ id, name }) => {
      const user = `U0${id.toUpperCase()}`
      const told = workspace.messages.some(
        ({ channel, text }) => (channel === `D${user}` && text.includes(view.run)) || text.includes(`<@${user}>`),
      )
      return !told && !new RegExp(`✗ ${name} `).test(card) && !troubles.some((says) => says.includes(` ${name} `))
    })
    .map(({ name }) => name)
}

function personOf(id: string): (typeof PEOPLE)[number] | undefined {
  return PEOPLE.find((person) => person.id === id)
}
