/** The front matter of a procedure: what it is called, who must agree, what it asks for. */
import { LONGEST_NAME, MOST_PARAMETERS, OBJECTIVE } from '../../text/bounds.ts'
import type { DocumentReport } from './document-fault.ts'
import type { Outline } from './outline.ts'
import { namesSaid, type Parameter, type Procedure } from '../procedure.ts'
import { checkParameters } from './parameter-rules.ts'
import { readParameter } from './read-parameter.ts'
import { readKeys, readYamlMap } from '../../yaml/read-map.ts'
import type { YamlMap } from '../../yaml/read-map.ts'
import { anything, durationField, field, nameField, optional, textField } from '../../yaml/fields.ts'

export type FrontMatter = Partial<Pick<Procedure, 'command' | 'title' | 'source' | 'policy' | 'lock' | 'recoveryTimeMs'>> & {
  /** Also those whose settings have faults, so that their names are known; undefined where nothing is known of them. */
  parameters?: Parameter[]
  /** Names of parameters whose type or choices are not known. */
  unsure: ReadonlySet<string>
  /** Line of the deepest key of a path. */
  lineOf: (path: readonly string[]) => number
}

const commandField = field(
  (written) => (typeof written === 'string' && /^\/[a-z][a-z0-9-]{0,30}( [a-z0-9][a-z0-9-]*)*$/.test(written) ? written : undefined),
  { is: 'command' },
)

const SHAPE = {
  command: commandField,
  title: textField,
  source: optional(textField),
  policy: nameField,
  lock: textField,
  objective: anything,
  parameters: anything,
}
const OBJECTIVE_SHAPE = { 'recovery-time': durationField(OBJECTIVE) }

/** Every key, by the key above it: what the reference documents are held to. */
export const FRONT_MATTER_KEYS = { '': SHAPE, objective: OBJECTIVE_SHAPE }

export function readFrontMatter(yaml: Outline['frontMatter'], report: DocumentReport): FrontMatter {
  if (yaml === undefined) {
    report(1, { is: 'no-front-matter' })
    return { unsure: new Set(), lineOf: () => 1 }
  }
  const map = readYamlMap(yaml.text, yaml.line, report)
  const { objective, parameters: asked, ...head } = readKeys(SHAPE, map, { path: [], of: { is: 'front-matter' }, line: 1 }, report)
  const { lineOf } = map
  if (map.broken) return { unsure: new Set(), lineOf }
  const { parameters, unsure } = asked === undefined ? unasked(map) : readParameters(map, report)
  const read: FrontMatter = { ...head, ...(parameters === undefined ? {} : { parameters }), unsure, lineOf }
  if (objective !== undefined) {
    const { 'recovery-time': ms } = readKeys(OBJECTIVE_SHAPE, map, { path: ['objective'], of: { is: 'key', name: 'objective' } }, report)
    if (ms !== undefined) read.recoveryTimeMs = ms
  }
  if (head.lock !== undefined && parameters !== undefined) checkLock(head.lock, parameters, map.lineOf(['lock']), report)
  return read
}

/** A key that nobody knows may be meant for them: then nobody knows either which names a step may use. */
function unasked({ data }: YamlMap): { parameters?: Parameter[]; unsure: Set<string> } {
  const known = Object.keys(data).every((key) => Object.hasOwn(SHAPE, key))
  return { ...(known && { parameters: [] }), unsure: new Set() }
}

function readParameters(map: YamlMap, report: DocumentReport): { parameters?: Parameter[]; unsure: Set<string> } {
  const asked: unknown = map.data['parameters']
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) {
    report(map.lineOf(['parameters']), { is: 'no-parameters' })
    return { unsure: new Set() }
  }
  const names = Object.keys(asked)
  if (names.length > MOST_PARAMETERS)
    report(map.lineOf(['parameters']), { is: 'many-parameters', count: names.length, most: MOST_PARAMETERS })
  const read = names.map((name) => readParameter(name, map, report))
  const parameters = read.map(({ parameter }) => parameter)
  const unsure = new Set(read.flatMap((each) => (each.unsure ? [each.parameter.name] : [])))
  checkParameters(parameters, unsure, (name, key) => map.lineOf(['parameters', name, key]), report)
  return { parameters, unsure }
}

/** `persistent-chat/{pool}`: words and parameters with one value each. */
function checkLock(lock: string, parameters: Parameter[], line: number, report: DocumentReport): void {
  if (!/^([A-Za-z0-9._/-]|\{\w+\})+$/.test(lock)) {
    report(line, { is: 'bad-lock' })
    return
  }
  if (lock.length > LONGEST_NAME) report(line, { is: 'long-lock', length: lock.length, most: LONGEST_NAME })
  for (const name of namesSaid(lock)) {
    const parameter = parameters.find((known) => known.name === name)
    if (parameter === undefined) report(line, { is: 'lock-unknown', name, known: parameters.map((each) => each.name) })
    else if (parameter.type.list) report(line, { is: 'lock-list', name })
    else if (parameter.optional === true) report(line, { is: 'lock-optional', name })
  }
}
