/** What must be true of each step, and of the steps together. */
import { MOST_BLOCKS } from '../../text/bounds.ts'
import { didYouMean } from '../../text/closest-name.ts'
import type { Report } from '../../text/fault.ts'
import { misuse } from './names-in-scope.ts'
import type { KnownName } from './names-in-scope.ts'
import { databaseParameter } from '../plan-block.ts'
import type { FrontMatter } from './read-front-matter.ts'
import type { BlockDraft } from './read-fence.ts'
import type { StepDraft } from './read-step.ts'

export function checkSteps(steps: readonly StepDraft[], names: readonly KnownName[], head: FrontMatter, report: Report): void {
  if (steps.length === 0) report(1, 'this document has no step', 'write a `##` section with blocks')
  for (const [index, step] of steps.entries()) {
    const twin = steps.slice(0, index).find(({ id }) => id === step.id)
    if (twin !== undefined)
      report(step.line, `this step has the same id as the one on line ${twin.line} (${step.id})`, 'give it another heading')
    checkRun(step, report)
    checkCaptures(step, report)
    checkEach(step, names, head, report)
    for (const block of step.blocks) {
      checkPlace(block, head, report)
      checkDatabase(block, names, head, report)
    }
  }
  checkGates(steps, report)
}

function checkRun(step: StepDraft, report: Report): void {
  const { options, blocks } = step
  const runs = blocks.filter(({ role }) => role === 'run')
  const checked = blocks.some(({ role }) => role === 'check')
  const acts = runs.length > 0 || options.confirm !== undefined
  if (blocks.length > MOST_BLOCKS)
    report(step.line, `this step has ${blocks.length} blocks, and ${MOST_BLOCKS} are possible`, 'make two steps of it')
  for (const more of runs.slice(1)) report(more.line - 1, 'this step has a second `run` block', 'make it a step of its own')
  if (blocks.length === 0 && options.confirm === undefined) report(step.line, 'this step does nothing', 'give it a block, or `confirm`')
  if (runs.length > 0 && options.confirm !== undefined) {
    report(step.lineOf('confirm'), 'this step is done by hand and by a block', 'make two steps of it')
  }
  if (runs.length > 0 && !checked && options.check === undefined) {
    report(
      step.line,
      'this step has a `run` block and nothing that tells whether it is done',
      'add a `check` block, or `check: none` and `because: …`',
    )
  }
  if (!acts && checked)
    report(step.line, 'this step has a `check` and nothing to be done', 'make it a `before` block, or add the `run` block')
  if (options.check === 'none' && checked)
    report(step.lineOf('check'), 'this step says `check: none` and has a `check` block', 'remove one of them')
  if (options.check === 'none' && options.because === undefined)
    report(step.lineOf('check'), '`check: none` needs a reason', 'add `because: …`')
  if (options.because !== undefined && options.check === undefined)
    report(step.lineOf('because'), '`because` gives the reason of `check: none`', 'add that, or remove it')
  if (options['one-way'] === true && options.gate === undefined) {
    report(step.lineOf('one-way'), 'there is no way back from this step, and no gate before it', 'add `gate: ` and a policy')
  }
}

function checkCaptures(step: StepDraft, report: Report): void {
  const reads = step.blocks.filter(({ role }) => role === 'read')
  for (const name of Object.keys(step.options.captures ?? {})) {
    if (reads.some(({ text }) => text.split(/[^\w@$]+/).includes(name))) continue
    report(step.lineOf('captures'), `no \`read\` block of this step finds \`${name}\``, `add one with a column \`${name}\``)
  }
}

function checkEach(step: StepDraft, names: readonly KnownName[], head: FrontMatter, report: Report): void {
  const { each } = step.options
  if (each === undefined) return
  const line = step.lineOf('each')
  const list = names.find(({ name, from }) => name === each.of && from !== 'item')
  const wrong = list === undefined ? undefined : misuse(list, step, 'run')
  if (list === undefined)
    report(line, `\`${each.of}\` is neither a parameter nor a capture`, didYouMean(each.of, lists(names), 'capture the list first'))
  else if (!list.type.list && !head.unsure.has(each.of))
    report(line, `\`${each.of}\` is no list`, 'name a parameter or a capture of a type `list of …`')
  else if (wrong !== undefined) report(line, wrong.what, wrong.next)
}

function lists(names: readonly KnownName[]): string[] {
  return names.filter(({ type }) => type.list).map(({ name }) => name)
}

/** `on=` names a parameter with one target of the block's kind. */
function checkPlace(block: BlockDraft, { parameters = [], unsure }: FrontMatter, report: Report): void {
  if (block.on === '' || unsure.has(block.on)) return
  const kind = block.language === 'sql' ? 'sql-server' : 'powershell'
  const fitting = parameters.filter(({ type }) => type.of === kind && !type.list).map(({ name }) => name)
  const parameter = parameters.find(({ name }) => name === block.on)
  const line = block.line - 1
  if (parameter === undefined)
    report(line, `\`${block.on}\` is no parameter`, didYouMean(block.on, fitting, `name a parameter of the type ${kind}`))
  else if (!fitting.includes(block.on))
    report(line, `\`${block.on}\` is no parameter of the type ${kind}`, `a ${block.language} block runs on one of that type`)
}

/** `database=@name` names a parameter: what a run finds later can be no part of the plan that is approved. */
function checkDatabase(block: BlockDraft, names: readonly KnownName[], { parameters = [], unsure }: FrontMatter, report: Report): void {
  const name = databaseParameter(block)
  if (name === undefined || unsure.has(name)) return
  const fitting = parameters.filter(({ type }) => type.of === 'database' && !type.list).map((parameter) => parameter.name)
  if (fitting.includes(name)) return
  const known = names.find((each) => each.name === name)
  const line = block.line - 1
  if (known === undefined) report(line, `\`${name}\` is no parameter`, didYouMean(name, fitting, 'name a parameter of the type database'))
  else if (known.from === 'parameter')
    report(line, `\`${name}\` is no parameter of the type database`, 'only one of that type names the database of a block')
  else
    report(
      line,
      `\`${name}\` is found during the run, and the database of a block belongs to the plan that is approved`,
      'ask for it as a parameter of the type database',
    )
}

/** A gate at or before every `run`, in a step that is never passed over or in the step itself. */
function checkGates(steps: readonly StepDraft[], report: Report): void {
  let open = false
  for (const { options, blocks } of steps) {
    const run = blocks.find(({ role }) => role === 'run')
    if (run !== undefined && !open && options.gate === undefined) {
      report(
        run.line - 1,
        'this would run before anybody approved it',
        'add `gate: ` and a policy to this step or an earlier one without `when`',
      )
      return
    }
    open ||= options.gate !== undefined && options.when === undefined
  }
}
