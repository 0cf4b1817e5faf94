/** What must be true of each step, and of the steps together. */
import { MOST_BLOCKS, MOST_SUBSTEPS } from '../../text/bounds.ts'
import type { DocumentFault, DocumentReport } from './document-fault.ts'
import { namesSaid, questionsOf } from '../procedure.ts'
import { misuse, whenOf } from './names-in-scope.ts'
import type { KnownName } from './names-in-scope.ts'
import { databaseParameter } from '../plan-block.ts'
import { allBlocks } from '../planned-item.ts'
import type { FrontMatter } from './read-front-matter.ts'
import type { BlockDraft } from './read-fence.ts'
import type { StepDraft } from './read-step.ts'

export function checkSteps(steps: readonly StepDraft[], names: readonly KnownName[], head: FrontMatter, report: DocumentReport): void {
  if (steps.length === 0) report(1, { is: 'no-step' })
  for (const [index, step] of steps.entries()) {
    const twin = steps.slice(0, index).find(({ id }) => id === step.id)
    if (twin !== undefined) report(step.line, { is: 'same-id', id: step.id, line: twin.line })
    checkEach(step, names, head, report)
    checkNotify(step, names, head, report)
    const { 'one-way': oneWay, gate, include } = step.options
    if (oneWay === true && gate === undefined && include === undefined) report(step.lineOf('one-way'), { is: 'one-way-without-gate' })
    if (step.substeps.length > MOST_SUBSTEPS) report(step.line, { is: 'many-substeps', count: step.substeps.length, most: MOST_SUBSTEPS })
    for (const section of [step, ...step.substeps]) {
      if (section.substeps.length === 0) checkRun(section, report)
      checkCaptures(section, report)
      checkAsk(section, report)
      for (const block of section.blocks) checkPlaces(block, section, names, head, report)
    }
  }
  checkGates(steps, report)
}

const LACKS: ReadonlySet<DocumentFault['is']> = new Set([
  'idle',
  'unchecked',
  'nothing-to-check',
  'no-because',
  'stray-because',
  'stray-wait',
  'endless-wait',
  'undo-without-run',
  'undo-without-check',
])

function checkRun(step: StepDraft, told: DocumentReport): void {
  // What it seems to lack may stand in what could not be read.
  const report: DocumentReport = (line, fault) => (step.unsure === true && LACKS.has(fault.is) ? undefined : told(line, fault))
  const { options, blocks } = step
  for (const { rule, line } of [...(options.rules ?? []), ...(options.report ?? [])]) {
    if (!blocks.some((block) => block.rule === rule)) report(line, { is: 'rule-alone', rule })
  }
  if (options.include !== undefined) {
    report(step.lineOf('include'), { is: 'include-alone' })
    return
  }
  const runs = blocks.filter(({ role }) => role === 'run')
  const checked = blocks.some(({ role }) => role === 'check')
  const acts = runs.length > 0 || options.confirm !== undefined
  if (blocks.length > MOST_BLOCKS) report(step.line, { is: 'many-blocks', count: blocks.length, most: MOST_BLOCKS })
  checkUndo(step, report)
  for (const more of runs.slice(1)) report(more.line - 1, { is: 'second-run' })
  const { report: reported, rules, confirm, notify } = options
  if (blocks.length === 0 && [reported, rules, confirm, notify].every((each) => each === undefined)) report(step.line, { is: 'idle' })
  if (runs.length > 0 && options.confirm !== undefined) report(step.lineOf('confirm'), { is: 'by-hand-and-block' })
  if (runs.length > 0 && !checked && options.check === undefined) report(step.line, { is: 'unchecked' })
  if (!acts && checked) report(step.line, { is: 'nothing-to-check' })
  if (options.check === 'none' && checked) report(step.lineOf('check'), { is: 'check-and-none' })
  if (options.check === 'none' && options.because === undefined) report(step.lineOf('check'), { is: 'no-because' })
  if (options.because !== undefined && options.check === undefined) report(step.lineOf('because'), { is: 'stray-because' })
  const mixed = blocks.filter(({ role }) => role === 'check').some(({ after }) => after === undefined)
    ? blocks.find(({ after }) => after === true)
    : undefined
  if (mixed !== undefined) report(mixed.line - 1, { is: 'mixed-checks' })
  const waits = blocks.find(({ role }) => role === 'wait-until')
  if (waits !== undefined && options.wait === undefined) report(waits.line - 1, { is: 'endless-wait' })
  if (waits === undefined && options.wait !== undefined) report(step.lineOf('wait'), { is: 'stray-wait' })
}

