import { evaluateExpression } from './evaluate.ts'
import type { Statement } from './statement.ts'
import type { Options } from './statement.ts'
import type { Work } from './work.ts'

/** Spends `ms` of estate time on an operation, telling `percent_complete` and, with STATS, the client (3211). Rejects when cancelled. */
export async function progress(command: string, ms: number, options: Options, statement: Statement, work: Work): Promise<void> {
  const { session, sink, signal } = work
  const every = statsOf(options, work)
  const { request } = session.row
  if (request !== undefined) Object.assign(request, { command, percentComplete: 0, startedAt: session.state.clock.now() })
  const steps = 20
  let told = 0
  for (let step = 1; step <= steps; step++) {
    await session.state.clock.sleep(ms / steps, signal)
    const percent = Math.floor((100 * step) / steps)
    if (request !== undefined) request.percentComplete = percent
    for (; every > 0 && told + every <= percent; told += every) {
      sink.message({ number: 3211, severity: 10, state: 1, text: `${told + every} percent processed.`, line: statement.line })
    }
  }
}

/** The closing messages: pages of each file (4035), then the whole (3014). */
export function processed(what: string, pages: number, ms: number, statement: Statement, work: Work, database?: string): void {
  const say = (number: number, text: string) => work.sink.message({ number, severity: 0, state: 1, text, line: statement.line })
  if (database !== undefined) {
    const data = what.endsWith('LOG') ? 0 : pages
    say(4035, `Processed ${data} pages for database '${database}', file '${database}' on file 1.`)
    say(4035, `Processed ${pages - data} pages for database '${database}', file '${database}_log' on file 1.`)
  }
  const seconds = ms / 1000
  const speed = seconds > 0 ? (pages * 8) / 1024 / seconds : 0
  say(3014, `${what} successfully processed ${pages} pages in ${seconds.toFixed(3)} seconds (${speed.toFixed(3)} MB/sec).`)
}

/** Percent between two messages; STATS alone means 10, no STATS none. */
function statsOf(options: Options, work: Work): number {
  if (!options.has('STATS')) return 0
  const value = options.get('STATS')
  const wanted = value === undefined ? 10 : Number(evaluateExpression(value, work.frame).value)
  return Math.min(100, Math.max(1, Number.isFinite(wanted) ? wanted : 10))
}
