/** `rules.md`: conditions that are written once, and cited by the steps of any document. */
import { readKeys, readYamlMap } from '../../yaml/read-map.ts'
import { anything, field, textField } from '../../yaml/fields.ts'
import type { DocumentFault, FaultAt } from '../document/document-fault.ts'
import { collectNames, scopeOf } from '../document/names-in-scope.ts'
import { readOutline, type Fence, type Outline, type Section } from '../document/outline.ts'
import type { BlockDraft } from '../document/read-fence.ts'
import type { FrontMatter } from '../document/read-front-matter.ts'
import { readStep } from '../document/read-step.ts'
import type { Scope } from '../document/scope.ts'
import { checkSteps } from '../document/step-rules.ts'
import { noText } from '../document/plain-text.ts'
import { readTypeName, SCALAR_TYPES } from '../document/type-name.ts'
import type { Parameter } from '../procedure.ts'

export interface Rule {
  /** `R22`. */
  id: string
  title: string
  source: string
  /** The names that its blocks use. */
  parameters: Parameter[]
  /** Its blocks as they stand there. */
  fences: Fence[]
}

export interface ReadRules {
  rules: Rule[]
  faults: FaultAt[]
  outline?: Outline
  /** Each with the names that it may use. */
  blocks: { block: BlockDraft; scope: Scope }[]
}

/** Every key below a rule's heading. */
export const RULE_KEYS = { source: textField, names: anything }

const TITLE = /^(R\d{2,3}): (.+)$/s

export function readRules(text: string): ReadRules {
  const read: ReadRules = { rules: [], faults: [], blocks: [] }
  const report = (line: number, fault: DocumentFault): void => void read.faults.push({ line, fault })
  const unreadable = noText(text)
  if (unreadable !== undefined) return { ...read, faults: [unreadable] }
  const outline = readOutline(text, (line, fault) => report(line, fault.is === 'heading-of-first-level' ? { is: 'title-of-rules' } : fault))
  for (const fence of outline.intro.fences) report(fence.line, { is: 'early-block' })
  const lines = new Map<string, number>()
  for (const section of outline.sections) {
    const [, id = '', title = ''] = TITLE.exec(section.title) ?? []
    const first = lines.get(id)
    if (id === '') report(section.line, { is: 'no-rule-title', written: section.title })
    else if (first !== undefined) report(section.line, { is: 'same-rule', id, line: first })
    lines.set(id, section.line)
    read.rules.push({ id, title, ...readRule(section, read, report) })
  }
  return { ...read, outline }
}

function readRule(
  section: Section,
  { blocks }: ReadRules,
  report: (line: number, fault: DocumentFault) => void,
): Omit<Rule, 'id' | 'title'> {
  const [options, ...more] = section.fences.filter(({ info }) => /^yaml\b/.test(info))
  const fences = section.fences.filter(({ info }) => !/^yaml\b/.test(info))
  for (const fence of more) report(fence.line, { is: 'second-options' })
  if (options === undefined) report(section.line, { is: 'no-rule-options' })
  const map = readYamlMap(options?.text ?? '', (options?.line ?? 0) + 1, report)
  const { source = '', names } =
    options === undefined ? {} : readKeys(RULE_KEYS, map, { path: [], of: { is: 'key', name: section.title } }, report)
  const written = typeof names === 'object' && names !== null && !Array.isArray(names) ? Object.keys(names) : []
  if (options !== undefined && written.length === 0) report(map.lineOf(['names']), { is: 'no-rule-names' })
  const shape = Object.fromEntries(written.map((name) => [name, typeField]))
  const unsure = new Set<string>()
  const types = written.length === 0 ? {} : readKeys(shape, map, { path: ['names'], of: { is: 'key', name: 'names' } }, report)
  const parameters = written.map((name): Parameter => {
    const line = map.lineOf(['names', name])
    const typeName = types[name]
    const type = typeName === undefined ? undefined : readTypeName(typeName, SCALAR_TYPES)
    if (typeName !== undefined && type === undefined) report(line, { is: 'no-type', written: typeName, known: SCALAR_TYPES })
    if (type === undefined) unsure.add(name)
    return { name, type: type ?? { list: false, of: 'text' }, ask: '', line }
  })
  const head: FrontMatter = { parameters, unsure, lineOf: () => section.line }
  const draft = readStep({ ...section, fences }, 1, report)
  if (draft.blocks.length === 0) report(section.line, { is: 'idle-rule' })
  for (const { role, line } of draft.blocks) if (role !== 'before') report(line - 1, { is: 'rule-block-role', role })
  // Which names its blocks may use is not known.
  if (written.length === 0) return { source, parameters, fences }
  const known = collectNames(parameters, [draft], report)
  const befores = draft.blocks.filter(({ role }) => role === 'before')
  if (befores.length > 0) checkSteps([{ ...draft, blocks: befores }], known, head, report)
  for (const block of draft.blocks) blocks.push({ block, scope: scopeOf(known, draft, block) })
  return { source, parameters, fences }
}

const typeField = field((written) => (typeof written === 'string' ? written.trim() : undefined), {
  is: 'parameter-type',
  types: SCALAR_TYPES,
})
