/** A document as it is judged at the door: when the bot loads it, by `check`, and when a worker takes it in. */
import { sortFaults, type Fault, type Report } from '../text/fault.ts'
import { draftProcedure, type Places, type ProcedureDraft } from '../procedure/document/read-procedure.ts'
import type { Procedure } from '../procedure/procedure.ts'
import { sayDocumentFaults } from '../procedure/say/document-fault.ts'
import { checkCharacters } from './document-characters.ts'
import { lintPowershell } from './powershell/lint.ts'
import type { Readers } from './readers.ts'
import { USUAL_READERS } from './usual-readers.ts'
import { checkSecrets } from './secret-parameters.ts'
import { lintSql } from './sql/lint.ts'

/** A document with faults still says its command, where that can be read. */
export type JudgedDocument = { procedure: Procedure; places: Places } | { faults: Fault[]; command?: string }

/**
 * The procedure, or everything that is wrong with the document, also with what its blocks say. `file` is its path as people know it; `readers` is what blocks that look may call.
 * A run that began is never judged so again: a stricter lint makes no old log another one.
 */
export function judgeDocument(file: string, text: string, readers: Readers = USUAL_READERS): JudgedDocument {
  const draft = draftProcedure(file, text)
  const { command, finish } = draft
  const faults = sortFaults([...sayDocumentFaults(file, draft.faults), ...lintDraft(file, text, draft, readers)])
  return faults.length === 0 ? finish() : { faults, ...(command === undefined ? {} : { command }) }
}

function lintDraft(file: string, text: string, { outline, head, blocks }: ProcedureDraft, readers: Readers): Fault[] {
  const faults: Fault[] = []
  const report: Report = (line, what, next) => faults.push({ file, line, what, next })
  if (outline !== undefined) checkCharacters(file, text, outline, report)
  checkSecrets(head?.parameters ?? [], report)
  for (const { block, scope } of blocks) {
    const lint = block.language === 'sql' ? lintSql : lintPowershell
    lint(block, scope, (line, what, next) => report(block.line + line, what, next), readers)
  }
  return faults
}
