/** `/countersign runs` and `status`. */
import type { ChatBackend } from '../backend.ts'
import { readableLine } from '../readable.ts'
import { paragraph, said, type Note, type Piece } from '../note.ts'
import { sayInstant } from '../../text/instant.ts'
import { isOver, sayRun } from '../tone.ts'
import type { Words } from '../../words/words.ts'
import type { RunSummary } from '../../run/view/view.ts'

/** Of a page. */
export const SHOWN = 25

/** `page`: these are one page of all runs, the first or one of older runs, and there are more or not. */
export function answerRuns(words: Words, runs: RunSummary[], page?: { older: boolean; more: boolean }): Note {
  const says = words.notes.runs
  if (page?.older && runs.length === 0) return said('info', says.noneOlder)
  if (runs.length === 0) return said('info', says.none, [paragraph(says.noneNow)])
  // One that has waited for days is what is asked for, and not the last ones that have ended.
  const shown = runs.toSorted((a, b) => Number(isOver(a.phase)) - Number(isOver(b.phase))).slice(0, SHOWN)
  const rows = shown.map(({ run, title, requester, startedAt, ...stands }) => ({
    name: run,
    value: `${sayRun(words, stands).word} · ${readableLine(words, title, 100)} · ${readableLine(words, requester.name, 80)}, ${sayInstant(startedAt)}`,
  }))
  const left: Piece[] = runs.length > SHOWN ? [paragraph(says.notShown(runs.length - SHOWN))] : []
  const last = shown.at(-1)?.run
  const button: Piece[] =
    page?.more && last !== undefined ? [{ type: 'press', run: last, label: says.showOlder, data: { v: 1, act: 'older', run: last } }] : []
  const title = page?.older ? says.older(runs.length) : says.title(runs.length)
  return said('info', title, [{ type: 'rows', rows }, ...left, ...button])
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
