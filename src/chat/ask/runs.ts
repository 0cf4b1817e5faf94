/** `/countersign runs` and `status`. */
import type { ChatBackend } from '../backend.ts'
import { readableLine } from '../readable.ts'
import { paragraph, said, type Note, type Piece } from '../note.ts'
import { sayRun } from '../say-run.ts'
import { sayInstant } from '../../text/instant.ts'
import { isOver } from '../tone.ts'
import type { Words } from '../../words/words.ts'
import type { RunSummary } from '../../run/view/view.ts'

const SHOWN = 25

export function answerRuns(words: Words, runs: RunSummary[]): Note {
  const says = words.notes.runs
  if (runs.length === 0) return said('info', says.none, [paragraph(says.noneNow)])
  // One that has waited for days is what is asked for, and not the last ones that have ended.
  const activeFirst = runs.toSorted((a, b) => Number(isOver(a.phase)) - Number(isOver(b.phase)))
  const rows = activeFirst.slice(0, SHOWN).map(({ run, title, requester, startedAt, ...stands }) => ({
    name: run,
    value: `${sayRun(words, stands).word} · ${readableLine(words, title, 100)} · ${readableLine(words, requester.name, 80)}, ${sayInstant(startedAt)}`,
  }))
  const more: Piece[] = runs.length > SHOWN ? [paragraph(says.notShown(runs.length - SHOWN))] : []
  return said('info', says.title(runs.length), [{ type: 'rows', rows }, ...more])
}

export async function answerStatus(backend: ChatBackend, words: Words, run: string): Promise<Note> {
  const view = await backend.view(run, words)
  if (!view) return said('refused', words.notes.noRun(run))
  return said('info', `${run} · ${sayRun(words, view).word}`, [
    paragraph(view.status),
    ...(view.mirrors.length > 0 ? [paragraph(words.notes.shownIn(view))] : []),
    ...(view.gate ? [paragraph(`${view.gate.missing} ${words.card.gate.until(view.gate)}`)] : []),
    {
      type: 'rows',
      rows: view.steps.map((step) => ({
        name: words.notes.status.step(step.number),
        value: `${words.notes.status.states[step.state]} · ${step.title}${step.detail ? ` · ${readableLine(words, step.detail, 300)}` : ''}`,
      })),
    },
    ...(view.rehearsed?.lists ?? []).flatMap(({ heading, lines }): Piece[] => [
      { type: 'heading', text: heading },
      ...lines.map((line) => paragraph(readableLine(words, line, 1000))),
    ]),
  ])
}