/** What is undone was done by the program, and its check must be able to say that it is gone. */
function checkUndo({ options, blocks }: StepDraft, report: DocumentReport): void {
  const [undo, ...more] = blocks.filter(({ role }) => role === 'undo')
  if (undo === undefined) return
  const line = undo.line - 1
  for (const second of more) report(second.line - 1, { is: 'second-undo' })
  if (!blocks.some(({ role }) => role === 'run')) report(line, { is: 'undo-without-run' })
  else if (!blocks.some(({ role }) => role === 'check')) report(line, { is: 'undo-without-check' })
  if (options['one-way'] === true) report(line, { is: 'undo-of-one-way' })
}

function checkCaptures(step: StepDraft, report: DocumentReport): void {
  const reads = step.blocks.filter(({ role }) => role === 'read')
  for (const name of Object.keys(step.options.captures ?? {})) {
    const column = step.columns?.[name] ?? name
    if (reads.some(({ text }) => text.split(/[^\w@$]+/).includes(column))) continue
    report(step.lineOf('captures'), { is: 'not-read', name: column })
  }
}

function checkEach(step: StepDraft, names: readonly KnownName[], head: FrontMatter, report: DocumentReport): void {
  const { each } = step.options
  if (each === undefined) return
  const line = step.lineOf('each')
  const list = names.find(({ name, from }) => name === each.of && from !== 'item')
  const wrong = list === undefined ? undefined : misuse(list, step, 'run')
  if (list === undefined) report(line, { is: 'no-such-value', of: 'list', name: each.of, known: lists(names) })
  else if (!list.type.list && !head.unsure.has(each.of)) report(line, { is: 'list-of-one-value', name: each.of })
  else if (list.optional === true) report(line, { is: 'list-optional', name: each.of })
  else if (wrong !== undefined) report(line, wrong)
}

/** In the question about an item only its name is filled in. */
function checkAsk({ options, lineOf }: StepDraft, report: DocumentReport): void {
  const { each } = options
  if (each === undefined) return
  for (const { ask } of questionsOf(options))
    for (const name of namesSaid(ask)) if (name !== each.item) report(lineOf('confirm'), { is: 'stray-name-in-ask', name })
}

/** What people are told is told once, and nothing of it may be missing or secret. */
function checkNotify(step: StepDraft, names: readonly KnownName[], { unsure }: FrontMatter, report: DocumentReport): void {
  const { notify, each } = step.options
  if (notify === undefined) return
  const line = step.lineOf('notify')
  if (each !== undefined) report(line, { is: 'notice-of-items' })
  const written = names.filter(({ from, beside }) => from !== 'item' && beside !== true)
  for (const name of namesSaid(notify.say)) {
    const known = written.find((each) => each.name === name)
    const wrong = known && misuse(known, step, 'run')
    if (unsure.has(name)) continue
    if (known === undefined) report(line, { is: 'no-such-value', of: 'notice', name, known: written.map((each) => each.name) })
    else if (known.type.of === 'secret') report(line, { is: 'secret-in-notice', name })
    else if (known.optional === true) report(line, { is: 'notice-optional', name })
    else if (wrong !== undefined) report(line, wrong)
  }
}

function lists(names: readonly KnownName[]): string[] {
  return names.filter(({ type }) => type.list).map(({ name }) => name)
}

/** Where a block runs is known before anybody approves. */
export function checkPlaces(
  block: BlockDraft,
  step: StepDraft,
  names: readonly KnownName[],
  head: FrontMatter,
  report: DocumentReport,
): void {
  checkPlace(block, step, names, head, report)
  checkDatabase(block, names, head, report)
}

