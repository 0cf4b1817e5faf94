/** The Home tab: what waits for this person, what runs now, what ran last, what they may start. */
import type { Person } from '../../../policy/policy.ts'
import type { RunSummary } from '../../../run/view/view.ts'
import type { SaidView } from '../../../words/said-view.ts'
import type { Words } from '../../../words/words.ts'
import type { Loaded } from '../../backend.ts'
import { readableLine } from '../../readable.ts'
import { mayStart } from '../../start.ts'
import { sayInstant } from '../../../text/instant.ts'
import { isOver, sayRun } from '../../tone.ts'
import { canStillFill } from '../../live/approval-requests.ts'
import { typedInSlack } from '../built-in-commands.ts'
import { context, section, strong, type Block } from './block.ts'

export interface HomeData {
  person: Person
  loaded: Loaded
  runs: RunSummary[]
  /** Of the active runs, as many as were looked at. */
  views: SaidView[]
  /** Link to a run's card, or to its channel; undefined for another platform's. */
  link: (run: RunSummary) => string | undefined
}

export interface HomeView {
  type: 'home'
  blocks: Block[]
}

const SHOWN = 15
const LONGEST_SECTION = 3000

export function renderHome(words: Words, { person, loaded, runs, views, link }: HomeData): HomeView {
  const byRun = new Map(views.map((view) => [view.run, view]))
  const active = runs.filter(({ phase }) => !isOver(phase))
  const over = runs.filter(({ phase }) => isOver(phase))
  const mine = active.filter(({ run }) => waitsFor(byRun.get(run), person))
  const says = words.slack.home
  const draw = (run: RunSummary): Block[] => drawRun(words, run, byRun.get(run.run), link(run))
  const blocks: Block[] = [
    strong(says.waitsForYou),
    ...listed(says, mine, draw, says.nothingWaits),
    { type: 'divider' },
    strong(says.runsNow),
    ...listed(says, active, draw, says.nothingRuns),
    { type: 'divider' },
    strong(says.lastRuns),
    ...listed(says, over, draw, says.nothingRan, 8),
    { type: 'divider' },
    strong(says.youCanStart),
    ...offers(words, loaded, person),
  ]
  return { type: 'home', blocks: blocks.slice(0, 100) }
}

/** Home of an account that is nobody's. */
export function renderStranger(sentence: string): HomeView {
  return { type: 'home', blocks: [section(sentence)] }
}

function waitsFor(view: SaidView | undefined, person: Person): boolean {
  return view?.gate !== undefined && canStillFill(view, view.gate.number, person)
}

function listed(says: Words['slack']['home'], runs: RunSummary[], draw: (run: RunSummary) => Block[], none: string, most = SHOWN): Block[] {
  if (runs.length === 0) return [context(none)]
  const more = runs.length - most
  return [...runs.slice(0, most).flatMap(draw), ...(more > 0 ? [context(says.more(more))] : [])]
}

function drawRun(words: Words, summary: RunSummary, view: SaidView | undefined, link: string | undefined): Block[] {
  const { run, title, phase, requester, startedAt } = summary
  const name = link === undefined ? run : `<${link}|${run}>`
  const head = `${name} · ${sayRun(words, summary).word}`
  const says = [
    readableLine(words, title, 200),
    `${requester.name} · ${sayInstant(startedAt)}`,
    ...(view && !isOver(phase) ? [view.status] : []),
  ]
  return [{ type: 'section', text: { type: 'mrkdwn', text: head, verbatim: true } }, context(...says)]
}

function offers(words: Words, loaded: Loaded, person: Person): Block[] {
  const mine = loaded.procedures.filter((procedure) => mayStart(loaded, procedure, person))
  if (mine.length === 0) return [context(words.slack.home.nothingToStart)]
  return inSections(mine.map(({ command, title }) => `${typedInSlack(command)}: ${title}`))
}

/** As many lines together as a section takes: a tab has 100 blocks, and an installation may have more procedures. */
function inSections(lines: string[]): Block[] {
  const texts: string[] = []
  for (const line of lines) {
    const last = texts.pop()
    if (last === undefined) texts.push(line)
    else if (last.length + line.length < LONGEST_SECTION) texts.push(`${last}\n${line}`)
    else texts.push(last, line)
  }
  return texts.map(section)
}
