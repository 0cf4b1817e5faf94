/** A procedure led into every phase that a run can have, with the longest words that people, servers and workers may say on the way. */
import { readProcedure } from '../../../src/procedure/document/read-procedure.ts'
import type { Person, Policy } from '../../../src/policy/policy.ts'
import type { Procedure } from '../../../src/procedure/procedure.ts'
import type { Command } from '../../../src/run/command.ts'
import { openGate, standingAttempt } from '../../../src/run/where.ts'
import { linesOf as linesAsFacts } from '../../../src/run/thread/lines.ts'
import type { RunView, ThreadLine } from '../../../src/run/view/view.ts'
import { viewOf as viewAsFacts } from '../../../src/run/view/view-of.ts'
import * as acts from '../../run/acts.ts'
import { PEOPLE, POLICY, TARGETS } from '../../run/practice.ts'
import { PracticeRun, RUN } from '../../run/practice-run.ts'
import { LONG_GROUPS, LONGEST_NAME, longestValue } from './longest-document.ts'
import { en } from '../../../src/words/en.ts'
import { sayLines, sayView, type SaidLine, type SaidView } from '../../../src/words/said-view.ts'
import { needSaid, refusalSaid } from '../../words/said.ts'

type Act = acts.Act

const LONGEST_REASON = 1000

export interface Played {
  procedure: Procedure
  policies: Record<string, Policy>
  people: Person[]
  /** Of every entry of every play, each entry once. */
  views: SaidView[]
  /** The same before anything was said of them, and every line of every thread. */
  asFacts: { views: RunView[]; lines: ThreadLine[] }
  /** The longest log of them. */
  run: PracticeRun
  /** Its thread, without what one person alone was told. */
  lines: SaidLine[]
}

/** `long`: people have names and reasons of the greatest length; without it everything but the values is as it stands in the repository. */
export function playedOut(document: { id: string; text: string }, fill: string, long = true): Played {
  const read = readProcedure(`commands/${document.id}.md`, document.text)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  const { procedure } = read
  const named = (person: Person): Person =>
    long ? { ...person, name: `${person.name} ${fill.repeat(LONGEST_NAME)}`.slice(0, LONGEST_NAME) } : person
  const people = PEOPLE.map(named)
  const lines = POLICY.approve.map(({ from, count }) => ({ from: [...from, ...(long ? LONG_GROUPS : [])], count }))
  const policies = { 'disaster-recovery': { ...POLICY, approve: lines } }
  const answers = Object.fromEntries(procedure.parameters.map((parameter) => [parameter.name, answerOf(parameter, fill)]))
  const begin = { document, people, policies, targets: TARGETS, answers }
  const views: SaidView[] = []
  const asFacts: Played['asFacts'] = { views: [], lines: [] }
  const nothing: Play = { run: new PracticeRun(), lines: [] }
  nothing.run.finds = findsOf(procedure, fill)
  nothing.run.sign = (command) => ({ command: long ? stretched(command, named, fill) : command, key: 'chat', signature: '' })
  const on = (from: Play, ...acts: Act[]): Play => {
    const play = { run: from.run.fork(), lines: [...from.lines] }
    play.run.after = (before, after) => {
      const entry = play.run.entries.at(-1)
      const [view, lines] = [viewAsFacts(after), entry ? linesAsFacts(entry, before) : []]
      asFacts.views.push(view)
      asFacts.lines.push(...lines)
      views.push(sayView(en, view))
      play.lines.push(...sayLines(en, lines).filter(({ only }) => only === undefined))
    }
    for (const act of acts) {
      act(play.run)
      const { refusal } = play.run.last
      if (refusal) throw new Error(`${document.id}: ${refusal.code}: ${refusalSaid(refusal).sentence}`)
    }
    return play
  }
  const [longest] = plays(begin, procedure, (...acts) => on(nothing, ...acts), on).toSorted((a, b) => b.lines.length - a.lines.length)
  if (!longest) throw new Error('nothing was played')
  return { procedure, policies, people, views, asFacts, ...longest }
}

/** Its thread is without what one person alone was told. */
type Play = Pick<Played, 'run' | 'lines'>

