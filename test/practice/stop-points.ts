/** Stops the worker that makes an attempt at a chosen point, until its run has given it up; then wakes it and lets it say what it has to. */
import type { Entry } from '../../src/audit/entry.ts'
import type { AttemptId } from '../../src/run/order.ts'
import type { Event } from '../../src/run/event.ts'
import type { Estate } from '../estate/estate.ts'
import type { LoggedStatement } from '../estate/statement-log.ts'
import { until } from '../engine/until.ts'
import type { Program } from './program.ts'
import { needsIn, remarksSaid } from '../words/said.ts'

export interface StopPoint {
  name: string
  attempt: AttemptId
  /** The moment: a statement begins, or has ended and nobody was answered yet. */
  at(statement: LoggedStatement): boolean
  /** A statement that does not go on before its worker was given up. */
  held?: RegExp
}

/** What became of it. */
export interface Story {
  point: string
  /** Who was stopped, and why the run gave it up. */
  stopped: string
  lost: string
  /** What its run knew or did next without it: a sentence for people, or `done`. */
  led: string
  /** Who found that out. */
  by: string
  /** What the worker said after it woke, as its run wrote it down. */
  said: string
}

export interface Stage {
  estate: Estate
  /** Living workers by name. */
  workers: Map<string, Program>
  /** Of its run, by now. */
  entries(): Entry[]
  /** Called while the first worker stands still; starts another one where there is none. */
  stopped(): Promise<void>
}

export interface Stops {
  stories: Story[]
  /** Resolves when no worker stands still. */
  calm(): Promise<void>
}

export function stopAt(points: StopPoint[], stage: Stage): Stops {
  const waiting = [...points]
  const stories: Story[] = []
  let sleeping: Promise<void> = Promise.resolve()
  for (const point of points) hold(point)
  stage.estate.log.watch = (statement) => {
    const index = waiting.findIndex((point) => point.at(statement))
    const [point] = index === -1 ? [] : waiting.splice(index, 1)
    if (point === undefined) return
    // Whose statement it is only the run's log can say; nobody moves until that is read.
    for (const worker of stage.workers.values()) worker.kill('SIGSTOP')
    sleeping = sleepThrough(point, statement.app, stage).then((story) => void stories.push(story))
  }
  return { stories, calm: () => sleeping }

  function hold(point: StopPoint): void {
    if (point.held === undefined) return
    const { promise, resolve } = Promise.withResolvers<void>()
    stage.estate.faults.inject({ kind: 'slow', pattern: point.held.source, until: promise })
    releases.set(point, resolve)
  }
}

const releases = new Map<StopPoint, () => void>()

async function sleepThrough(point: StopPoint, app: string, stage: Stage): Promise<Story> {
  const { attempt } = point
  const of = <T extends Event['type']>(entries: Entry[], type: T) =>
    entries
      .flatMap(({ events }) => events)
      .find((event): event is Extract<Event, { type: T }> => event.type === type && isOf(event, attempt))
  const stopped = of(stage.entries(), 'claimed')?.worker ?? [...stage.workers.keys()].join()
  for (const [name, worker] of stage.workers) if (name !== stopped) worker.kill('SIGCONT')
  await stage.stopped()
  const { order } = of(stage.entries(), 'ordered') ?? { order: '' }
  const { lost, led, by } = await untilLogged(stage, (entries) => ledOn(entries, order, attempt))
  stage.workers.get(stopped)?.kill('SIGCONT')
  releases.get(point)?.()
  const end = await untilLogged(
    stage,
    lastWord(stage, app, (entries) => of(entries, 'attempt-ended')?.end),
  )
  const said = end === 'nothing' ? end : end.type === 'refused' ? `refused: ${end.code}` : end.type
  return { point: point.name, stopped, lost, led, by, said }
}

/** A worker is given up, and another one finds out what it left: more than the clocks of the product need for it. */
const LONGEST_STOP_MS = 300_000

/** A session whose answer is too late is ended at once, and what there is to say of it comes after. */
const LAST_WORDS_MS = 15_000

/** What the woken worker says of its attempt, until a while after its session on a SQL Server was closed; a cmdlet has none. */
function lastWord<T>(
  { estate }: Stage,
  app: string,
  find: (entries: Entry[]) => T | undefined,
): (entries: Entry[]) => T | 'nothing' | undefined {
  let closedAtMs: number | undefined
  return (entries) => {
    const found = find(entries)
    if (found !== undefined) return found
    if (closedAtMs !== undefined && Date.now() - closedAtMs > LAST_WORDS_MS) return 'nothing'
    if (app !== '' && !hasSession(estate, app)) closedAtMs ??= Date.now()
    return undefined
  }
}

/** How the run went on after it had given the order's worker up. */
function ledOn(entries: Entry[], order: string, attempt: AttemptId): Pick<Story, 'lost' | 'led' | 'by'> | undefined {
  const from = entries.findIndex(({ events }) => events.some((event) => event.type === 'contact-lost' && event.order === order))
  const [first] = entries[from]?.events ?? []
  if (first?.type !== 'contact-lost') return undefined
  const lost = remarksSaid(first.why)
  for (const [index, { events, command }] of entries.entries()) {
    if (index < from) continue
    const worker = 'worker' in command.command && command.command.type !== 'lost-contact' ? command.command.worker : 'nobody'
    for (const event of events) {
      if (event.type === 'attention') return { lost, led: needsIn(entries.slice(0, index + 1)).at(-1) ?? '', by: worker }
      if (event.type === 'attempt-judged' && isOf(event, attempt)) return { lost, led: event.fate, by: worker }
    }
  }
  return undefined
}

function hasSession({ state }: Estate, app: string): boolean {
  return state.instances.some(({ sessions }) => [...sessions.values()].some(({ program }) => program === app))
}

function isOf(event: Event, { step, item, number }: AttemptId): boolean {
  return 'attempt' in event && event.attempt?.step === step && event.attempt.item === item && event.attempt.number === number
}

/** Rejects when it never is in the run's log. */
function untilLogged<T>(stage: Stage, find: (entries: Entry[]) => T | undefined): Promise<NonNullable<T>> {
  return until('the run goes on without the worker, and it says its last word', () => find(stage.entries()), LONGEST_STOP_MS)
}
