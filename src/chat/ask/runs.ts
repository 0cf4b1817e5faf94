/** `/countersign runs` and `status`. */
import type { ChatBackend, RunSummary } from '../backend.ts'
import { inertLine } from '../inert.ts'
import { paragraph, said, type Note, type Piece } from '../note.ts'
import { isOver, sayInstant, sayPhase } from '../words.ts'

const SHOWN = 25

export function answerRuns(runs: RunSummary[]): Note {
  if (runs.length === 0) return said('info', 'No runs', [paragraph('Nothing runs now. /countersign list shows what can be started.')])
  // One that has waited for days is what is asked for, and not the last ones that have ended.
  const activeFirst = runs.toSorted((a, b) => Number(isOver(a.phase)) - Number(isOver(b.phase)))
  const rows = activeFirst.slice(0, SHOWN).map(({ run, title, phase, requester, startedAt }) => ({
    name: run,
    value: `${sayPhase(phase).word} · ${inertLine(title, 100)} · ${inertLine(requester, 80)}, ${sayInstant(startedAt)}`,
  }))
  const more: Piece[] = runs.length > SHOWN ? [paragraph(`${runs.length - SHOWN} more are not shown: the console lists them all.`)] : []
  return said('info', runs.length === 1 ? '1 run' : `${runs.length} runs`, [{ type: 'rows', rows }, ...more])
}

export async function answerStatus(backend: ChatBackend, run: string): Promise<Note> {
  const view = await backend.view(run)
  if (!view) return said('refused', `There is no run ${run}. /countersign runs lists them.`)
  return said('info', `${run} · ${sayPhase(view.phase).word}${view.rehearsal ? ' · rehearsal' : ''}`, [
    paragraph(view.status),
    ...(view.gate ? [paragraph(`${view.gate.missing} It expires at ${sayInstant(view.gate.expiresAt)}.`)] : []),
    {
      type: 'rows',
      rows: view.steps.map((step) => ({
        name: `Step ${step.number}`,
        value: `${step.state} · ${step.title}${step.detail ? ` · ${inertLine(step.detail, 300)}` : ''}`,
      })),
    },
  ])
}
