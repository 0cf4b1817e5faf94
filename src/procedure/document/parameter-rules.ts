/** What must be true of parameters together: defaults made of other answers, answers that must differ. */
import type { Parameter } from '../procedure.ts'
import { namesInDefault } from '../value/default.ts'
import type { DocumentReport } from './document-fault.ts'

/** `lineOf`: of a key of this parameter. `unsure`: names of parameters whose type is not known. */
export function checkParameters(
  parameters: readonly Parameter[],
  unsure: ReadonlySet<string>,
  lineOf: (name: string, key: string) => number,
  report: DocumentReport,
): void {
  for (const parameter of parameters) {
    checkDefault(parameter, parameters, unsure, lineOf(parameter.name, 'default'), report)
    checkDiffers(parameter, parameters, unsure, lineOf(parameter.name, 'differs-from'), report)
  }
}

function checkDefault(
  parameter: Parameter,
  parameters: readonly Parameter[],
  unsure: ReadonlySet<string>,
  line: number,
  report: DocumentReport,
): void {
  const { name } = parameter
  const known = parameters.map((each) => each.name).filter((each) => each !== name)
  for (const of of namesInDefault(parameter)) {
    const other = parameters.find((each) => each.name === of)
    if (other === undefined) report(line, { is: 'default-unknown', name: of, known })
    else if (other.optional === true) report(line, { is: 'default-of-optional', name: of })
    else if (other.type.list && !unsure.has(of) && !(parameter.type.list && parameter.default?.trim() === `{${of}}`))
      report(line, { is: 'default-of-list', name: of })
  }
  const circle = circleFrom(parameter, parameters)
  if (circle !== undefined) report(line, { is: 'default-circle', names: circle })
}

/** Of a circle, each parameter on it says so once; one that only leads into it does not. */
function circleFrom(from: Parameter, parameters: readonly Parameter[]): string[] | undefined {
  const walk = (at: Parameter, way: readonly string[]): string[] | undefined => {
    for (const name of namesInDefault(at)) {
      if (name === from.name) return [...way, name]
      const next = parameters.find((each) => each.name === name)
      if (next === undefined || way.includes(name)) continue
      const found = walk(next, [...way, name])
      if (found !== undefined) return found
    }
    return undefined
  }
  return walk(from, [from.name])
}

function checkDiffers(
  { name, type, differsFrom }: Parameter,
  parameters: readonly Parameter[],
  unsure: ReadonlySet<string>,
  line: number,
  report: DocumentReport,
): void {
  if (differsFrom === undefined) return
  const other = parameters.find((each) => each.name === differsFrom)
  const known = parameters.map((each) => each.name).filter((each) => each !== name)
  if (differsFrom === name) report(line, { is: 'differs-from-itself', name })
  else if (other === undefined) report(line, { is: 'differs-unknown', name: differsFrom, known })
  else if (!unsure.has(name) && !unsure.has(differsFrom) && other.type.of !== type.of)
    report(line, { is: 'differs-in-type', name, other: differsFrom })
}
