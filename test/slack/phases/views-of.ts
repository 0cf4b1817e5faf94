/** A procedure led into every phase that a run can have, with the longest words that people, servers and workers may say on the way. */
import { readProcedure } from '../../../src/procedure/document/read-procedure.ts'
import type { Person, Policy } from '../../../src/policy/policy.ts'
import type { Procedure } from '../../../src/procedure/procedure.ts'
import type { Command } from '../../../src/run/command.ts'
import { openGate, standingAttempt } from '../../../src/run/where.ts'
import { linesOf as linesAsFacts } from '../../../src/run/thread/lines.ts'
import type { RunView, ThreadLine } from '../../../src/run/view/view.ts'
import { viewOf as viewAsFacts } from '../../../src/run/view/view-of.ts'
import type { SaidLine, SaidView } from '../../../src/words/said-view.ts'
import * as acts from '../../run/acts.ts'
import { PEOPLE, POLICY, TARGETS } from '../../run/practice.ts'
import { PracticeRun, RUN } from '../../run/practice-run.ts'
import { LONG_GROUPS, LONGEST_NAME, longestValue } from './longest-document.ts'
import { linesOf, needSaid, refusalSaid, viewOf } from '../../words/said.ts'

type Act = acts.Act

const LONGEST_REASON = 1000

export interface Played {
  procedure: Procedure
  policies: Record<string, Policy>
  people: Person[]
  /** Of every entry of every play. */
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
  const runs = plays(begin, procedure).map((play) => {
    const run = new PracticeRun()
    run.finds = findsOf(procedure, fill)
    run.sign = (command) => ({ command: long ? stretched(command, named, fill) : command, key: 'chat', signature: '' })
    const lines: SaidLine[] = []
    run.after = (before, after) => {
      views.push(viewOf(after))
      asFacts.views.push(viewAsFacts(after))
      const entry = run.entries.at(-1)
      if (entry) asFacts.lines.push(...linesAsFacts(entry, before))
      if (entry) lines.push(...linesOf(entry, before).filter(({ only }) => only === undefined))
    }
    for (const act of play) {
      act(run)
      if (run.last.refusal) throw new Error(`${document.id}: ${run.last.refusal.code}: ${refusalSaid(run.last.refusal).sentence}`)
    }
    return { run, lines }
  })
  const [longest] = runs.toSorted((a, b) => b.lines.length - a.lines.length)
  if (!longest) throw new Error('nothing was played')
  return { procedure, policies, people, views, asFacts, ...longest }
}

function plays(begin: Parameters<typeof acts.starts>[0] & object, procedure: Procedure): Act[][] {
  const gate = procedure.steps.find((step) => step.gate !== undefined)?.number ?? 1
  const performed = procedure.steps.find((step) => step.number >= gate && step.blocks.some(({ role }) => role === 'run'))?.number ?? gate
  const started = [acts.starts(begin), acts.locks]
  const atGate = [...started, until((run) => openGate(run.made)?.step === gate)]
  const atWork = [
    ...started,
    until((run) => standingAttempt(run.made)?.id.step === performed && standingAttempt(run.made)?.claim !== undefined),
  ]
  const needsPeople = until((run) => run.made.attention !== undefined)
  const failed = [...atWork, acts.reports(acts.FAILED), needsPeople]
  const rehearsal = { ...begin, rehearsal: true }
  return [
    [acts.starts({ ...begin, answers: {} })],
    [acts.starts(begin), (run) => run.send({ run: RUN, type: 'lock-refused', lock: run.made.lock?.name ?? '', holder: 'R-99999' })],
    [...started, until(isOver)],
    [...atGate, acts.rejects('amir')],
    [...atGate, acts.withdraws('dana')],
    [...atGate, acts.waits(11 * 60_000), acts.timer('escalate:gate-1'), acts.waits(20 * 60_000), acts.timer('expire:gate-1')],
    [...atWork, acts.losesContact, acts.observes(null), needsPeople],
    [...atWork, acts.cancels('dana'), acts.reports(acts.UNKNOWN), needsPeople],
    ...(['retry', 'skip', 'mark-done', 'abort'] as const).map((kind): Act[] => [...failed, acts.deviates('dana', kind), acts.bothApprove]),
    [...failed, acts.deviates('dana', 'retry'), acts.rejects('carol')],
    [acts.starts(rehearsal), until((run) => run.made.step === gate), (run) => (run.ready = false), until(isOver)],
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
      const { confirm } = viewOf(run.made)
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
