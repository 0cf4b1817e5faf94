/** `/countersign plan R-7`: the whole plan as it was recorded, every statement of every step. */
import { questionsOf } from '../../procedure/procedure.ts'
import type { Plan, PlannedStep } from '../../procedure/plan-types.ts'
import { targetsOf } from '../../procedure/planned-item.ts'
import type { LogLine } from '../../audit/entry.ts'
import type { NoteWords } from '../../words/note-words.ts'
import type { Words } from '../../words/words.ts'
import type { ChatBackend } from '../backend.ts'
import { readable } from '../readable.ts'
import { paragraph, said, type Note, type Piece } from '../note.ts'

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
export function planPieces({ notes }: Words, { plan, fingerprint }: { plan: Plan; fingerprint: string }): Piece[] {
  return [
    {
      type: 'rows',
      rows: [
        { name: notes.plan.fingerprint, value: fingerprint },
        { name: notes.plan.document, value: notes.plan.documentIs(plan.procedure) },
        { name: notes.plan.lock, value: readable(plan.lock) },
        ...Object.entries(plan.values).map(([name, value]) => ({
          name,
          value: readable(Array.isArray(value) ? value.join(', ') : String(value)),
        })),
      ],
    },
    ...plan.steps.flatMap((step) => stepPieces(notes.plan, step)),
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

function stepPieces(words: NoteWords['plan'], step: PlannedStep): Piece[] {
  const { number, title, oneWay, gate, substeps = [] } = step
  return [
    { type: 'heading', text: words.step({ number, title, oneWay, ...(gate ? { gate } : {}) }) },
    ...sectionPieces(words, step),
    ...substeps.flatMap((substep): Piece[] => [{ type: 'heading', text: substep.title }, ...sectionPieces(words, substep)]),
  ]
}

function sectionPieces(words: NoteWords['plan'], section: Pick<PlannedStep, 'confirm' | 'blocks'>): Piece[] {
  return [
    ...questionsOf(section).map(({ ask }) => paragraph(words.byHand(ask))),
    ...section.blocks.flatMap(({ role, after, database, language, text, ...block }): Piece[] => [
      paragraph(words.block({ role, ...(after ? { after } : {}), target: targetsOf(block).join(', '), ...(database ? { database } : {}) })),
      { type: 'code', language, text: readable(text) },
    ]),
  ]
}
