/** One parameter of the front matter. */
import { LONGEST_VALUE } from '../../text/bounds.ts'
import { didYouMean } from '../../text/closest-name.ts'
import type { Report } from '../../text/fault.ts'
import type { Parameter, ValueType } from '../procedure.ts'
import { readKeys } from '../../yaml/read-map.ts'
import type { YamlMap } from '../../yaml/read-map.ts'
import { reservedName } from './reserved-name.ts'
import { readTypeName, SCALAR_TYPES, typeAdvice } from './type-name.ts'
import { sayValueFault } from './say-value-fault.ts'
import { readWritten } from '../value/read-answer.ts'
import { field, textField, textsField, wholeNumberField, writtenField } from '../../yaml/fields.ts'

const typeField = field((written) => (typeof written === 'string' ? written.trim() : undefined), 'must be a type', typeAdvice(SCALAR_TYPES))

const SHAPE = {
  type: typeField,
  ask: textField,
  example: writtenField.optional(),
  default: writtenField.optional(),
  choices: textsField.optional(),
  pattern: textField.optional(),
  min: wholeNumberField.optional(),
  max: wholeNumberField.optional(),
}

/** Every key, by the key above it: what the reference documents are held to. */
export const PARAMETER_KEYS = { '': SHAPE }

/**
 * Reads `parameters.<name>`; one with faults comes back too, so that its name is known: as text, and `unsure`, where its type or its
 * choices are not.
 */
export function readParameter(name: string, map: YamlMap, report: Report): { parameter: Parameter; unsure: boolean } {
  const path = ['parameters', name]
  const line = map.lineOf(path)
  const reserved = reservedName(name)
  if (reserved !== undefined) report(line, reserved.what, reserved.next)
  const { type: typeName, ask, ...rest } = readKeys(SHAPE, map, { path, kind: `the parameter \`${name}\``, line }, report)
  const type = typeName === undefined ? undefined : readTypeName(typeName, SCALAR_TYPES)
  const parameter: Parameter = { name, type: type ?? { list: false, of: 'text' }, ask: ask ?? '', ...rest, line }
  if (typeName !== undefined && type === undefined) {
    const itemType = typeName.replace(/^list of /, '')
    report(map.lineOf([...path, 'type']), `\`${typeName}\` is no type`, didYouMean(itemType, SCALAR_TYPES, typeAdvice(SCALAR_TYPES)))
  }
  if (type?.of === 'choice' && !map.has([...path, 'choices'])) {
    report(map.lineOf([...path, 'type']), `\`${name}\` is a choice without choices`, 'add `choices: [ … ]`')
  }
  if (type !== undefined) checkFit(parameter, type, (key) => map.lineOf([...path, key]), report)
  return { parameter, unsure: type === undefined || (type.of === 'choice' && rest.choices === undefined) }
}

/** Settings that the type does not have, and an example or default that it would refuse. */
function checkFit(parameter: Parameter, type: ValueType, lineOf: (key: string) => number, report: Report): void {
  const { name, choices, pattern, min, max } = parameter
  if (type.of !== 'choice' && choices !== undefined)
    report(lineOf('choices'), `\`${name}\` has choices but is no choice`, 'make its type `choice` or remove them')
  if (type.of !== 'text' && pattern !== undefined)
    report(lineOf('pattern'), `\`${name}\` has a pattern but is no text`, 'make its type `text` or remove it')
  const long = choices?.find((choice) => choice.length > LONGEST_VALUE)
  if (long !== undefined)
    report(lineOf('choices'), `a choice of \`${name}\` has ${long.length} characters, and ${LONGEST_VALUE} are possible`, 'shorten it')
  const badPattern = pattern !== undefined && !isPattern(pattern)
  if (badPattern) report(lineOf('pattern'), `the pattern of \`${name}\` is no regular expression`, 'correct it')
  const bounded = type.list || type.of === 'integer'
  for (const key of ['min', 'max'] as const) {
    if (parameter[key] !== undefined && !bounded)
      report(lineOf(key), `\`${name}\` has \`${key}\` but is neither an integer nor a list`, 'remove it')
  }
  if ((min ?? Number.NEGATIVE_INFINITY) > (max ?? Number.POSITIVE_INFINITY))
    report(lineOf('min'), `\`${name}\` has a min above its max`, 'exchange them')
  if (badPattern || (type.of === 'choice' && choices === undefined)) return
  for (const key of ['default', 'example'] as const) {
    const written = parameter[key]
    const read = written === undefined ? undefined : readWritten(parameter, written, undefined)
    if (read !== undefined && 'fault' in read)
      report(lineOf(key), `the ${key} does not fit: ${sayValueFault(read.fault).replace(/\.$/, '')}`, 'write one that does')
  }
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp
  } catch {
    return false
  }
}
