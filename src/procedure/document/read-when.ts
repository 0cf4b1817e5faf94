/** `when: { name: value }`: the value is read by the name's type. */
import { didYouMean } from '../../text/closest-name.ts'
import type { Report } from '../../text/fault.ts'
import { misuse } from './names-in-scope.ts'
import type { KnownName } from './names-in-scope.ts'
import type { Condition } from '../procedure.ts'
import type { FrontMatter } from './read-front-matter.ts'
import type { StepDraft } from './read-step.ts'
import { sayValueFault } from './say-value-fault.ts'
import { readWritten } from '../value/read-answer.ts'

export function readWhen(step: StepDraft, names: readonly KnownName[], head: FrontMatter, report: Report): Condition | undefined {
  const { name, written } = step.options.when ?? { name: '', written: '' }
  const line = step.lineOf('when')
  const usable = names.filter(({ from, type }) => from !== 'item' && !type.list)
  const known = names.find((each) => each.name === name && each.from !== 'item')
  if (known === undefined) {
    const advice = didYouMean(
      name,
      usable.map((each) => each.name),
      'name a parameter or an earlier capture',
    )
    report(line, `\`${name}\` is neither a parameter nor a capture`, advice)
    return undefined
  }
  const wrong = misuse(known, { number: step.number, options: {}, blocks: [] }, undefined)
  if (wrong !== undefined) report(line, wrong.what, wrong.next)
  if (head.unsure.has(name)) return undefined
  if (known.type.list) {
    report(line, `\`${name}\` is a list, which equals no single value`, 'name a parameter or a capture that has one value')
    return undefined
  }
  const asked = head.parameters?.find((parameter) => parameter.name === name)
  const read = readWritten(asked ?? { name, type: known.type, ask: '', line }, written, undefined)
  if ('value' in read) return { name, equals: read.value }
  report(line, `\`${name}\` can never have this value: ${sayValueFault(read.fault).replace(/\.$/, '')}`, 'write one that it can have')
  return undefined
}
