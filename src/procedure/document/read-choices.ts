/** `choices` blocks of the introduction: looks whose rows a parameter is offered with. */
import { needsOf } from '../choices.ts'
import { askingOrder } from '../value/default.ts'
import type { DocumentReport } from './document-fault.ts'
import { scopeOf, usedNames, type KnownName } from './names-in-scope.ts'
import type { Fence } from './outline.ts'
import { readFence, type BlockDraft } from './read-fence.ts'
import type { FrontMatter } from './read-front-matter.ts'
import type { StepDraft } from './read-step.ts'
import type { Scope } from './scope.ts'
import { checkPlaces } from './step-rules.ts'

/** To whatever judges a block it is a `read` before every step. */
export interface ChoicesDraft extends Omit<BlockDraft, 'names'> {
  role: 'read'
  name: string
}

/** Where such a block stands: nothing is captured yet, and there is no item. */
const NO_STEP: StepDraft = {
  id: '',
  number: 0,
  title: '',
  prose: '',
  line: 1,
  options: {},
  lineOf: () => 1,
  blocks: [],
  substeps: [],
}

/** What it may use: answers, for nothing else is known yet. */
export function scopeOfChoices(names: readonly KnownName[]): Scope {
  return scopeOf(
    names.filter(({ from }) => from === 'parameter'),
    NO_STEP,
    { role: 'read' },
  )
}

/** Any other block before the first step is reported. */
export function readChoices(fences: readonly Fence[], report: DocumentReport): ChoicesDraft[] {
  const read: ChoicesDraft[] = []
  for (const fence of fences) {
    const [language = '', role, ...settings] = fence.info.trim().split(/\s+/)
    if (role !== 'choices') {
      report(fence.line, { is: 'early-block' })
      continue
    }
    if (language === 'http') {
      report(fence.line, { is: 'choices-by-http' })
      continue
    }
    const [name = '', ...more] = settings.flatMap((setting) => (setting.startsWith('name=') ? [setting.slice('name='.length)] : []))
    const places = settings.filter((setting) => !setting.startsWith('name='))
    const block = readFence({ ...fence, info: [language, 'read', ...places].join(' ') }, report)
    const twin = read.find((other) => other.name === name)
    if (name === '') report(fence.line, { is: 'choices-without-name' })
    else if (more.length > 0) report(fence.line, { is: 'place-twice', key: 'name' })
    else if (twin !== undefined) report(fence.line, { is: 'same-choices', name, line: twin.line - 1 })
    if (block !== undefined) read.push({ ...block, role: 'read', name })
  }
  return read
}

/** What must be true of them and of the parameters that name them. */
export function checkChoices(
  choices: readonly ChoicesDraft[],
  names: readonly KnownName[],
  head: FrontMatter,
  report: DocumentReport,
): void {
  const { parameters = [], lineOf, unsure } = head
  const named = choices.filter(({ name }) => name !== '')
  for (const block of choices) checkPlaces(block, NO_STEP, names, head, report)
  for (const { name, line } of named)
    if (!parameters.some(({ choicesFrom }) => choicesFrom === name)) report(line - 1, { is: 'choices-unused', name })
  const order = askingOrder(parameters)
  for (const [index, { name, type, choicesFrom }] of order.entries()) {
    if (choicesFrom === undefined) continue
    const line = lineOf(['parameters', name, 'choices-from'])
    const block = named.find((each) => each.name === choicesFrom)
    if (block === undefined) report(line, { is: 'no-such-choices', name: choicesFrom, known: named.map((each) => each.name) })
    if (!unsure.has(name) && (type.list || OWN_LISTS.has(type.of))) report(line, { is: 'choices-of-type', name, of: type })
    if (block === undefined) continue
    const uses = usedNames(block, scopeOfChoices(names))
    for (const needs of needsOf({ ...block, uses }, parameters)) {
      const at = order.findIndex((each) => each.name === needs)
      if (needs === name) report(line, { is: 'choices-need-itself', name })
      else if (at > index) report(line, { is: 'choices-need-later', name, needs })
      else if (order[at]?.optional === true && uses.includes(needs)) report(line, { is: 'choices-need-optional', name, needs })
    }
  }
}

/** A form lists these by itself. */
const OWN_LISTS: ReadonlySet<string> = new Set(['choice', 'boolean', 'secret', 'sql-server', 'powershell'])
