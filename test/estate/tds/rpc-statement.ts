import type { BoundParameter } from '../result-sink.ts'
import type { RpcCall, RpcParameter } from './rpc-request.ts'

export interface RpcStatement {
  text: string
  parameters: BoundParameter[]
  /** True when the text ends with a row that holds the procedure's return status. */
  returnsStatus: boolean
}

/** The column under which a called procedure's return status comes back to the wire layer. */
export const STATUS_COLUMN = '__return_status'

/** Cursors and prepared statements keep handles on the server, of which the stand-in has none. */
const WITH_HANDLES = /^(?:sys\.)?sp_(?:cursor\w*|prep\w*|execute|unprepare)$/i
const PROCEDURE_NAME = /^(?:\[[^[\]]+\]|[A-Za-z_#][\w$#]*)(?:\.(?:\[[^[\]]+\]|[A-Za-z_#][\w$#]*)?)*$/
const DECLARED_NAME = /@[\p{L}_][\p{L}\p{N}_$#]*/gu
const PARAMETER_NAME = /^@[\p{L}_][\p{L}\p{N}_$#]*$/u

/** The statement that an RPC asks for, or the sentence with which it is refused. */
export function rpcStatement(call: RpcCall): RpcStatement | string {
  if (/^(?:sys\.)?sp_executesql$/i.test(call.procedure)) return executeSql(call.parameters)
  if (WITH_HANDLES.test(call.procedure))
    return `The stand-in keeps no prepared statements and no cursors: ${call.procedure} was refused. Use sp_executesql.`
  if (!PROCEDURE_NAME.test(call.procedure)) return `The stand-in cannot call "${call.procedure}": this is no name of a procedure.`
  const bound = bind(call.parameters)
  if (typeof bound === 'string') return bound
  const given = bound.map(({ name }) => `@${name} = @${name}`).join(', ')
  const text = `DECLARE @${STATUS_COLUMN} int; EXEC @${STATUS_COLUMN} = ${call.procedure} ${given}; SELECT ${STATUS_COLUMN} = @${STATUS_COLUMN};`
  return { text, parameters: bound, returnsStatus: true }
}

function executeSql([statement, declarations, ...values]: RpcParameter[]): RpcStatement | string {
  if (typeof statement?.value !== 'string') return 'sp_executesql was called without a statement: its first parameter must be a text.'
  if (declarations && typeof declarations.value !== 'string' && declarations.value !== null) {
    return 'sp_executesql was called with parameters that are not declared: its second parameter must be a text.'
  }
  const names = typeof declarations?.value === 'string' ? (declarations.value.match(DECLARED_NAME) ?? []) : []
  const parameters = bind(values.map((value, index) => ({ ...value, name: value.name || (names[index] ?? '') })))
  return typeof parameters === 'string' ? parameters : { text: statement.value, parameters, returnsStatus: false }
}

function bind(values: RpcParameter[]): BoundParameter[] | string {
  const seen = new Set<string>()
  for (const { name, output } of values) {
    if (output)
      return `The stand-in gives no output parameters back: ${name || 'one without a name'} was refused. Select the value instead.`
    if (!PARAMETER_NAME.test(name)) return `"${name}" is no name of a parameter: the stand-in binds by name only.`
    if (seen.has(name.toLowerCase())) return `The parameter ${name} was given twice.`
    seen.add(name.toLowerCase())
  }
  return values.map(({ name, type, value }) => ({ name: name.slice(1), type, value }))
}
