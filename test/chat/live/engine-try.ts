/** The engine's side of a show, with its real books, for platforms that are played in a time of their own. */
import type { Logger } from 'pino'
import { shownOf, type ShownRun } from '../../../src/engine/conversation/outbox.ts'
import type { ShowQueue } from '../../../src/engine/conversation/show-queue.ts'
import { tryShow } from '../../../src/engine/conversation/try-show.ts'
import { en } from '../../../src/words/en.ts'
import type { SaidPort } from '../../../src/words/said-port.ts'
import { sayLines, sayView } from '../../../src/words/said-view.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined } as unknown as Logger

/** One try for the run whose time has come, and what is known of it afterwards. */
export async function tryOnce(port: SaidPort, queue: ShowQueue, record: ShownRun | null, nowMs: () => number): Promise<ShownRun | null> {
  const run = queue.next(nowMs())
  if (run === undefined || record === null) return record
  const outcome = await tryShow(inEnglish(port), record.view.conversation, record, log)
  const after = 'shown' in outcome ? shownOf(record, outcome.shown) : record
  const rest = 'failed' in outcome || outcome.shown.retryAfterMs !== undefined
  queue.tried(run, outcome, rest || after.lines.length + after.notices.length > 0, nowMs())
  return after
}

/** As the command line wires it. */
function inEnglish(port: SaidPort): Parameters<typeof tryShow>[0] {
  return {
    intervalMs: port.intervalMs,
    show: (request) =>
      port.show({
        ...request,
        view: sayView(en, request.view),
        lines: sayLines(en, request.lines),
        viewIn: (words) => sayView(words, request.view),
      }),
  }
}
