/** `/countersign plan R-7`: the whole plan as it was recorded, every statement of every step. */
import { questionsOf } from '../../procedure/procedure.ts'
import type { Plan, PlannedStep } from '../../procedure/plan-types.ts'
import { targetsOf } from '../../procedure/planned-item.ts'
import { looksWithoutReader } from '../../procedure/without-reader.ts'
import type { LogLine } from '../../audit/entry.ts'
import type { Words } from '../../words/words.ts'
import type { ChatBackend } from '../backend.ts'
import { readable } from '../readable.ts'
import { paragraph, said, type Note, type Piece } from '../note.ts'
import { gateRows } from './gate-rows.ts'

export async function answerPlan(backend: ChatBackend, words: Words, run: string): Promise<Note> {
  const log = await backend.log(run)
  if (log === undefined) return said('refused', words.notes.noRun(run))
  const planned = lastPlan(log)
  if (!planned) return said('refused', words.notes.plan.none(run))
  const { plan } = planned
  const title = `${plan.rehearsal ? words.rehearsalMark : ''}${words.notes.plan.title({ run, title: plan.procedure.title })}`
  return said('info', title, planPieces(words, planned))
}

/** The whole plan, every statement of every step. Its fingerprint is covered by each gate's own, which is the one to compare. */
export function planPieces(words: Words, { plan, fingerprint }: { plan: Plan; fingerprint: string }): Piece[] {
  const { notes } = words
  const { recoveryTimeMs } = plan.procedure
  const readerless = looksWithoutReader(plan)
  return [
    {
      type: 'rows',
      rows: [
        { name: notes.plan.fingerprint, value: fingerprint },
        { name: notes.plan.document, value: notes.plan.documentIs(plan.procedure) },
        { name: notes.show.command, value: plan.procedure.command },
        ...gateRows(words, plan, plan.policies),
        { name: notes.plan.lock, value: readable(plan.lock) },
        ...(recoveryTimeMs === undefined ? [] : [{ name: notes.show.objective, value: words.duration(recoveryTimeMs) }]),
        ...Object.entries(plan.values).map(([name, value]) => ({
          name,
          value: readable(Array.isArray(value) ? value.join(', ') : String(value)),
        })),
        ...Object.values(plan.targets).map((target) => ({
          name: target.name,
          value: notes.plan.target(target, readerless.includes(target.name)),
        })),
      ],
    },
    ...plan.steps.flatMap((step) => stepPieces(words, step)),
  ]
}

function lastPlan(log: string): { plan: Plan; fingerprint: string } | undefined {
  const lines = log.split('\n').filter(Boolean).toReversed()
  for (const line of lines) {
    const parsed = JSON.parse(line) as LogLine
    const event = 'entry' in parsed ? parsed.entry.events.findLast(({ type }) => type === 'planned') : undefined
    if (event?.type === 'planned') return event
  }
  return undefined
}

function stepPieces(words: Words, step: PlannedStep): Piece[] {
  const { show } = words.notes
  return [
    { type: 'heading', text: show.step(step) },
    ...sectionPieces(words, step, show.aboutStep(step)),
    ...(step.substeps ?? []).flatMap((substep, index): Piece[] => [
      { type: 'heading', text: show.substep({ number: index + 1, of: step.number, title: substep.title }) },
      ...sectionPieces(words, substep, show.aboutSection(substep)),
    ]),
  ]
}

function sectionPieces({ notes: { show } }: Words, section: Pick<PlannedStep, 'confirm' | 'blocks'>, about: readonly string[]): Piece[] {
  return [
    ...(about.length === 0 ? [] : [paragraph(about.join(' '))]),
    ...questionsOf(section).map((question) => paragraph(show.byHand(question))),
    ...section.blocks.flatMap((block): Piece[] => [
      paragraph(show.block({ ...block, on: targetsOf(block).join(', ') })),
      { type: 'code', language: block.language, text: readable(block.text) },
    ]),
  ]
}
