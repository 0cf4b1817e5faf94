/** Asks every `read`, `before` and `check` block of a document, step by step; what reads find feeds the blocks after them. */
import { en } from '../../words/en.ts'
import { CHOICES_WITHIN_MS } from '../../connection/frames.ts'
import { planBlock } from '../../procedure/plan-block.ts'
import { plannedItem } from '../../procedure/planned-item.ts'
import type { PlannedStep } from '../../procedure/plan-types.ts'
import type { Block, Step } from '../../procedure/procedure.ts'
import { passedOver } from '../../run/step/advance.ts'
import type { BlockContext } from '../../worker/context.ts'
import { CAPTURED_ROWS_BUDGET } from '../../worker/block/block-result.ts'
import { LONGEST_LOOK_MS, runBlock } from '../../worker/block/run-block.ts'
import { judgeLive, type LiveAnswer } from './live-answer.ts'
import { findCaptures, type Asked, type LiveCapture } from './live-captures.ts'
import { missingNames, type Known } from './missing-names.ts'

export interface Passed {
  step: number
  title: string
  because: string
}

export type Told = { answer: LiveAnswer } | { capture: LiveCapture } | { passed: Passed }

const ROLES = ['read', 'wait-until', 'before', 'check'] as const

/** `known.captures` is filled on the way. */
export async function* askDocument(context: BlockContext, file: string, known: Known): AsyncGenerator<Told> {
  for (const block of known.procedure.choices ?? [])
    for await (const { answer } of askBlock(context, file, known, CHOICES, block)) yield { answer: { ...answer, choices: block.name } }
  for (const step of known.procedure.steps.flatMap(withSubsteps)) {
    const because = passedOver(
      known,
      (step.when ?? []).filter(({ name }) => name in known.values || name in known.captures),
    )
    if (because !== undefined) {
      yield { passed: { step: step.number, title: step.title, because: en.remarks([because]) } }
      continue
    }
    const asked: Asked[] = []
    for (const role of ROLES) {
      for (const block of step.blocks.filter((each) => each.role === role)) {
        for await (const one of askBlock(context, file, known, step, block)) {
          if (one.asked) asked.push(one.asked)
          yield { answer: one.answer }
        }
      }
      if (role !== 'read') continue
      for (const capture of findCaptures(step, asked)) {
        if ('value' in capture) known.captures[capture.name] = capture.value
        yield { capture }
      }
    }
  }
}

/** Where the looks stand that a form's choices come from. */
const CHOICES: Step = {
  id: 'choices',
  number: 0,
  title: 'Choices of the form',
  prose: '',
  line: 1,
  oneWay: false,
  timeoutMs: CHOICES_WITHIN_MS,
  settleMs: 0,
  repeatable: false,
  captures: {},
  blocks: [],
}

/** The step, and each of its sub-steps as a step: what those find is known of one item only, and feeds nothing here. */
function withSubsteps({ substeps = [], ...step }: Step): Step[] {
  return [step, ...substeps.map((substep) => ({ ...step, ...substep, title: `${step.title}: ${substep.title}`, captures: {} }))]
}

/** Once; in a step with `each`, once for every item where the block uses it. */
async function* askBlock(
  context: BlockContext,
  file: string,
  known: Known,
  step: Step,
  block: Block,
): AsyncGenerator<{ answer: LiveAnswer; asked?: Asked }> {
  const missing = missingNames(known, step, block)
  const onItem = step.each?.item === block.on
  const target = onItem ? undefined : known.values[block.on]
  const { number, title } = step
  if (missing.length > 0 || (target === undefined && !onItem)) {
    const detail = `it needs ${missing.join(', ')}`
    const to = target === undefined ? {} : { target: String(target) }
    yield { answer: { step: number, title, role: block.role, ...to, said: 'not-asked', detail, missing, line: block.line } }
    return
  }
  const { substeps: _substeps, ...own } = step
  const whole: PlannedStep = { ...own, blocks: [planBlock(block, known.values, step.each)], site: '' }
  for (const [item, name] of itemsOf(known, step, block)) {
    const asked = plannedItem(whole, item, known.targets)
    const [planned] = asked.blocks
    if (planned === undefined) continue
    const { result } = await runBlock(
      context,
      { index: 0, block: planned },
      {
        state: { ...known, plan: known },
        order: { item },
        step: asked,
        file,
        rowsBudget: CAPTURED_ROWS_BUDGET,
        timeoutMs: Math.min(step.timeoutMs, LONGEST_LOOK_MS),
        signal: new AbortController().signal,
      },
    )
    yield { answer: judgeLive(asked, planned, result, name), asked: { block: planned, result } }
  }
}

/** Positions from 1 and what stands there; one nameless 0 where the block is about the whole step. */
function itemsOf({ captures, values }: Known, { each }: Step, { on, uses }: Block): [number, string | undefined][] {
  const names = each === undefined ? [] : [each.item, `${each.item}_host`, `${each.item}_instance`]
  if (each === undefined || ![on, ...uses].some((name) => names.includes(name))) return [[0, undefined]]
  const list = captures[each.of] ?? values[each.of]
  return Array.isArray(list) ? list.map((item, index) => [index + 1, String(item)]) : []
}
