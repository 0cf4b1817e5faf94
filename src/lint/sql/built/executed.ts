/** What EXEC calls and executes: procedures by name, and texts, which are judged again. */
import { acts } from '../../../procedure/acts.ts'
import type { Role } from '../../../procedure/procedure.ts'
import type { Scope } from '../../../procedure/document/scope.ts'
import type { Readers } from '../../readers.ts'
import type { LintReport } from '../../report.ts'
import { lintBuiltVariable } from './built.ts'
import { sqlCalls } from '../calls.ts'
import type { SqlCall } from '../calls.ts'
import { whyNoReader } from '../look/calls.ts'
import { seenInside, whyNoDeclarations } from './parameters.ts'
import { isNameStandIn } from './stand-ins.ts'
import type { SqlToken } from '../tokens.ts'
import { isSymbol, isSystemVariable, isWord } from '../words.ts'

export interface Executing {
  role: Role
  readers: Readers
  /** Of the fence. */
  database: string
  scope: Scope
  report: LintReport
  /** Judges a text that is executed; `seen` are the names that it may use. Absent within one. */
  nested?: (text: string, seen: readonly string[], lineOf: (at: number) => number) => void
}

export function lintCalls(tokens: readonly SqlToken[], executing: Executing): void {
  const { role, report, nested } = executing
  const { calls } = sqlCalls(tokens)
  const built = new Map<string, SqlCall[]>()
  for (const call of calls) {
    // That a text executes another one is said already.
    if (call.byVariable && nested === undefined) continue
    const place = whyElsewhere(call) ?? whyUnnamed(tokens, call)
    const program = executorFault(call)
    const text = executedText(call)
    const line = tokens[call.at]?.line ?? 0
    if (place !== undefined) report(line, ...place)
    else if (call.impersonates && !acts(role)) report(line, ...impersonation(role))
    else if (program !== undefined) report(line, ...program)
    else if (text !== undefined) {
      if (nested === undefined) {
        // One that executes at once is said already.
        if (STORING[call.name.at(-1) ?? ''] !== undefined)
          report(line, 'a text that is executed keeps another text for later', 'write the statement itself')
        continue
      }
      const constant = constantText(text)
      const [only] = text
      const undeclared = only === undefined ? undefined : whyNoDeclarations(call, role)
      if (undeclared !== undefined) report(line, ...undeclared)
      if (constant !== undefined) nested(constant.text, seenInside(call), constant.lineOf)
      else if (only?.kind === 'variable' && text.length === 1) built.set(only.value, [...(built.get(only.value) ?? []), call])
      else if (only === undefined || only.kind !== 'system' || isSystemVariable(only) || text.length > 1)
        report(line, 'a text is put together where it is executed', 'build it in a variable first, and test that for NULL')
    } else {
      const why = (acts(role) ? undefined : whyNoReader(call, executing)) ?? whyUnquoted(call)
      if (why !== undefined) report(line, ...why)
    }
  }
  for (const [name, executedTexts] of built) {
    const seen = executedTexts.flatMap(seenInside)
    lintBuiltVariable(tokens, name, executedTexts, { ...executing, judge: (text, lineOf) => nested?.(text, seen, lineOf) })
  }
}

function impersonation(role: Role): Complaint {
  return [
    `a \`${role}\` block only reads, and EXECUTE AS makes it somebody else`,
    'remove it: a target has a log-in of its own for looking',
  ]
}

type Complaint = [what: string, next: string]

function whyElsewhere(call: SqlCall): Complaint | undefined {
  if (call.elsewhere) return ['EXEC … AT runs on another server than this block says', "name that server's target in `on=`"]
  if (!call.remote) return undefined
  return [`EXEC of ${nameOf(call)} runs on another server than this block says`, "name that server's target in `on=`"]
}

/** T-SQL takes a word alone for a text. Where one stands it was meant as something else: a keyword, a name, the rest of a sentence. */
function whyUnquoted(call: SqlCall): Complaint | undefined {
  const word = call.args.find(({ tokens: [only] }) => only?.kind === 'word' && !isWord(only, 'NULL', 'DEFAULT'))?.tokens[0]?.raw
  // What is not filled in is said already.
  const unfilled = call.args.some(({ tokens }) => tokens.some((each) => isSymbol(each, '<')))
  if (word === undefined || call.impersonates || unfilled) return undefined
  return [
    `EXEC of ${nameOf(call)} takes the word \`${word}\` for a text`,
    `write N'${word}' if it is one; is it what should be called, remove what stands before it`,
  ]
}

