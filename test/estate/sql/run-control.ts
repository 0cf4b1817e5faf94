import { evaluateCondition, evaluateExpression } from './evaluate.ts'
import { runRaiserror, runThrow } from './raise.ts'
import { runStatement, runStatements } from './run-statements.ts'
import { runTry } from './run-try.ts'
import { SqlError } from './sql-error.ts'
import { nvarchar } from './sql-type.ts'
import type { ControlStatement, Statement } from './statement.ts'
import { converted } from './frame.ts'
import { runTransaction } from './run-transaction.ts'
import type { Leave, Work } from './work.ts'

const CONTROL: ReadonlySet<string> = new Set<ControlStatement['kind']>([
  'declare',
  'declare-table',
  'set',
  'set-option',
  'set-context',
  'if',
  'while',
  'block',
  'try',
  'break',
  'continue',
  'return',
  'throw',
  'raiserror',
  'print',
  'waitfor',
  'use',
  'transaction',
])

type Control = ControlStatement & { line: number; text: string }

export function isControl(statement: Statement): statement is Control {
  return CONTROL.has(statement.kind)
}

/** Variables, branches, loops, messages: what changes nothing outside the session. */
export async function runControl(statement: Control, work: Work): Promise<Leave> {
  const { frame, sink, session } = work
  switch (statement.kind) {
    case 'declare':
      for (const item of statement.items) {
        frame.declare(item.name, item.type)
        if (item.value !== undefined) frame.assign(item.name, evaluateExpression(item.value, frame))
      }
      return undefined
    case 'declare-table':
      frame.declareTable(statement.name, { columns: statement.columns, rows: [] })
      return undefined
    case 'set':
      frame.assign(statement.name, evaluateExpression(statement.value, frame))
      return undefined
    case 'set-option':
      for (const word of statement.words.slice(0, -1)) session.settings.options.set(word, statement.words.at(-1) ?? '')
      return undefined
    case 'set-context': {
      const value = converted(evaluateExpression(statement.value, frame), { name: 'varbinary', length: 128 })
      session.settings.contextInfo = value as Uint8Array | null
      return undefined
    }
    case 'if': {
      const branch = evaluateCondition(statement.when, frame) ? statement.branch : statement.otherwise
      return branch === undefined ? undefined : runStatement(branch, work)
    }
    case 'while':
      return runWhile(statement, work)
    case 'block':
      return runStatements(statement.body, work)
    case 'try':
      return runTry(statement, work)
    case 'break':
    case 'continue':
      return { kind: statement.kind }
    case 'return':
      return {
        kind: 'return',
        value: statement.value === undefined ? 0 : Number(converted(evaluateExpression(statement.value, frame), { name: 'int' }) ?? 0),
      }
    case 'throw':
      return runThrow(statement, frame)
    case 'raiserror':
      return runRaiserror(statement, work)
    case 'print': {
      const text = converted(evaluateExpression(statement.value, frame), nvarchar(4000))
      sink.message({ number: 0, severity: 0, state: 1, text: String((text as string | null) ?? ''), line: statement.line })
      return undefined
    }
    case 'waitfor':
      await session.state.clock.sleep(delayMs(converted(evaluateExpression(statement.delay, frame), nvarchar(30))), work.signal)
      return undefined
    case 'use':
      session.useDatabase(statement.database)
      return undefined
    case 'transaction':
      runTransaction(statement.verb, session)
      return undefined
  }
}

async function runWhile(statement: Extract<Control, { kind: 'while' }>, work: Work): Promise<Leave> {
  while (evaluateCondition(statement.when, work.frame)) {
    const leave = await runStatement(statement.body, work)
    if (leave?.kind === 'break') return undefined
    if (leave?.kind === 'return') return leave
    // A loop without anything to wait for must let the rest of the estate live, and its own cancel arrive.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return undefined
}

/** `hh:mm[:ss[.mmm]]`, less than a day. */
function delayMs(text: unknown): number {
  const match = typeof text === 'string' ? /^\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,3}))?)?\s*$/.exec(text) : null
  if (match === null) throw new SqlError(148, `Incorrect time syntax in time string '${String(text)}' used with WAITFOR.`, 15)
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0'))
}
