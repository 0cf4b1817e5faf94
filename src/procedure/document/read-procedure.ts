/** A Markdown document read as a procedure, with all its faults at once. What its blocks may say is judged at the door (`src/lint`), not here. */
import { createHash } from 'node:crypto'
import type { DocumentReport, FaultAt } from './document-fault.ts'
import { collectNames, scopeOf } from './names-in-scope.ts'
import type { KnownName } from './names-in-scope.ts'
import { readOutline } from './outline.ts'
import type { Outline } from './outline.ts'
import { CONVERSATION } from '../procedure.ts'
import type { Block, Procedure, Step, Substep } from '../procedure.ts'
import type { BlockDraft } from './read-fence.ts'
import { readFrontMatter } from './read-front-matter.ts'
import type { FrontMatter } from './read-front-matter.ts'
import { noText } from './plain-text.ts'
import { readWrittenStep } from './included-step.ts'
import { checkChoices, readChoices, scopeOfChoices, type ChoicesDraft } from './read-choices.ts'
import { checkAddress } from './read-http.ts'
import type { StepDraft } from './read-step.ts'
import { readWhen } from './read-when.ts'
import { planName } from './other-names.ts'
import type { Scope } from './scope.ts'
import { checkSteps } from './step-rules.ts'
import { usedNames } from './names-in-scope.ts'

const DEFAULT_TIMEOUT_MS = 10 * 60_000

/** Lines of what other files must know of a document. */
export interface Places {
  /** Of a key of the front matter. */
  lineOf: (path: readonly string[]) => number
  /** `file` where a gate stands in an included document. */
  gates: { policy: string; line: number; file?: string }[]
  /** Of the groups that are told something. */
  notices: { group: string; line: number; file?: string }[]
}

export type ReadProcedure = { procedure: Procedure; places: Places } | { faults: FaultAt[] }

/** A document as far as it can be read. */
export interface ProcedureDraft {
  faults: FaultAt[]
  command?: string
  /** Absent where the text is none. */
  outline?: Outline
  head?: FrontMatter
  steps: readonly StepDraft[]
  /** Each block with the names that it may use; empty where the parameters could not be read, because every name would look unknown then. */
  blocks: { block: BlockDraft; scope: Scope }[]
  /** Only for a draft without faults. */
  finish: () => { procedure: Procedure; places: Places }
}

/**
 * `file` is its path as people know it, e.g. `commands/failover-persistent-chat.md`; the procedure's id is the name without `.md`.
 * Bot, worker and verifier read the same text again for each of its runs: what was read lately is given again, and nobody can change it.
 */
export function readProcedure(file: string, text: string): ReadProcedure {
  const before = lately.find((one) => one.file === file && one.text === text)
  if (before !== undefined) return before.read
  const { faults, finish } = draftProcedure(file, text)
  const read = frozen(faults.length === 0 ? finish() : { faults })
  lately.unshift({ file, text, read })
  lately.splice(KEPT)
  return read
}

const KEPT = 16
const lately: { file: string; text: string; read: ReadProcedure }[] = []

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(Object.freeze(value))) frozen(part)
  return value
}