function whyUnnamed(tokens: readonly SqlToken[], call: SqlCall): Complaint | undefined {
  if (call.byVariable) return ['EXEC of a variable runs whatever procedure it names', 'write the name of the procedure']
  if (isNameStandIn(tokens[call.named]))
    return ['EXEC of a name that is put in runs whatever procedure it names', 'write the name of the procedure']
  return undefined
}

/** Procedures that run what their arguments say, as T-SQL or as a program, and of which only `sp_executesql` is read here. */
const EXECUTORS =
  /^(sp_msforeach\w*|sp_sqlexec|xp_cmdshell|xp_execresultset|sp_execresultset|sp_prepare|sp_prepexec|sp_prepexecrpc|sp_execute|sp_cursor\w*|sp_oa\w+|sp_execute_external_script|sp_execute_remote|sp_addextendedproc|sp_procoption)$/
/** Procedures with one argument that is run later, and may be a text that is written out. */
const STORING: Readonly<Record<string, string>> = { sp_add_jobstep: 'command', sp_update_jobstep: 'command' }

/** Procedures that run the text of `@query`, and how many arguments stand before it where it has no name. */
const MAILED_QUERY: Readonly<Record<string, number>> = { sp_send_dbmail: 10, xp_sendmail: 2 }

function executorFault(call: SqlCall): Complaint | undefined {
  const own = call.name.at(-1) ?? ''
  const next = 'write the statement itself'
  if (EXECUTORS.test(own)) return [`EXEC of ${nameOf(call)} runs a text as a program`, next]
  const mailed = MAILED_QUERY[own]
  if (mailed !== undefined && call.args.some(({ name }, index) => name === 'query' || (name === undefined && index >= mailed)))
    return [`EXEC of ${nameOf(call)} runs the text of @query`, 'ask it in a `read` block, and send what was found']
  const stored = STORING[own]
  if (stored === undefined) return undefined
  const command = call.args.find(({ name }) => name === stored)
  const subsystem = call.args.find(({ name }) => name === 'subsystem')?.tokens[0]?.value ?? 'TSQL'
  const positional = call.args.some(({ name }) => name === undefined)
  if (subsystem.toUpperCase() === 'TSQL' && !positional && (command === undefined || constantText(command.tokens) !== undefined))
    return undefined
  return [`EXEC of ${nameOf(call)} runs a text as a program`, 'write T-SQL as one constant text behind @command =']
}

function nameOf({ name }: SqlCall): string {
  return name.filter((part) => part !== '').join('.')
}

/** The tokens of the text that a call executes, now or later; undefined where it executes none. */
function executedText(call: SqlCall): SqlToken[] | undefined {
  const own = call.name.at(-1) ?? ''
  if (call.name.length === 0 && !call.byVariable) return call.args[0]?.tokens ?? []
  const stored = STORING[own]
  if (stored !== undefined) return call.args.find(({ name }) => name === stored)?.tokens
  if (own !== 'sp_executesql') return undefined
  // The server takes the first for the text, whatever it is called.
  const [first] = call.args
  return first?.name === undefined || first.name === 'stmt' || first.name === 'statement' ? (first?.tokens ?? []) : []
}

/** A text that is written out, in one piece or in several that are joined. */
function constantText(tokens: readonly SqlToken[]): { text: string; lineOf: (at: number) => number } | undefined {
  const strings = tokens.filter((_, index) => index % 2 === 0)
  const joined = tokens.every((token, index) => (index % 2 === 0 ? token.kind === 'string' : isSymbol(token, '+')))
  if (!joined || tokens.length % 2 === 0) return undefined
  const text = strings.map(({ value }) => value).join('')
  const lineOf = (at: number): number => {
    let from = 0
    for (const { value, line } of strings) {
      if (at <= from + value.length) return line + value.slice(0, at - from).split('\n').length - 1
      from += value.length
    }
    return strings.at(-1)?.line ?? 0
  }
  return { text, lineOf }
}

/** The place where a text that is executed executes another one. */
export function executesText(tokens: readonly SqlToken[]): SqlToken | undefined {
  return tokens.find(
    (token, index) =>
      token.value.toLowerCase() === 'sp_executesql' ||
      (isWord(token, 'EXEC', 'EXECUTE') && (isSymbol(tokens[index + 1], '(') || tokens[index + 1]?.kind === 'variable')),
  )
}