/** Every play goes on from where another one led already: what they have in common is played once. */
function plays(
  begin: Parameters<typeof acts.starts>[0] & object,
  procedure: Procedure,
  first: (...acts: Act[]) => Play,
  on: (from: Play, ...acts: Act[]) => Play,
): Play[] {
  const gate = procedure.steps.find((step) => step.gate !== undefined)?.number ?? 1
  const performed = procedure.steps.find((step) => step.number >= gate && step.blocks.some(({ role }) => role === 'run'))?.number ?? gate
  const needsPeople = until((run) => run.made.attention !== undefined)
  const atGate = first(
    acts.starts(begin),
    acts.locks,
    until((run) => openGate(run.made)?.step === gate),
  )
  const atWork = on(
    atGate,
    until((run) => standingAttempt(run.made)?.id.step === performed && standingAttempt(run.made)?.claim !== undefined),
  )
  const failed = on(atWork, acts.reports(acts.FAILED), needsPeople)
  return [
    first(acts.starts({ ...begin, answers: {} })),
    first(acts.starts(begin), (run) => run.send({ run: RUN, type: 'lock-refused', lock: run.made.lock?.name ?? '', holder: 'R-99999' })),
    on(atGate, acts.rejects('amir')),
    on(atGate, acts.withdraws('dana')),
    on(atGate, acts.waits(11 * 60_000), acts.timer('escalate:gate-1'), acts.waits(20 * 60_000), acts.timer('expire:gate-1')),
    on(atWork, until(isOver)),
    on(atWork, acts.losesContact, acts.observes(null), needsPeople),
    on(atWork, acts.cancels('dana'), acts.reports(acts.UNKNOWN), needsPeople),
    ...(['retry', 'skip', 'mark-done', 'abort'] as const).map((kind) => on(failed, acts.deviates('dana', kind), acts.bothApprove)),
    on(failed, acts.deviates('dana', 'retry'), acts.rejects('carol')),
    first(
      acts.starts({ ...begin, rehearsal: true }),
      until((run) => run.made.step === gate),
      (run) => (run.ready = false),
      until(isOver),
    ),
  ]
}

function isOver(run: PracticeRun): boolean {
  return run.made.endedAt !== undefined
}

/** As `goesOn`, and a person says that what is done by hand is done. */
function until(is: (run: PracticeRun) => boolean): Act {
  return (run) => {
    for (let turns = 0; !is(run); turns++) {
      if (turns > 3000) throw new Error(`never came to that: ${run.made.phase} ${needSaid(run.made) ?? ''}`)
      const { confirm } = viewAsFacts(run.made)
      if (confirm && openGate(run.made) === undefined)
        run.ask('amir', { type: 'confirm', step: confirm.step, choice: confirm.choices[0] ?? '' })
      else acts.goesOn(run)
      if (run.last.refusal) throw new Error(`${run.last.refusal.code}: ${refusalSaid(run.last.refusal).sentence}`)
    }
  }
}

function answerOf({ type, choices, example, pattern, max }: Procedure['parameters'][number], fill: string): string {
  if (choices) return choices.at(-1) ?? ''
  if (pattern !== undefined) return example ?? ''
  if (!type.list) return longestValue(type.of, fill)
  const count = type.of === 'sql-server' ? 2 : type.of === 'powershell' ? 1 : Math.min(max ?? 40, 40)
  return JSON.stringify(Array.from({ length: count }, (_, n) => longestValue(type.of, fill, n)))
}

function findsOf({ steps }: Procedure, fill: string): Record<string, string[]> {
  const captures = steps.flatMap((step) => Object.entries(step.captures))
  return Object.fromEntries(
    // Thirty of the longest texts would not fit into one entry.
    captures.map(([name, { list, of }]) => [
      name,
      Array.from({ length: list ? (of === 'text' ? 5 : 30) : 1 }, (_, n) => longestValue(of, fill, n)),
    ]),
  )
}

/** The longest names and reasons that people may have. */
function stretched(command: Command, named: (person: Person) => Person, fill: string): Command {
  const longer = { ...command } as Command & { by?: object; reason?: string }
  if ('by' in command) Object.assign(longer, { by: { ...command.by, ...pick(named(command.by)) } })
  if ('reason' in command && command.reason !== undefined)
    longer.reason = `${command.reason} ${fill.repeat(LONGEST_REASON)}`.slice(0, LONGEST_REASON)
  return longer
}

function pick({ name }: Person): { name: string } {
  return { name }
}
