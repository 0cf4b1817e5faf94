/** A Markdown document read as a procedure, with all its faults at once. */
import { createHash } from 'node:crypto'
import { LONGEST_DOCUMENT } from './bounds.ts'
import { checkCharacters } from '../lint/document-characters.ts'
import type { Report } from './fault.ts'
import { sortFaults } from './fault.ts'
import { collectNames, scopeOf } from './names-in-scope.ts'
import type { KnownName } from './names-in-scope.ts'
import { readOutline } from './outline.ts'
import type { Outline } from './outline.ts'
import { lintPowershell } from '../lint/powershell/lint.ts'
import type { Block, Fault, Procedure, Step } from './procedure.ts'
import { readFrontMatter } from './read-front-matter.ts'
import type { FrontMatter } from './read-front-matter.ts'
import { readStep } from './read-step.ts'
import type { StepDraft } from './read-step.ts'
import { readWhen } from './read-when.ts'
import { lintSql } from '../lint/sql/lint.ts'
import { checkSteps } from './step-rules.ts'

const DEFAULT_TIMEOUT_MS = 10 * 60_000

/** Lines of what other files must know of a document. */
export interface Places {
  /** Of a key of the front matter. */
  lineOf: (path: readonly string[]) => number
  gates: { policy: string; line: number }[]
}

/**
 * `file` is its path as people know it, e.g. `commands/failover-persistent-chat.md`; the procedure's id is the name without `.md`.
 * A document with faults still says its command, where that can be read.
 */
export function readProcedure(
  file: string,
  text: string,
): { procedure: Procedure; places: Places } | { faults: Fault[]; command?: string } {
  const faults: Fault[] = []
  const report: Report = (line, what, next) => faults.push({ file, line, what, next })
  if (!text.isWellFormed() || text.includes('\0') || text.startsWith('\uFEFF')) {
    report(1, 'this is not plain UTF-8 text', 'save it as UTF-8 without a byte order mark')
    return { faults }
  }
  if (text.length > LONGEST_DOCUMENT) {
    report(1, `this document has ${text.length} characters, and ${LONGEST_DOCUMENT} are possible`, 'make two procedures of it')
    return { faults }
  }
  const outline = readOutline(text, report)
  checkCharacters(file, text, outline, report)
  const head = readFrontMatter(outline.frontMatter, report)
  refuseEarlyFences(outline, report)
  const drafts = outline.sections.map((section, index) => readStep(section, index + 1, report))
  // Without any parameters every name would look unknown: that is no fault of the steps.
  const known = head.parameters === undefined ? undefined : collectNames(head.parameters, drafts, report)
  if (known !== undefined) checkSteps(drafts, known, head, report)
  const steps = known === undefined ? [] : drafts.map((draft) => finishStep(draft, known, head, report))
  if (faults.length > 0) return { faults: sortFaults(faults), ...(head.command === undefined ? {} : { command: head.command }) }
  const gates = drafts.flatMap(({ options, lineOf }) =>
    options.gate === undefined ? [] : [{ policy: options.gate, line: lineOf('gate') }],
  )
  return { procedure: assemble(file, text, head, outline, steps), places: { lineOf: head.lineOf, gates } }
}

function refuseEarlyFences(outline: Outline, report: Report): void {
  for (const fence of outline.intro.fences)
    report(fence.line, 'this block stands before the first step', 'put it under a `##` heading, or make it ```text')
}

function finishStep(draft: StepDraft, names: readonly KnownName[], head: FrontMatter, report: Report): Step {
  const { id, number, title, prose, line, options } = draft
  const when = options.when === undefined ? undefined : readWhen(draft, names, head, report)
  return {
    id,
    number,
    title,
    prose,
    line,
    ...(options.gate === undefined ? {} : { gate: options.gate }),
    oneWay: options['one-way'] ?? false,
    timeoutMs: options.timeout ?? DEFAULT_TIMEOUT_MS,
    settleMs: options.settle ?? 0,
    repeatable: options.repeatable ?? false,
    ...(when === undefined ? {} : { when }),
    ...(options.each === undefined ? {} : { each: options.each }),
    ...(options.confirm === undefined ? {} : { confirm: options.confirm }),
    captures: options.captures ?? {},
    ...(options.because === undefined ? {} : { uncheckedBecause: options.because }),
    blocks: draft.blocks.map((block): Block => {
      const lint = block.language === 'sql' ? lintSql : lintPowershell
      const { uses } = lint(block, scopeOf(names, draft, block.role), (inner, what, next) => report(block.line + inner, what, next))
      return { ...block, uses }
    }),
  }
}

/** Only called without faults, when everything that must be there is there. */
function assemble(file: string, text: string, head: FrontMatter, outline: Outline, steps: Step[]): Procedure {
  const { parameters = [], unsure: _unsure, lineOf: _lineOf, command = '', title = '', policy = '', lock = '', ...rest } = head
  return {
    id: file.replace(/^.*[\\/]/, '').replace(/\.md$/, ''),
    command,
    title,
    policy,
    lock,
    ...rest,
    parameters,
    intro: outline.intro.prose,
    steps,
    text,
    hash: createHash('sha256').update(text, 'utf8').digest('hex'),
  }
}