export function draftProcedure(file: string, text: string): ProcedureDraft {
  const faults: FaultAt[] = []
  const report: DocumentReport = (line, fault) => faults.push({ line, fault })
  const unreadable = noText(text)
  if (unreadable !== undefined) return { faults: [unreadable], steps: [], blocks: [], finish: unfinished }
  const outline = readOutline(text, report)
  const begun = outline.frontMatter === undefined && /^---[ \t]*[\r\n]/.test(text)
  const head = readFrontMatter(outline.frontMatter, begun ? (line) => report(line, { is: 'open-front-matter' }) : report)
  const choices = readChoices(outline.intro.fences, report)
  const drafts = outline.sections.map((section, index) => readWrittenStep(section, index + 1, report))
  const readSoFar = { outline, head, steps: drafts, ...(head.command === undefined ? {} : { command: head.command }) }
  // Without any parameters every name would look unknown: that is no fault of the steps.
  if (head.parameters === undefined) return { ...readSoFar, faults, blocks: [], finish: unfinished }
  const known = collectNames(head.parameters, drafts, report)
  checkSteps(drafts, known, head, report)
  for (const draft of drafts.flatMap((each) => [each, ...each.substeps]))
    for (const block of draft.blocks) checkAddress(block, scopeOf(known, draft, block), report)
  checkChoices(choices, known, head, report)
  const steps = drafts.map((draft) => finishStep(draft, known, head, report))
  return {
    ...readSoFar,
    faults,
    blocks: [
      ...choices.map((block) => ({ block, scope: scopeOfChoices(known) })),
      ...drafts
        .flatMap((draft) => [draft, ...draft.substeps])
        .flatMap((draft) => draft.blocks.map((block) => ({ block, scope: scopeOf(known, draft, block) }))),
    ],
    finish: () => {
      const gates = drafts.flatMap(({ options, lineOf }) =>
        options.gate === undefined ? [] : [{ policy: options.gate, line: lineOf('gate') }],
      )
      const notices = drafts.flatMap(({ options: { notify }, lineOf }) =>
        notify === undefined || notify.to === CONVERSATION ? [] : [{ group: notify.to, line: lineOf('notify') }],
      )
      return {
        procedure: assemble(file, text, head, outline, { steps, ...finishChoices(choices, known) }),
        places: { lineOf: head.lineOf, gates, notices },
      }
    },
  }
}

function unfinished(): never {
  throw new Error('a document with faults is no procedure')
}

function finishChoices(drafts: readonly ChoicesDraft[], names: readonly KnownName[]): Pick<Procedure, 'choices'> {
  if (drafts.length === 0) return {}
  return { choices: drafts.map((draft) => ({ ...draft, uses: usedNames(draft, scopeOfChoices(names)) })) }
}

function finishSubstep(draft: StepDraft, names: readonly KnownName[]): Substep {
  const { title, prose, options } = draft
  return {
    title,
    prose,
    timeoutMs: options.timeout ?? DEFAULT_TIMEOUT_MS,
    settleMs: options.settle ?? 0,
    repeatable: options.repeatable ?? false,
    ...(options.wait === undefined ? {} : { waitMs: options.wait }),
    ...(options.confirm === undefined ? {} : { confirm: options.confirm }),
    captures: options.captures ?? {},
    ...(options.because === undefined ? {} : { uncheckedBecause: options.because }),
    ...(draft.columns === undefined ? {} : { columns: draft.columns }),
    blocks: draft.blocks.map((block) => finishBlock(block, scopeOf(names, draft, block))),
  }
}

function finishStep(draft: StepDraft, names: readonly KnownName[], head: FrontMatter, report: DocumentReport): Step {
  const { id, number, line, from, options, substeps } = draft
  const when = options.when === undefined ? undefined : readWhen(draft, names, head, report)
  return {
    id,
    number,
    line,
    ...(from === undefined ? {} : { from }),
    ...finishSubstep(draft, names),
    ...(options.gate === undefined ? {} : { gate: options.gate }),
    oneWay: options['one-way'] ?? false,
    ...(when === undefined ? {} : { when }),
    ...(options.each === undefined ? {} : { each: options.each }),
    ...(options.notify === undefined ? {} : { notify: options.notify }),
    ...(substeps.length === 0 ? {} : { substeps: substeps.map((substep) => finishSubstep(substep, names)) }),
  }
}

function finishBlock({ names, ...block }: BlockDraft, scope: Scope): Block {
  const used = usedNames(block, scope)
  if (names === undefined) return { ...block, uses: used }
  const as = Object.fromEntries(used.map((name) => [name, planName(names, name) ?? name]))
  return { ...block, uses: [...new Set(Object.values(as))], as }
}

/** Only called without faults, when everything that must be there is there. */
function assemble(
  file: string,
  text: string,
  head: FrontMatter,
  outline: Outline,
  blocks: Pick<Procedure, 'steps' | 'choices'>,
): Procedure {
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
    ...blocks,
    text,
    hash: createHash('sha256').update(text, 'utf8').digest('hex'),
  }
}