/** `on=` names a parameter with one target of the block's kind, or the item of a list of them. */
function checkPlace(
  block: BlockDraft,
  { options: { each }, number, substep }: StepDraft,
  names: readonly KnownName[],
  { parameters = [], unsure }: FrontMatter,
  report: DocumentReport,
): void {
  const { on, language, role } = block
  const list = names.find(({ name, from }) => name === each?.of && from !== 'item')
  const isItem = on === each?.item
  if (on === '' || unsure.has(on) || (isItem && (list === undefined || unsure.has(list.name)))) return
  const places = [...parameters, ...names.filter(({ name, from, step }) => from === 'item' && step === number && name === each?.item)]
  if (language === 'http') return checkAnyPlace(block, places, report)
  const kind = language === 'sql' ? 'sql-server' : 'powershell'
  const fitting = places.filter(({ type }) => type.of === kind && !type.list)
  const named = places.find(({ name }) => name === on)
  const line = block.line - 1
  if (named === undefined) report(line, { is: 'no-such-parameter', name: on, type: kind, known: fitting.map(({ name }) => name) })
  else if (named.optional) report(line, { is: 'place-optional', name: on })
  else if (named.type.list && named.type.of === kind) report(line, { is: 'place-of-list', name: on })
  else if (!fitting.includes(named)) report(line, { is: 'place-of-other-type', name: on, type: kind, language })
  else if (isItem && role === 'read' && substep === undefined) report(line, { is: 'item-in-read', name: on })
}

/** A worker of the target's site asks, whatever the target is. */
function checkAnyPlace(
  { on, line }: BlockDraft,
  places: readonly Pick<KnownName, 'name' | 'type' | 'optional'>[],
  report: DocumentReport,
): void {
  const isTarget = ({ type }: Pick<KnownName, 'type'>): boolean => type.of === 'sql-server' || type.of === 'powershell'
  const known = places.filter((place) => isTarget(place) && !place.type.list).map(({ name }) => name)
  const named = places.find(({ name }) => name === on)
  if (named === undefined) report(line - 1, { is: 'no-such-parameter', name: on, type: 'powershell', known })
  else if (!isTarget(named)) report(line - 1, { is: 'place-of-other-type', name: on, type: 'powershell', language: 'http' })
  else if (named.optional === true) report(line - 1, { is: 'place-optional', name: on })
  else if (named.type.list) report(line - 1, { is: 'place-of-list', name: on })
}

/** `database=@name` names a parameter: what a run finds later can be no part of the plan that is approved. */
function checkDatabase(
  block: BlockDraft,
  names: readonly KnownName[],
  { parameters = [], unsure }: FrontMatter,
  report: DocumentReport,
): void {
  const name = databaseParameter(block)
  if (name === undefined || unsure.has(name)) return
  const fitting = parameters.filter(({ type }) => type.of === 'database' && !type.list).map((parameter) => parameter.name)
  const optional = parameters.find((each) => each.name === name)?.optional
  if (fitting.includes(name)) {
    if (optional === true) report(block.line - 1, { is: 'database-optional', name })
    return
  }
  const known = names.find((each) => each.name === name)
  const line = block.line - 1
  if (known === undefined) report(line, { is: 'no-such-parameter', name, type: 'database', known: fitting })
  else report(line, { is: known.from === 'parameter' ? 'database-of-other-type' : 'database-found', name })
}

/** A gate at or before every `run`: in the step itself, or in one that is not passed over where the step is not. */
function checkGates(steps: readonly StepDraft[], report: DocumentReport): void {
  const gated: string[][] = []
  for (const step of steps) {
    const run = allBlocks(step).find(({ role }) => role === 'run')
    const when = whenOf(step)
    if (step.options.gate !== undefined) gated.push(when)
    else if (run !== undefined && !gated.some((conditions) => conditions.every((condition) => when.includes(condition)))) {
      report(run.line - 1, { is: 'run-without-gate' })
      return
    }
  }
}
