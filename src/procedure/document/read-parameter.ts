/** One parameter of the front matter. */
import { LONGEST_VALUE } from '../../text/bounds.ts'
import type { DocumentReport } from './document-fault.ts'
import type { Parameter, ValueType } from '../procedure.ts'
import { readKeys } from '../../yaml/read-map.ts'
import type { YamlMap } from '../../yaml/read-map.ts'
import { reservedName } from './reserved-name.ts'
import { readTypeName, SCALAR_TYPES } from './type-name.ts'
import { readWritten } from '../value/read-answer.ts'
import { namesInDefault } from '../value/default.ts'
import { field, optional, textField, textsField, wholeNumberField, writtenField, yesNoField } from '../../yaml/fields.ts'

const typeField = field((written) => (typeof written === 'string' ? written.trim() : undefined), {
  is: 'parameter-type',
  types: SCALAR_TYPES,
})

const SHAPE = {
  type: typeField,
  ask: textField,
  example: optional(writtenField),
  default: optional(writtenField),
  optional: optional(yesNoField),
  'differs-from': optional(textField),
  choices: optional(textsField),
  'choices-from': optional(textField),
  pattern: optional(textField),
  min: optional(wholeNumberField),
  max: optional(wholeNumberField),
}

/** Every key, by the key above it: what the reference documents are held to. */
export const PARAMETER_KEYS = { '': SHAPE }

/**
 * Reads `parameters.<name>`; one with faults comes back too, so that its name is known: as text, and `unsure`, where its type or its
 * choices are not.
 */
export function readParameter(name: string, map: YamlMap, report: DocumentReport): { parameter: Parameter; unsure: boolean } {
  const path = ['parameters', name]
  const line = map.lineOf(path)
  const reserved = reservedName(name)
  if (reserved !== undefined) report(line, reserved)
  const {
    type: typeName,
    ask,
    optional: mayStayEmpty,
    'differs-from': differsFrom,
    'choices-from': choicesFrom,
    ...rest
  } = readKeys(SHAPE, map, { path, of: { is: 'parameter', name }, line }, report)
  const type = typeName === undefined ? undefined : readTypeName(typeName, SCALAR_TYPES)
  const parameter: Parameter = {
    name,
    type: type ?? { list: false, of: 'text' },
    ask: ask ?? '',
    ...rest,
    ...(mayStayEmpty === true ? { optional: true } : {}),
    ...(differsFrom === undefined ? {} : { differsFrom }),
    ...(choicesFrom === undefined ? {} : { choicesFrom }),
    line,
  }
  if (typeName !== undefined && type === undefined)
    report(map.lineOf([...path, 'type']), { is: 'no-type', written: typeName, known: SCALAR_TYPES })
  if (type?.of === 'choice' && !map.has([...path, 'choices'])) report(map.lineOf([...path, 'type']), { is: 'no-choices', name })
  if (type !== undefined) checkFit(parameter, type, (key) => map.lineOf([...path, key]), report)
  return { parameter, unsure: type === undefined || (type.of === 'choice' && rest.choices === undefined) }
}

/** Settings that the type does not have, and an example or default that it would refuse. */
function checkFit(parameter: Parameter, type: ValueType, lineOf: (key: string) => number, report: DocumentReport): void {
  const { name, choices, pattern, min, max } = parameter
  if (type.of !== 'choice' && choices !== undefined) report(lineOf('choices'), { is: 'stray-choices', name })
  if (type.of !== 'text' && pattern !== undefined) report(lineOf('pattern'), { is: 'stray-pattern', name })
  const long = choices?.find((choice) => choice.length > LONGEST_VALUE)
  if (long !== undefined) report(lineOf('choices'), { is: 'long-choice', name, length: long.length, most: LONGEST_VALUE })
  if (parameter.optional === true && parameter.default !== undefined) report(lineOf('optional'), { is: 'optional-with-default', name })
  if (type.of === 'secret' && type.list) report(lineOf('type'), { is: 'list-of-secrets', name })
  const badPattern = pattern !== undefined && !isPattern(pattern)
  if (badPattern) report(lineOf('pattern'), { is: 'bad-pattern', name })
  const bounded = type.list || type.of === 'integer'
  for (const key of ['min', 'max'] as const) {
    if (parameter[key] !== undefined && !bounded) report(lineOf(key), { is: 'stray-bound', name, key })
  }
  if ((min ?? Number.NEGATIVE_INFINITY) > (max ?? Number.POSITIVE_INFINITY)) report(lineOf('min'), { is: 'min-above-max', name })
  if (badPattern || (type.of === 'choice' && choices === undefined)) return
  for (const key of ['default', 'example'] as const) {
    // What is made of other answers is read when they are there.
    const written = key === 'default' && namesInDefault(parameter).length > 0 ? undefined : parameter[key]
    const read = written === undefined ? undefined : readWritten(parameter, written, undefined)
    if (read !== undefined && 'fault' in read) report(lineOf(key), { is: 'bad-value', key, fault: read.fault })
  }
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp
  } catch {
    return false
  }
}
