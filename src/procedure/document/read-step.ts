/** A `##` section as a step: its options and its blocks. */
import type { DocumentReport } from './document-fault.ts'
import type { Fence, Section } from './outline.ts'
import type { Step } from '../procedure.ts'
import { readFence } from './read-fence.ts'
import type { BlockDraft } from './read-fence.ts'
import { readStepOptions } from './step-options.ts'
import type { StepOptions } from './step-options.ts'

/** A step before its names are known. `lineOf` gives the line of an option, or of the heading. */
export interface StepDraft extends Pick<Step, 'id' | 'number' | 'title' | 'prose' | 'line'> {
  options: StepOptions
  /** The included document that it stands in. */
  from?: string
  lineOf: (option: keyof StepOptions) => number
  blocks: BlockDraft[]
  /** Some of it could not be read, which is reported: what it lacks may stand there. */
  unsure?: true
  /** What is done in turn for each item. */
  substeps: StepDraft[]
  /** Of a sub-step: which of its step's it is, from 1. */
  substep?: number
  /** Of captures that the blocks of an included step call otherwise. */
  columns?: Record<string, string>
}

export function readStep(section: Section, number: number, report: DocumentReport): StepDraft {
  const below = section.sections.filter(({ fences }) => fences.length > 0)
  if (below.length === 0) return readSection(section, number, report)
  const whole = readSection(
    { ...section, fences: section.fences.filter(({ line }) => line < (section.sections[0]?.line ?? line)) },
    number,
    report,
  )
  // Without a list there are no turns: what stands below smaller headings is the step's own.
  if (whole.options.each === undefined) return readSection(section, number, report)
  const { each, when } = whole.options
  const substeps = section.sections.map((part, index): StepDraft => {
    const draft = readSection(part, number, report)
    for (const key of NOT_OF_SUBSTEPS) {
      if (draft.options[key] === undefined) continue
      report(draft.lineOf(key), { is: 'option-of-substep', key })
      delete draft.options[key]
    }
    for (const { role, line } of draft.blocks) if (role === 'undo') report(line - 1, { is: 'undo-of-substep' })
    return { ...draft, substep: index + 1, options: { ...draft.options, each, ...(when && { when }) } }
  })
  for (const key of NOT_BESIDE_SUBSTEPS)
    if (whole.options[key] !== undefined) report(whole.lineOf(key), { is: 'option-beside-substeps', key })
  for (const { role, line } of whole.blocks) if (role !== 'read') report(line - 1, { is: 'block-beside-substeps', role })
  return { ...whole, prose: (whole.prose.split(/^### /m, 1)[0] ?? '').trimEnd(), substeps }
}

/** What is said of the step as a whole. */
const NOT_OF_SUBSTEPS = ['gate', 'one-way', 'when', 'each', 'notify', 'rules', 'report', 'include', 'with'] as const
/** What is said of each sub-step. */
const NOT_BESIDE_SUBSTEPS = ['timeout', 'settle', 'repeatable', 'wait', 'confirm', 'check', 'because', 'rules', 'report'] as const

function readSection(section: Section, number: number, report: DocumentReport): StepDraft {
  const id = slugOf(section.title)
  if (id === '') report(section.line, { is: 'no-letters' })
  const yaml = section.fences.filter((fence) => /^yaml\b/.test(fence.info) && !isIncluded(fence))
  const [first, ...more] = yaml
  for (const fence of more) report(fence.line, { is: 'second-options' })
  for (const { info, line } of yaml.filter((fence) => fence.info.trim() !== 'yaml'))
    report(line, { is: 'word-after-yaml', written: info.trim().split(/\s+/)[1] ?? '' })
  const { options, lineOf, unsure } = readStepOptions(first, section.line, report)
  const fences = section.fences.filter((fence) => !yaml.includes(fence) && !isIncluded(fence))
  const blocks = fences.flatMap((fence) => readFence(fence, report) ?? [])
  return {
    id,
    number,
    title: section.title,
    prose: section.prose,
    line: section.line,
    options,
    lineOf,
    substeps: [],
    blocks,
    ...((unsure || section.lost === true || blocks.length < fences.length) && { unsure: true }),
  }
}

/** Where the step of an included document is written out: what the plan calls its names. */
export function isIncluded({ info }: Fence): boolean {
  return /^yaml included\s*$/.test(info)
}

/** Letters and digits of any script in small letters, joined by dashes. */
function slugOf(title: string): string {
  return title
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .join('-')
}
