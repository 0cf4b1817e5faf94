/** The Home tab: what waits for this person, what runs now, what ran last, what they may start. */
import type { Person } from '../../../policy/policy.ts'
import type { RunSummary } from '../../../run/view/view.ts'
import type { SaidView } from '../../../words/said-view.ts'
import type { Loaded } from '../../backend.ts'
import { readableLine } from '../../readable.ts'
import { mayStart } from '../../start.ts'
import { sayRun } from '../../say-run.ts'
import { sayInstant } from '../../../text/instant.ts'
import { isOver } from '../../words.ts'
import { canStillFill } from '../show/approval-requests.ts'
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

export function renderHome({ person, loaded, runs, views, link }: HomeData): HomeView {
  const byRun = new Map(views.map((view) => [view.run, view]))
  const active = runs.filter(({ phase }) => !isOver(phase))
  const over = runs.filter(({ phase }) => isOver(phase))
  const mine = active.filter(({ run }) => waitsFor(byRun.get(run), person))
  const draw = (run: RunSummary): Block[] => drawRun(run, byRun.get(run.run), link(run))
  const blocks: Block[] = [
    strong('Waits for you'),
    ...listed(mine, draw, 'Nothing waits for your approval.'),
    { type: 'divider' },
    strong('Runs now'),
    ...listed(active, draw, 'Nothing runs.'),
    { type: 'divider' },
    strong('Last runs'),
    ...listed(over, draw, 'Nothing ran yet.', 8),
    { type: 'divider' },
    strong('You can start'),
    ...offers(loaded, person),
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

function listed(runs: RunSummary[], draw: (run: RunSummary) => Block[], none: string, most = SHOWN): Block[] {
  if (runs.length === 0) return [context(none)]
  const more = runs.length - most
  return [...runs.slice(0, most).flatMap(draw), ...(more > 0 ? [context(`… ${more} more; /countersign runs lists them.`)] : [])]
}

function drawRun(summary: RunSummary, view: SaidView | undefined, link: string | undefined): Block[] {
  const { run, title, phase, requester, startedAt } = summary
  const name = link === undefined ? run : `<${link}|${run}>`
  const head = `${name} · ${sayRun(summary).word}`
  const says = [readableLine(title, 200), `${requester.name} · ${sayInstant(startedAt)}`, ...(view && !isOver(phase) ? [view.status] : [])]
  return [{ type: 'section', text: { type: 'mrkdwn', text: head, verbatim: true } }, context(...says)]
}

function offers(loaded: Loaded, person: Person): Block[] {
  const mine = loaded.procedures.filter((procedure) => mayStart(loaded, procedure, person))
  if (mine.length === 0) return [context('Nothing. You approve where a policy names your groups.')]
  return mine.slice(0, SHOWN).map(({ command, title }) => context(`${command}: ${title}`))
}
