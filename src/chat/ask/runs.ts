/** `/countersign runs` and `status`. */
import type { ChatBackend } from '../backend.ts'
import { readableLine } from '../readable.ts'
import { paragraph, said, type Note, type Piece } from '../note.ts'
import { sayRun } from '../say-run.ts'
import { sayInstant } from '../../text/instant.ts'
import { isOver, sayUntil } from '../words.ts'
import type { RunSummary } from '../../run/view/view.ts'

const SHOWN = 25

export function answerRuns(runs: RunSummary[]): Note {
  if (runs.length === 0) return said('info', 'No runs', [paragraph('Nothing runs now. /countersign list shows what can be started.')])
  // One that has waited for days is what is asked for, and not the last ones that have ended.
  const activeFirst = runs.toSorted((a, b) => Number(isOver(a.phase)) - Number(isOver(b.phase)))
  const rows = activeFirst.slice(0, SHOWN).map(({ run, title, requester, startedAt, ...stands }) => ({
    name: run,
    value: `${sayRun(stands).word} · ${readableLine(title, 100)} · ${readableLine(requester.name, 80)}, ${sayInstant(startedAt)}`,
  }))
  const more: Piece[] = runs.length > SHOWN ? [paragraph(`${runs.length - SHOWN} more are not shown: the console lists them all.`)] : []
  return said('info', runs.length === 1 ? '1 run' : `${runs.length} runs`, [{ type: 'rows', rows }, ...more])
}

export async function answerStatus(backend: ChatBackend, run: string): Promise<Note> {
  const view = await backend.view(run)
  if (!view) return said('refused', `There is no run ${run}. /countersign runs lists them.`)
  return said('info', `${run} · ${sayRun(view).word}`, [
    paragraph(view.status),
    ...(view.gate ? [paragraph(`${view.gate.missing} ${sayUntil(view.gate)}`)] : []),
    {
      type: 'rows',
      rows: view.steps.map((step) => ({
        name: `Step ${step.number}`,
        value: `${step.state} · ${step.title}${step.detail ? ` · ${readableLine(step.detail, 300)}` : ''}`,
      })),
    },
    ...(view.rehearsed?.lists ?? []).flatMap(({ heading, lines }): Piece[] => [
      { type: 'heading', text: heading },
      ...lines.map((line) => paragraph(readableLine(line, 1000))),
    ]),
  ])
}
