/** `/countersign runs`: what is active, then what has ended, newest first, a page at a time. */
import type { ChatBackend } from '../backend.ts'
import type { Note } from '../note.ts'
import { isOver } from '../tone.ts'
import type { Words } from '../../words/words.ts'
import type { RunSummary } from '../../run/view/view.ts'
import { answerRuns, SHOWN } from './runs.ts'

type Listing = Pick<ChatBackend, 'runs' | 'olderRuns'>

/** `after`: the run with which the page before ended. */
export async function answerPageOfRuns(backend: Listing, words: Words, after?: string): Promise<Note> {
  const listed = await backend.runs()
  const active = listed.filter(({ phase }) => !isOver(phase))
  const place = active.findIndex(({ run }) => run === after)
  const left = after === undefined || place >= 0 ? active.slice(place + 1) : []
  const below = after === undefined || place >= 0 ? NONE_ABOVE : numberOf(after)
  const all = [...left, ...(await endedBelow(backend, listed, below, SHOWN + 1 - left.length))]
  return answerRuns(words, all.slice(0, SHOWN), { older: after !== undefined, more: all.length > SHOWN })
}

/** So many ended runs of lower numbers, newest first; fewer where there are no more. */
async function endedBelow(backend: Listing, listed: readonly RunSummary[], below: number, most: number): Promise<RunSummary[]> {
  const found = new Map<string, RunSummary>()
  for (let from = below; found.size < most;) {
    const page = await backend.olderRuns(`R-${from}`)
    const to = Math.min(...page.map(({ run }) => numberOf(run)))
    // What was listed last may lie on no page yet; below what this page holds, the next one comes first.
    const recent = listed.filter(({ run, phase }) => isOver(phase) && numberOf(run) < from && (page.length === 0 || numberOf(run) >= to))
    for (const each of [...recent, ...page].toSorted((a, b) => numberOf(b.run) - numberOf(a.run))) found.set(each.run, each)
    if (page.length === 0) break
    from = to
  }
  return [...found.values()].slice(0, Math.max(0, most))
}

/** The highest name that a run can have. */
const NONE_ABOVE = 999_999_999

function numberOf(run: string): number {
  return Number(run.slice(2))
}
