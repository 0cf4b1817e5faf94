import type { Node } from 'web-tree-sitter'
import type { Call, Command, Parameter } from './command.ts'
import { toText, toTruth } from './convert.ts'
import { evaluate } from './expressions.ts'
import type { Scope } from './scope.ts'
import type { Session } from './session.ts'
import { PsError, placeOf, unknown } from './stand-in-error.ts'
import { NOTHING } from './values.ts'
import type { PsValue } from './values.ts'

type Bound = Pick<Call, 'args' | 'verbose' | 'confirm' | 'silent'>

const COMMON: readonly Parameter[] = [
  { name: 'Verbose', kind: 'switch' },
  { name: 'Confirm', kind: 'switch' },
  { name: 'ErrorAction', kind: 'value', choices: ['Stop', 'SilentlyContinue', 'Ignore'] },
]

/** The arguments of a command by the names of its table; whatever fits nothing there is refused. */
export async function bindArguments(command: Command, node: Node, scope: Scope, session: Session): Promise<Bound> {
  const found = new Map<string, PsValue>()
  const positions = command.parameters.filter((p) => p.position !== undefined).toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0))
  const elements = node.children.find((child) => child.type === 'command_elements')?.children ?? []
  for (let i = 0; i < elements.length; i += 1) {
    const element = elements[i]
    if (element === undefined || element.type === 'command_argument_sep' || element.type === 'comment') continue
    if (element.type !== 'command_parameter') {
      const free = positions.find((parameter) => !found.has(parameter.name))
      if (free === undefined) throw unknown(`the argument ${element.text} of ${command.name}`, element)
      found.set(free.name, await argumentOf(element, scope, session))
      continue
    }
    const parameter = parameterOf(command, element)
    if (found.has(parameter.name))
      throw new PsError(`The parameter ${parameter.name} is given twice.`, 'ParameterAlreadyBound', 'InvalidArgument', placeOf(element))
    const joined = elements[i + 1]?.text === ':'
    if (parameter.kind === 'switch' && !joined) {
      found.set(parameter.name, true)
      continue
    }
    const value = elements[i + 2]
    if (value === undefined || value.type === 'command_parameter') {
      throw new PsError(
        `Missing an argument for parameter '${parameter.name}'.`,
        `MissingArgument,${command.name}`,
        'InvalidArgument',
        placeOf(element),
      )
    }
    found.set(parameter.name, await argumentOf(value, scope, session))
    i += 2
  }
  return judge(command, node, found)
}

/** The parameter that an element names; its full name only. */
export function parameterOf(command: Command, element: Node): Parameter {
  const wanted = element.text.slice(1).toLowerCase()
  const parameter = [...command.parameters, ...COMMON].find((known) => known.name.toLowerCase() === wanted)
  if (parameter !== undefined) return parameter
  const sentence = `A parameter cannot be found that matches parameter name '${element.text.slice(1)}'.`
  throw new PsError(sentence, `NamedParameterNotFound,${command.name}`, 'InvalidArgument', placeOf(element))
}

async function argumentOf(node: Node, scope: Scope, session: Session): Promise<PsValue> {
  if (node.type !== 'generic_token') return evaluate(node, scope, session)
  // Anything else in a bare word would have to be expanded, or is a redirection.
  if (!/^[\p{L}\p{N}_.:\\/*?~+-]+$/u.test(node.text)) throw unknown(`the argument ${node.text}`, node)
  return node.text
}

function judge(command: Command, node: Node, found: Map<string, PsValue>): Bound {
  const missing = command.parameters.filter((parameter) => parameter.mandatory === true && !found.has(parameter.name))
  if (missing.length > 0) {
    const names = missing.map((parameter) => parameter.name).join(' ')
    const sentence = `Cannot process command because of one or more missing mandatory parameters: ${names}.`
    throw new PsError(sentence, `MissingMandatoryParameter,${command.name}`, 'InvalidArgument', placeOf(node))
  }
  for (const parameter of [...command.parameters, ...COMMON]) check(command, parameter, found, node)
  const confirm = found.get('Confirm')
  return {
    args: found,
    verbose: toTruth(found.get('Verbose') ?? false),
    confirm: confirm === undefined ? undefined : toTruth(confirm),
    silent: ['silentlycontinue', 'ignore'].includes(toText(found.get('ErrorAction') ?? '').toLowerCase()),
  }
}

function check(command: Command, parameter: Parameter, found: Map<string, PsValue>, node: Node): void {
  const value = found.get(parameter.name)
  if (value === undefined) return
  if (value === NOTHING) found.set(parameter.name, null)
  const text = value === NOTHING ? '' : value
  if (parameter.mandatory === true && (text === '' || text === null)) {
    const kind = text === null ? 'null' : 'an empty string'
    const code = text === null ? 'ParameterArgumentValidationErrorNullNotAllowed' : 'ParameterArgumentValidationErrorEmptyStringNotAllowed'
    const sentence = `Cannot bind argument to parameter '${parameter.name}' because it is ${kind}.`
    throw new PsError(sentence, `${code},${command.name}`, 'InvalidData', placeOf(node))
  }
  if (parameter.choices === undefined || parameter.choices.some((choice) => choice.toLowerCase() === toText(text).toLowerCase())) return
  const sentence = `Cannot validate argument on parameter '${parameter.name}'. "${toText(text)}" is none of ${parameter.choices.join(', ')}.`
  throw new PsError(sentence, `ParameterArgumentValidationError,${command.name}`, 'InvalidData', placeOf(node))
}
