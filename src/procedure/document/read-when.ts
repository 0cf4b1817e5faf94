/** `when: { name: value }`: the value is read by the name's type. */
import type { DocumentReport } from './document-fault.ts'
import { misuse } from './names-in-scope.ts'
import type { KnownName } from './names-in-scope.ts'
import type { Condition } from '../procedure.ts'
import type { FrontMatter } from './read-front-matter.ts'
import type { StepDraft } from './read-step.ts'
import { readWritten } from '../value/read-answer.ts'

export function readWhen(step: StepDraft, names: readonly KnownName[], head: FrontMatter, report: DocumentReport): Condition | undefined {
  const { name, written } = step.options.when ?? { name: '', written: '' }
  const line = step.lineOf('when')
  const known = names.find((each) => each.name === name && each.from !== 'item')
  if (known === undefined) {
    const usable = names.filter(({ from, type }) => from !== 'item' && !type.list)
    report(line, { is: 'no-such-value', of: 'condition', name, known: usable.map((each) => each.name) })
    return undefined
  }
  const wrong = misuse(known, { number: step.number, options: {}, blocks: [] }, undefined)
  if (wrong !== undefined) report(line, wrong)
  if (head.unsure.has(name)) return undefined
  if (known.type.list) {
    report(line, { is: 'condition-on-list', name })
    return undefined
  }
  const asked = head.parameters?.find((parameter) => parameter.name === name)
  const read = readWritten(asked ?? { name, type: known.type, ask: '', line }, written, undefined)
  if ('value' in read) return { name, equals: read.value }
  report(line, { is: 'never-equal', name, fault: read.fault })
  return undefined
}
