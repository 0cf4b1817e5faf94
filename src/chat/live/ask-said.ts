/** What somebody is told who can approve, and what is left of it when it is over. Plain text. */
import type { SaidView } from '../../words/said-view.ts'

/** The plan is looked at on the card, so there is nothing to press here but the way to it. */
export interface AskSaid {
  heading: string
  what: string
  /** A link whose words are `press`, followed by `rest`; without a card, another way to the plan. */
  way: { link: string; press: string; rest: string } | { says: string }
  until: string
}

export function askSaid(view: SaidView, link: string | undefined, duty: boolean): AskSaid {
  const { card, live } = view.words
  return {
    heading: waits(view, duty),
    what: live.ask.what({ title: view.title, requester: view.requester.name }),
    way: link === undefined ? { says: live.ask.noCardYet(view.run) } : { link, ...live.ask.link },
    until: view.gate ? `${view.gate.missing} ${card.gate.until(view.gate)}` : '',
  }
}

/** In the run's thread, to somebody whom no direct message reaches. */
export function mentionSaid(view: SaidView, duty: boolean, thread: boolean): string {
  return view.words.live.ask.mention({ waits: waits(view, duty), thread })
}

/** Takes the place of an ask that cannot be deleted. */
export function overSaid(view: SaidView, gate: number): string {
  return `${markOf(view)}${view.words.live.ask.over({ run: view.run, gate })}`
}

function waits(view: SaidView, duty: boolean): string {
  return `${markOf(view)}${view.words.live.ask.waits({ run: view.run, gate: view.gate?.number ?? 0, duty })}`
}

function markOf({ rehearsal, words }: SaidView): string {
  return rehearsal ? words.rehearsalMark : ''
}
