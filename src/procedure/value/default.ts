/** Defaults that are made of other answers: `default: "{pool}"`. */
import type { Parameter, Value } from '../procedure.ts'
import { writeAnswer } from './write-answer.ts'

const NAMED = /\{([A-Za-z]\w*)\}/g

/** The parameters that a default names, each once. */
export function namesInDefault({ default: written = '' }: Pick<Parameter, 'default'>): string[] {
  return [...new Set([...written.matchAll(NAMED)].map(([, name = '']) => name))]
}

/** The default as an answer would be written; undefined where there is none, or an answer that it is made of is not there yet. */
export function writtenDefault(parameter: Parameter, parameters: readonly Parameter[], values: Record<string, Value>): string | undefined {
  if (namesInDefault(parameter).some((name) => !Object.hasOwn(values, name))) return undefined
  return parameter.default?.replaceAll(NAMED, (_, name: string) => {
    const other = parameters.find((each) => each.name === name)
    return other === undefined ? '' : writeAnswer(other.type, values[name] ?? '')
  })
}

/** As the document has them, but each behind those that its default is made of: people are asked in this order. A circle is left as it stands. */
export function askingOrder(parameters: readonly Parameter[]): Parameter[] {
  const ordered: Parameter[] = []
  const put = (parameter: Parameter, above: readonly string[]): void => {
    if (ordered.includes(parameter) || above.includes(parameter.name)) return
    const first = new Set(namesInDefault(parameter))
    for (const other of parameters) if (first.has(other.name)) put(other, [...above, parameter.name])
    ordered.push(parameter)
  }
  for (const parameter of parameters) put(parameter, [])
  return ordered
}
