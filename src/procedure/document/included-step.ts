/** A step of an included document where it is written out: a fence says what the plan calls its names, and when it is passed over beside its own conditions. */
import { databaseParameter } from '../plan-block.ts'
import { readYamlMap } from '../../yaml/read-map.ts'
import type { Question, Step } from '../procedure.ts'
import type { DocumentReport } from './document-fault.ts'
import { planName, throughAll, type OtherNames } from './other-names.ts'
import type { Fence, Section } from './outline.ts'
import type { BlockDraft } from './read-fence.ts'
import { isIncluded, readStep, type StepDraft } from './read-step.ts'
import { readConditions, type WrittenCondition } from './step-options.ts'

/** One including document; of several the outermost stands first. */
interface Layer {
  from: string
  names: OtherNames
  when: WrittenCondition[]
}

/** The step in the names of the plan; only the texts of its blocks keep their own. */
export function readWrittenStep(section: Section, number: number, report: DocumentReport): StepDraft {
  const step = readStep(section, number, report)
  const included = section.fences.filter(isIncluded)
  return included.length === 0
    ? step
    : renamed(
        step,
        included.map((fence) => readIncluded(fence, report)),
      )
}

function readIncluded(fence: Fence, report: DocumentReport): Layer {
  const map = readYamlMap(fence.text, fence.line + 1, report)
  const { from, names, when } = map.data
  const pairs = Object.entries(typeof names === 'object' && names !== null ? names : {})
  return {
    from: String(from),
    names: Object.fromEntries(pairs.map(([name, plan]) => [name, String(plan)])),
    when: when === undefined ? [] : readConditions(when, map, report),
  }
}

function renamed(draft: StepDraft, layers: readonly Layer[]): StepDraft {
  const innermost = layers.at(-1)
  const inner = innermost?.names ?? {}
  const names = throughAll(
    layers.slice(0, -1).map((layer) => layer.names),
    inner,
  )
  const meant = (name: string): string => planName(names, name) ?? name
  const { captures, each, confirm, notify, when = [], ...options } = draft.options
  const above = layers.flatMap((layer, depth) => {
    const outer = layers.slice(0, depth).map((each) => each.names)
    return layer.when.map((condition) => ({
      ...condition,
      name: outer.reduceRight((name, layerNames) => planName(layerNames, name) ?? name, condition.name),
    }))
  })
  const conditions = [...above, ...when.map((condition) => ({ ...condition, name: meant(condition.name) }))]
  return {
    ...draft,
    ...(innermost && { from: innermost.from }),
    options: {
      ...options,
      ...(captures && { captures: Object.fromEntries(Object.entries(captures).map(([name, type]) => [meant(name), type])) }),
      ...(each && { each: { item: meant(each.item), of: meant(each.of) } }),
      ...(confirm && { confirm: renamedQuestions(confirm, meant) }),
      ...(notify && { notify: { ...notify, say: renamedSentence(notify.say, meant) } }),
      ...(conditions.length > 0 && { when: conditions }),
    },
    ...(captures && { columns: Object.fromEntries(Object.keys(captures).map((name) => [meant(name), name])) }),
    blocks: draft.blocks.map((block) => renamedBlock(block, names)),
    substeps: draft.substeps.map((substep) => renamed(substep, layers)),
  }
}

function renamedQuestions({ more, ...first }: NonNullable<Step['confirm']>, meant: (name: string) => string): NonNullable<Step['confirm']> {
  const renamedQuestion = (question: Question): Question => ({
    ...question,
    ask: renamedSentence(question.ask, meant),
    ...(question.name !== undefined && { name: meant(question.name) }),
  })
  return { ...renamedQuestion(first), ...(more && { more: more.map(renamedQuestion) }) }
}

function renamedSentence(sentence: string, meant: (name: string) => string): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => `{${meant(name)}}`)
}

function renamedBlock(block: BlockDraft, names: OtherNames): BlockDraft {
  const { on } = block
  const database = databaseParameter(block)
  return {
    ...block,
    on: planName(names, on) ?? on,
    ...(database !== undefined && { database: `@${planName(names, database) ?? database}` }),
    names: block.names === undefined ? names : throughAll([names], block.names),
  }
}
