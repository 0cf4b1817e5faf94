/** `GET /api/…`: everything that can be looked at. */
import { Router, type Request, type Response } from 'express'
import type { LogLine } from '../../audit/entry.ts'
import { byVerb } from '../../procedure/by-verb.ts'
import { CLOCKS_SAID_MS } from '../../run/clocks.ts'
import type { WorkersView, WorkerStatus } from '../../run/view/workers-view.ts'
import { RUN_NAME } from '../../run/run-name.ts'
import type { ChatBackend } from '../backend.ts'
import { readable } from '../readable.ts'
import { sayRun } from '../tone.ts'
import { describeEntry, type EntryRow } from './describe-entry.ts'
import { lineMessages, runMessage } from './messages.ts'
import type { Words } from '../../words/words.ts'
import { refuse, wordsOf } from './refuse.ts'

/** `control`: whether there is a practice panel. */
export function readRoutes(
  backend: ChatBackend,
  { workers, practice, control }: { workers: () => WorkersView; practice: boolean; control: boolean },
): Router {
  const router = Router()
  router.get('/start', (_request, response) => {
    const { installation, procedures, policies, people } = backend.loaded()
    response.json({
      installation,
      practice,
      control: practice && control,
      people: practice ? people : [],
      procedures: byVerb(procedures).flatMap(({ verb, procedures: ofVerb }) =>
        ofVerb.map(({ command, title, policy }) => ({ verb, command, title, start: policies[policy]?.start ?? [] })),
      ),
    })
  })
  router.get('/workers', (_request, response) => {
    const view = workers()
    // Clocks that are near enough are nobody's business.
    const near = ({ aheadMs = 0 }: WorkerStatus): boolean => Math.abs(aheadMs) < CLOCKS_SAID_MS
    response.json({ ...view, workers: view.workers.map((worker) => (near(worker) ? { ...worker, aheadMs: undefined } : worker)) })
  })
  router.get('/runs', async (request, response) => {
    const { before } = request.query
    const runs = typeof before === 'string' && RUN_NAME.test(before) ? await backend.olderRuns(before) : await backend.runs()
    const words = wordsOf(response)
    response.json(
      runs.map((run) => {
        const { word, tone } = sayRun(words, run)
        return { ...run, title: readable(run.title), state: word, tone }
      }),
    )
  })
  router.get('/runs/:run', async (request, response) => {
    const [view, lines] = await Promise.all([backend.view(request.params.run), backend.lines(request.params.run)])
    if (!view) return unknownRun(request, response)
    const { startedAt, endedAt, waits } = view
    const steps = view.steps.map((step) => ({ ...step, title: readable(step.title), detail: readable(step.detail) }))
    const shown = runMessage({ view, progress: undefined })
    response.json({ shown, steps, startedAt, endedAt, waits, lines: lineMessages(view.run, lines, undefined) })
  })
  router.get('/runs/:run/log', async (request, response) => {
    const log = await backend.log(request.params.run)
    if (log === undefined) return unknownRun(request, response)
    if (request.query['as'] === 'file') {
      response.attachment(`${request.params.run}.jsonl`).type('application/jsonl').send(log)
      return
    }
    response.json(rowsOf(wordsOf(response), log))
  })
  return router
}

function rowsOf(words: Words, log: string): EntryRow[] {
  return log
    .split('\n')
    .filter(Boolean)
    .map((text) => describeEntry(words, JSON.parse(text) as LogLine))
}

/** The parameter is not echoed before it is known to be a run's name. */
function unknownRun(request: Request<{ run: string }>, response: Response): void {
  const { run } = request.params
  refuse(response, 404, 'no-run', (words) => (RUN_NAME.test(run) ? words.noRun(run) : words.noRunName))
}
