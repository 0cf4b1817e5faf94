import { setTimeout as delay } from 'node:timers/promises'
import type { Fault, Faults } from '../faults.ts'
import type { ResultSink, SqlMessage, SqlSession } from '../result-sink.ts'
import type { NewStatement, Outcome, StatementLog } from '../statement-log.ts'
import type { TokenSink } from './token-sink.ts'

export interface StatementRun {
  session: SqlSession
  statement: NewStatement
  /** Where the session writes: the token sink, or something in front of it. */
  to: ResultSink
  sink: TokenSink
  signal: AbortSignal
  /** Whether the text runs inside sp_executesql. */
  scope: 'batch' | 'procedure'
}

export interface StatementWatch {
  faults: Faults
  log: StatementLog
}

/** Executes one statement with whatever fault waits for it, logged before and after. `drop` means: cut the connection now. */
export async function runStatement(run: StatementRun, { faults, log }: StatementWatch): Promise<'answered' | 'drop'> {
  const { instance, text, app } = run.statement
  const entry = log.begin(run.statement)
  const fault = faults.take(instance, text, app)
  const outcome = await execute(run, fault)
  log.finish(entry, outcome, run.sink.errors)
  return fault?.kind === 'drop-before' || fault?.kind === 'drop-after' ? 'drop' : 'answered'
}

async function execute(run: StatementRun, fault: Fault | undefined): Promise<Outcome> {
  if (fault?.delayMs !== undefined) await delay(fault.delayMs, undefined, { signal: run.signal }).catch(() => undefined)
  if (fault?.until !== undefined) await Promise.race([fault.until, abortOf(run.signal)])
  if (run.signal.aborted) return aborted(run.signal)
  if (!fault) return executeFully(run)
  switch (fault.kind) {
    case 'slow':
      return executeFully(run)
    case 'drop-before':
      return 'dropped before'
    case 'drop-after': {
      run.sink.discard()
      const outcome = await executeFully(run)
      return outcome === 'done' || outcome === 'error' ? 'dropped after' : outcome
    }
    case 'error':
      run.sink.message(errorOf(fault))
      return 'error asked for'
    case 'hang':
      await abortOf(run.signal)
      return aborted(run.signal)
  }
}

async function executeFully({ session, statement, to, sink, signal, scope }: StatementRun): Promise<Outcome> {
  try {
    await session.execute(statement.text, statement.parameters, to, signal, scope)
  } catch (cause) {
    if (signal.aborted) return aborted(signal)
    const text = `The stand-in broke while it executed this statement: ${cause instanceof Error ? cause.message : String(cause)}`
    sink.message({ number: 50_999, severity: 16, state: 1, line: 1, text })
    console.error(`estate: ${statement.instance}: ${text}`, cause)
    return 'broken'
  }
  if (signal.aborted) return aborted(signal)
  return sink.errors.length > 0 ? 'error' : 'done'
}

/** Why a statement was broken off; given to `AbortController.abort`. */
export type AbortReason = 'cancelled' | 'connection lost'

function aborted(signal: AbortSignal): Outcome {
  return signal.reason === 'cancelled' ? 'cancelled' : 'connection lost'
}

async function abortOf(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

function errorOf({ error }: Fault): SqlMessage {
  const number = error?.number ?? 50_000
  return { number, severity: error?.severity ?? 16, state: 1, line: 1, text: error?.text ?? `Error ${number}, asked for by a test.` }
}
