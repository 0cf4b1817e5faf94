/** `/countersign plan R-7`: the whole plan as it was recorded, every statement of every step. */
import type { Plan, PlannedStep } from '../../procedure/plan-types.ts'
import type { LogLine } from '../../audit/entry.ts'
import { REHEARSAL_MARK } from '../../run/rehearsal/mark.ts'
import type { ChatBackend } from '../backend.ts'
import { readable } from '../readable.ts'
import { paragraph, said, type Note, type Piece } from '../note.ts'

export async function answerPlan(backend: ChatBackend, run: string): Promise<Note> {
  const log = await backend.log(run)
  if (log === undefined) return said('refused', `There is no run ${run}. /countersign runs lists them.`)
  const planned = lastPlan(log)
  if (!planned) return said('refused', `${run} has no plan yet: not every parameter is answered.`)
  const { plan } = planned
  return said('info', `${plan.rehearsal ? REHEARSAL_MARK : ''}Plan of ${run}: ${plan.procedure.title}`, planPieces(planned))
}

/** The whole plan, every statement of every step. Its fingerprint is covered by each gate's own, which is the one to compare. */
export function planPieces({ plan, fingerprint }: { plan: Plan; fingerprint: string }): Piece[] {
  return [
    {
      type: 'rows',
      rows: [
        { name: 'Fingerprint of the plan', value: fingerprint },
        { name: 'Document', value: `${plan.procedure.id}, SHA-256 ${plan.procedure.hash}` },
        { name: 'Lock', value: readable(plan.lock) },
        ...Object.entries(plan.values).map(([name, value]) => ({
          name,
          value: readable(Array.isArray(value) ? value.join(', ') : String(value)),
        })),
      ],
    },
    ...plan.steps.flatMap(stepPieces),
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

function stepPieces(step: PlannedStep): Piece[] {
  return [
    {
      type: 'heading',
      text: `${step.number}. ${step.title}${step.gate ? ` — gate: ${step.gate}` : ''}${step.oneWay ? ' — no way back' : ''}`,
    },
    ...(step.confirm ? [paragraph(`A person does this by hand and says so: ${step.confirm.ask}`)] : []),
    ...step.blocks.flatMap((block): Piece[] => [
      paragraph(`${block.role} on ${block.target}${block.database ? `, database ${block.database}` : ''}`),
      { type: 'code', language: block.language, text: readable(block.text) },
    ]),
  ]
}
