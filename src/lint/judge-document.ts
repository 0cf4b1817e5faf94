/** A document as it is judged at the door: when the bot loads it, by `check`, and when a worker takes it in. */
import { sortFaults, type Fault, type Report } from '../text/fault.ts'
import { type Beside, type Origin } from '../procedure/include/beside.ts'
import { readRules } from '../procedure/include/read-rules.ts'
import { writeOut } from '../procedure/include/write-out.ts'
import { draftProcedure, type Places, type ProcedureDraft } from '../procedure/document/read-procedure.ts'
import type { DocumentFault } from '../procedure/document/document-fault.ts'
import type { Procedure } from '../procedure/procedure.ts'
import { sayDocumentFaults } from '../procedure/say/document-fault.ts'
import { sayIncludeFault } from '../procedure/say/fault-of-include.ts'
import { checkCharacters } from './document-characters.ts'
import { lintPowershell } from './powershell/lint.ts'
import type { Readers } from './readers.ts'
import { USUAL_READERS } from './usual-readers.ts'
import { checkSecrets } from './secret-parameters.ts'
import { lintSql } from './sql/lint.ts'

/** A document with faults still says its command, where that can be read. */
export type JudgedDocument = { procedure: Procedure; places: Places } | { faults: Fault[]; command?: string }

/**
 * The procedure, or everything that is wrong with the document, also with what its blocks say. `file` is its path as people know it; `readers` is what blocks that look may call;
 * `beside` is what it may include. A fault is said where it lies, be that in an included document.
 * A run that began is never judged so again: a stricter lint makes no old log another one.
 */
export function judgeDocument(file: string, text: string, readers: Readers = USUAL_READERS, beside: Beside = new Map()): JudgedDocument {
  const written = writeOut({ file, text }, beside)
  const between = written.faults.map(({ fault, ...place }): Fault => ({ ...place, ...sayIncludeFault(fault) }))
  // Where it could not be written out, that is what is wrong; the rest is judged as it stands.
  const whole = between.length === 0 ? written : { text, origins: undefined }
  const draft = draftProcedure(file, whole.text)
  const { command, finish } = draft
  const said =
    between.length === 0
      ? [...sayDocumentFaults(file, draft.faults), ...lintDraft(file, whole.text, draft, readers)]
      : asFarAsKnown(file, whole.text, draft, readers)
  const placed = whole.origins === undefined ? said : said.map((fault) => ({ ...fault, ...placeOf(fault, file, whole.origins ?? []) }))
  const all = sortFaults([...between, ...placed])
  if (all.length > 0) return { faults: all, ...(command === undefined ? {} : { command }) }
  const { procedure, places } = finish()
  const inItsFile = <T extends { line: number }>(each: T): T => ({ ...each, ...(whole.origins && placeOf(each, file, whole.origins)) })
  return { procedure, places: { ...places, gates: places.gates.map(inItsFile), notices: places.notices.map(inItsFile) } }
}

/** What is wrong whatever the included steps would have said: what stands behind them may use what they find, and lie behind their gates. */
function asFarAsKnown(file: string, text: string, draft: ProcedureDraft, readers: Readers): Fault[] {
  const alone = (is: DocumentFault['is']): boolean => is === 'include-alone' || is === 'rule-alone'
  const first = Math.min(...draft.faults.filter(({ fault }) => fault.is === 'include-alone').map(({ line }) => line))
  const known = draft.faults.filter(
    ({ line, fault: { is } }) => !alone(is) && (line < first || (is !== 'run-without-gate' && is !== 'no-such-value')),
  )
  const blocks = draft.blocks.map(({ block, scope }) => ({ block, scope: block.line < first ? scope : { ...scope, open: true } }))
  return [...sayDocumentFaults(file, known), ...lintDraft(file, text, { ...draft, blocks }, readers)]
}

/** Where this line of the text is from. */
function placeOf({ line }: { line: number }, file: string, origins: readonly Origin[]): Origin {
  return origins[line - 1] ?? { file, line }
}

/** The rules that documents may cite are judged as their blocks are. */
export function judgeRules(file: string, text: string, readers: Readers = USUAL_READERS): Fault[] {
  const { faults, outline, blocks } = readRules(text)
  return sortFaults([...sayDocumentFaults(file, faults), ...lintDraft(file, text, { blocks, ...(outline && { outline }) }, readers)])
}

function lintDraft(
  file: string,
  text: string,
  { outline, head, blocks }: Pick<ProcedureDraft, 'outline' | 'head' | 'blocks'>,
  readers: Readers,
): Fault[] {
  const faults: Fault[] = []
  const report: Report = (line, what, next) => faults.push({ file, line, what, next })
  if (outline !== undefined) checkCharacters(file, text, outline, report)
  checkSecrets(head?.parameters ?? [], report)
  for (const { block, scope } of blocks) {
    if (block.language === 'http' || block.text.trim() === '') continue
    const lint = block.language === 'sql' ? lintSql : lintPowershell
    lint(block, scope, (line, what, next) => report(block.line + line, what, next), readers)
  }
  return faults
}
