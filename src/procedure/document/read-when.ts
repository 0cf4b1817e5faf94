/** `when: { name: value }` and its other tests: each value is read by the name's type. */
import type { DocumentReport } from './document-fault.ts'
import { misuse } from './names-in-scope.ts'
import type { KnownName } from './names-in-scope.ts'
import type { Condition, Parameter } from '../procedure.ts'
import type { FrontMatter } from './read-front-matter.ts'
import type { StepDraft } from './read-step.ts'
import type { WrittenCondition } from './step-options.ts'
import { readWritten } from '../value/read-answer.ts'

/** Those that could be read. */
export function readWhen(step: StepDraft, names: readonly KnownName[], head: FrontMatter, report: DocumentReport): Condition[] {
  return (step.options.when ?? []).flatMap((written) => readCondition(written, step, names, head, report) ?? [])
}

function readCondition(
  { name, line, tests }: WrittenCondition,
  step: StepDraft,
  names: readonly KnownName[],
  head: FrontMatter,
  report: DocumentReport,
): Condition | undefined {
  const known = names.find((each) => each.name === name && each.from !== 'item')
  if (known === undefined) {
    const usable = names.filter(({ from, type }) => from !== 'item' && !type.list)
    report(line, { is: 'no-such-value', of: 'condition', name, known: usable.map((each) => each.name) })
    return undefined
  }
  // A capture of a conditional step may stand beside the very condition under which it is captured.
  const others = (step.options.when ?? []).filter((other) => other.name !== name)
  const wrong = misuse(known, { number: step.number, options: { when: others }, blocks: [] }, undefined)
  if (wrong !== undefined) report(line, wrong)
  if (head.unsure.has(name)) return undefined
  if (known.type.list) {
    report(line, { is: 'condition-on-list', name })
    return undefined
  }
  const asked = head.parameters?.find((parameter) => parameter.name === name)
  return readTests(
    tests,
    asked ?? { name, type: known.type, ask: '', line, ...(known.choices && { choices: known.choices }) },
    line,
    report,
  )
}

function readTests(tests: WrittenCondition['tests'], of: Parameter, line: number, report: DocumentReport): Condition {
  const { name } = of
  const valueOf = (written: string) => {
    const read = readWritten(of, written, undefined)
    if ('value' in read) return [read.value]
    report(line, { is: 'never-equal', name, fault: read.fault })
    return []
  }
  const condition: Condition = { name }
  if (tests.equals !== undefined) for (const value of valueOf(tests.equals)) condition.equals = value
  if (tests.not !== undefined) for (const value of valueOf(tests.not)) condition.not = value
  if (tests.in !== undefined) condition.in = tests.in.flatMap(valueOf)
  const { 'at-least': least, 'at-most': most } = tests
  if (least === undefined && most === undefined) return condition
  if (of.type.of !== 'integer' && of.type.of !== 'duration') {
    report(line, { is: 'condition-without-order', name })
    return condition
  }
  if (least !== undefined) for (const value of valueOf(least)) condition.atLeast = Number(value)
  if (most !== undefined) for (const value of valueOf(most)) condition.atMost = Number(value)
  if ((condition.atLeast ?? -Infinity) > (condition.atMost ?? Infinity)) report(line, { is: 'condition-never-true', name })
  return condition
}
