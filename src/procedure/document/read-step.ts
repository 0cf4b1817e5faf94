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
  lineOf: (option: keyof StepOptions) => number
  blocks: BlockDraft[]
  /** Of captures that the blocks of an included step call otherwise. */
  columns?: Record<string, string>
}

export function readStep(section: Section, number: number, report: DocumentReport): StepDraft {
  const id = slugOf(section.title)
  if (id === '') report(section.line, { is: 'no-letters' })
  const yaml = section.fences.filter((fence) => /^yaml\b/.test(fence.info) && !isIncluded(fence))
  const [first, ...more] = yaml
  for (const fence of more) report(fence.line, { is: 'second-options' })
  for (const { info, line } of yaml.filter((fence) => fence.info.trim() !== 'yaml'))
    report(line, { is: 'word-after-yaml', written: info.trim().split(/\s+/)[1] ?? '' })
  const { options, lineOf } = readStepOptions(first, section.line, report)
  const blocks = section.fences.flatMap((fence) => (yaml.includes(fence) || isIncluded(fence) ? [] : (readFence(fence, report) ?? [])))
  return {
    id,
    number,
    title: section.title,
    prose: section.prose,
    line: section.line,
    options,
    lineOf,
    blocks,
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
