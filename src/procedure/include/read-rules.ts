/** `rules.md`: conditions that are written once, and cited by the steps of any document. */
import { LONGEST_DOCUMENT } from '../../text/bounds.ts'
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
  if (!text.isWellFormed() || text.includes('\0') || text.startsWith('\uFEFF')) report(1, { is: 'no-plain-text' })
  else if (text.length > LONGEST_DOCUMENT) report(1, { is: 'long-document', length: text.length, most: LONGEST_DOCUMENT })
  if (read.faults.length > 0) return read
  const outline = readOutline(text, report)
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
  const types = written.length === 0 ? {} : readKeys(shape, map, { path: ['names'], of: { is: 'key', name: 'names' } }, report)
  const parameters = written.map((name): Parameter => ({
    name,
    type: types[name] ?? { list: false, of: 'text' },
    ask: '',
    line: map.lineOf(['names', name]),
  }))
  const unsure = new Set(written.filter((name) => types[name] === undefined))
  const head: FrontMatter = { parameters, unsure, lineOf: () => section.line }
  const draft = readStep({ ...section, fences }, 1, report)
  const known = collectNames(parameters, [draft], report)
  const befores = draft.blocks.filter(({ role }) => role === 'before')
  if (draft.blocks.length === 0) report(section.line, { is: 'idle-rule' })
  if (befores.length > 0) checkSteps([{ ...draft, blocks: befores }], known, head, report)
  for (const block of draft.blocks) {
    if (block.role !== 'before') report(block.line - 1, { is: 'rule-block-role', role: block.role })
    blocks.push({ block, scope: scopeOf(known, draft, block) })
  }
  return { source, parameters, fences }
}

const typeField = field((written) => (typeof written === 'string' ? readTypeName(written, SCALAR_TYPES) : undefined), {
  is: 'parameter-type',
  types: SCALAR_TYPES,
})
