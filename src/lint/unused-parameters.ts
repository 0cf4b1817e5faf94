/** What is asked of people and then used nowhere: a forgotten line, or a name that is called otherwise where it should stand. */
import { partsOf } from '../procedure/document/names-in-scope.ts'
import { closestName } from '../text/closest-name.ts'
import { sentencesOf } from '../procedure/sentences.ts'
import { namesInDefault } from '../procedure/value/default.ts'
import type { Procedure } from '../procedure/procedure.ts'
import type { Fault } from '../text/fault.ts'

/**
 * Judged where the bot loads a document that is good otherwise, because a mistyped name is a fault of its own. A worker takes the document all the same:
 * it does no harm there.
 */
export function unusedParameters(file: string, { parameters, lock, intro, steps, choices = [] }: Procedure): Fault[] {
  const sections = steps.flatMap((step) => [step, ...(step.substeps ?? [])])
  const blocks = [...choices, ...sections.flatMap((section) => section.blocks)]
  const texts = [
    lock,
    intro,
    ...sections.flatMap((section) => [section.prose, ...sentencesOf(section)]),
    ...blocks.map(({ database }) => database),
  ]
  const used = new Set([
    ...parameters.flatMap(namesInDefault),
    ...blocks.flatMap(({ on, uses }) => [on, ...uses]),
    ...steps.flatMap(({ when, each }) => [...(when ?? []).map(({ name }) => name), each?.of]),
    ...texts.flatMap(namesIn),
  ])
  const locals = new Set(blocks.flatMap(({ text }) => variablesIn(text)).filter((name) => !used.has(name)))
  return parameters.flatMap(({ name, type, line }) => {
    const names = [name, ...partsOf(type).map((part) => `${name}_${part}`)]
    if (names.some((each) => used.has(each))) return []
    const near = closestName(name, locals)
    const next =
      near === undefined
        ? `use it in a block, \`lock\`, \`when\` or \`each\`, point at it as \`{${name}}\` in the text where a person needs it, or remove it`
        : `a block has a variable \`${near}\` of its own: use \`${name}\` there, or remove it`
    return [{ file, line, what: `\`${name}\` is asked for and used nowhere`, next }]
  })
}

/** Names that a text points at: `{pool}`, `` `pool` ``, `@pool`. */
function namesIn(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(/\{(\w+)\}|`[@$]?(\w+)`|[@$](\w+)/g)].map(
    ([, braced, quoted, marked]) => braced ?? quoted ?? marked ?? '',
  )
}

function variablesIn(block: string): string[] {
  return [...block.matchAll(/[@$]\{?(\w+)/g)].map(([, name = '']) => name)
}
