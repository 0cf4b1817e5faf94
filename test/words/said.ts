/** What the house says of a run, in English: for tests that read sentences. */
import { linesOf as linesAsFacts } from '../../src/run/thread/lines.ts'
import type { Refusal } from '../../src/run/facts/refusal.ts'
import type { RunState } from '../../src/run/state.ts'
import { statusOf as statusAsFacts } from '../../src/run/view/status.ts'
import { viewOf as viewAsFacts } from '../../src/run/view/view-of.ts'
import { en } from '../../src/words/en.ts'
import { sayLines, sayView, type SaidLine, type SaidView } from '../../src/words/said-view.ts'
import { sayFields, sayRefusal, sayStatus } from '../../src/words/say.ts'

export function viewOf(state: RunState): SaidView {
  return sayView(en, viewAsFacts(state))
}

export function linesOf(...asked: Parameters<typeof linesAsFacts>): SaidLine[] {
  return sayLines(en, linesAsFacts(...asked))
}

export function statusOf(state: RunState): string {
  return sayStatus(en, statusAsFacts(state))
}

/** As people are told of it. */
export function refusalSaid(refusal: Refusal): { code: string; sentence: string; fields?: Record<string, string> } {
  const fields = sayFields(en, refusal)
  return { code: refusal.code, sentence: sayRefusal(en, refusal), ...(fields && { fields }) }
}
