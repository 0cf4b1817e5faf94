import { converted } from './frame.ts'
import type { TypedValue } from './environment.ts'
import type { Procedure } from './procedure.ts'
import { SqlError } from './sql-error.ts'

interface Given {
  name: string | undefined
  /** Undefined for DEFAULT. */
  value: TypedValue | undefined
  /** The variable that takes the OUTPUT. */
  output: string | undefined
}

export interface BoundCall {
  /** By parameter name with `@`, in small letters; what is left out and has no default is absent. */
  values: Map<string, TypedValue>
  outputs: { name: string; output: string }[]
  /** Arguments beyond the named parameters, in order (sp_executesql). */
  rest: { name: string | undefined; value: TypedValue; output: string | undefined }[]
}

/** Puts arguments to parameters by position and name. Throws 201, 8143, 8144, 8145, 119. */
export function bindArguments(name: string, procedure: Procedure, given: Given[]): BoundCall {
  const call: BoundCall = { values: new Map(), outputs: [], rest: [] }
  let named = false
  given.forEach((argument, index) => {
    if (argument.name === undefined && named) {
      throw new SqlError(
        119,
        `Must pass parameter number ${index + 1} and subsequent parameters as '@name = value'. After the form '@name = value' has been used, all subsequent parameters must be passed in the form '@name = value'.`,
        15,
      )
    }
    named ||= argument.name !== undefined
    const parameter =
      argument.name === undefined
        ? procedure.parameters[index]
        : procedure.parameters.find((each) => each.name === argument.name!.toLowerCase())
    if (parameter === undefined) {
      if (procedure.takesMore !== true) throw unknown(name, argument)
      call.rest.push({ name: argument.name, value: argument.value ?? { type: { name: 'null' }, value: null }, output: argument.output })
      return
    }
    if (call.values.has(parameter.name)) throw new SqlError(8143, `Parameter '${parameter.name}' was supplied multiple times.`)
    if (argument.value !== undefined)
      call.values.set(parameter.name, { type: parameter.type, value: converted(argument.value, parameter.type) })
    if (argument.output !== undefined) call.outputs.push({ name: parameter.name, output: argument.output })
  })
  for (const parameter of procedure.parameters) {
    if (call.values.has(parameter.name)) continue
    if (parameter.otherwise === undefined)
      throw new SqlError(201, `Procedure or function '${name}' expects parameter '${parameter.name}', which was not supplied.`, 16, 4)
    call.values.set(parameter.name, { type: parameter.type, value: parameter.otherwise })
  }
  return call
}

function unknown(name: string, argument: Given): SqlError {
  if (argument.name === undefined) return new SqlError(8144, `Procedure or function ${name} has too many arguments specified.`, 16, 2)
  return new SqlError(8145, `${argument.name} is not a parameter for procedure ${name}.`)
}
