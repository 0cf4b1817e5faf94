/** What a page is told of a run, and what it missed since a stamp. */
import type { Progress } from '../../run/view/view.ts'
import type { SaidLine, SaidView } from '../../words/said-view.ts'
import { drawAdaptiveCard, type AdaptiveCard } from '../adaptive/adaptive-card.ts'
import type { Card } from '../card/card.ts'
import { drawCard } from '../card/draw-card.ts'
import { yourPart } from '../card/your-part.ts'
import { readable, readableLine } from '../readable.ts'
import type { Words } from '../../words/words.ts'
import { isOver, sayRun } from '../tone.ts'
import type { ChannelState, ShownRun } from './channel-state.ts'

export type Message =
  | {
      type: 'run'
      run: string
      seq: number
      title: string
      tone: string
      state: string
      over: boolean
      rehearsal: boolean
      requester: { id: string; name: string }
      /** What was typed, with every value that was read. */
      typed: string
      startedAt: string
      /** BCP 47, of the card and the lines. */
      language: string
      card: AdaptiveCard
      percent?: number
      /** What waits for the person who speaks in this tab. */
      mine?: { text: string; urgent: boolean }
      /** Where else it is shown. */
      shownIn?: string
      /** Fields of its form that have a list to choose from, each with those that must be answered before it is looked for. */
      lists?: Record<string, string[]>
      /** Until when its gate waits: the page says how many minutes that still is. */
      until?: string
    }
  | { type: 'trouble'; text: string }
  | { type: 'line'; run: string; n: number; at: string; text: string; only: boolean; head?: string; standsOut?: true }

/** Whoever has the page open: as whom they speak, and in whose words. */
export interface Reader {
  person: string | undefined
  words: Words
}

/** Runs by their beginning, each followed by its new lines. Lines for one person go to the tabs that speak as this person only. */
export function messagesSince(channelState: ChannelState, stamp: number, reader: Reader): Message[] {
  const changed = [...channelState.runs.values()].filter((shown) => shown.changed > stamp)
  const runs = changed.toSorted((a, b) => a.view.startedAt.localeCompare(b.view.startedAt))
  const { says, stamp: since } = channelState.troubles
  const trouble: Message[] = since > stamp ? [{ type: 'trouble', text: sayTroubles(reader.words, says) }] : []
  const ofRuns = runs.flatMap((shown) => {
    const lines = [...shown.lines.values()].filter((each) => each.stamp > stamp).map(({ line }) => line)
    return [...(shown.stamp > stamp ? [runMessage(shown, reader)] : []), ...lineMessages(shown.view.run, lines, reader.person)]
  })
  return [...trouble, ...ofRuns]
}

export function runMessage({ view, progress }: Pick<ShownRun, 'view' | 'progress'>, reader?: Reader): Message {
  const card = drawnFor(view, progress, reader?.person)
  const { word, tone } = sayRun(view.words, view)
  const { run, seq, title, rehearsal, requester, typed, startedAt } = view
  const percent = card.progress?.percent
  const base = {
    run,
    seq,
    title: readable(title),
    tone,
    state: word,
    over: isOver(view.phase),
    rehearsal,
    requester,
    typed: readable(typed),
    startedAt,
    language: view.words.tag,
  }
  const lists = view.questions.flatMap(({ name, needs }) => (needs === undefined ? [] : [[name, needs] as const]))
  const mine = reader && waitsFor(view, reader)
  return {
    type: 'run',
    ...base,
    card: drawAdaptiveCard(card),
    ...(percent === undefined ? {} : { percent }),
    ...(mine === undefined ? {} : { mine }),
    ...(lists.length === 0 ? {} : { lists: Object.fromEntries(lists) }),
    ...(view.mirrors.length === 0 ? {} : { shownIn: readableLine(view.words, view.words.notes.shownIn(view), 2000) }),
    ...(view.gate === undefined ? {} : { until: view.gate.expiresAt }),
  }
}

function drawnFor(view: SaidView, progress: Progress | undefined, person: string | undefined): Card {
  const card = drawCard(view, progress)
  if (card.gate === undefined || view.gate === undefined || person === undefined) return card
  return { ...card, gate: yourPart(view.words, card.gate, view.gate, person) }
}

/** The console's way of telling somebody: it stands at the run for as long as it is so. */
function waitsFor({ run, gate }: SaidView, { person, words }: Reader): { text: string; urgent: boolean } | undefined {
  if (gate === undefined || person === undefined) return undefined
  const mayApprove = gate.asked.includes(person)
  if (gate.called?.people.includes(person)) {
    return { text: words.console.called({ run, gate: gate.number, since: gate.called.since, mayApprove }), urgent: true }
  }
  return mayApprove ? { text: words.console.gateWaits({ run, gate: gate.number }), urgent: false } : undefined
}

export function lineMessages(run: string, lines: SaidLine[], person: string | undefined): Message[] {
  return lines
    .filter(({ only }) => only === undefined || only === person)
    .toSorted((a, b) => a.n - b.n)
    .map(({ n, at, text, only, head, stands }) => ({
      type: 'line',
      run,
      n,
      at,
      text: readable(text),
      only: only !== undefined,
      ...(head === undefined ? {} : { head }),
      ...(stands === 'out' ? { standsOut: true as const } : {}),
    }))
}

/** A line each; a platform that is down for a hundred runs fills no page. */
function sayTroubles(words: Words, says: string[]): string {
  const more = says.length - MOST_TROUBLES
  return [
    ...says.slice(0, MOST_TROUBLES).map((each) => readableLine(words, each, 600)),
    ...(more > 0 ? [words.console.moreTroubles(more)] : []),
  ].join('\n')
}

const MOST_TROUBLES = 8
