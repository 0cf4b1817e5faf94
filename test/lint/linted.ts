import type { Readers } from '../../src/lint/readers.ts'
import { withReaders } from '../../src/lint/usual-readers.ts'
import type { LintReport } from '../../src/lint/report.ts'
import type { Role } from '../../src/procedure/procedure.ts'
import type { Scope } from '../../src/procedure/document/scope.ts'

const KNOWN = ['database', 'share', 'size', 'backup_host']

/** A document with four values that a block may use, and one that it may not yet. */
export const SCOPE: Scope = {
  names: [...KNOWN, 'later'],
  find: (name) => (KNOWN.includes(name) ? 'ok' : name === 'later' ? { is: 'captured-later', name, step: 9 } : undefined),
}

/** With a cmdlet of ours that only looks. */
export const READERS = withReaders({ cmdlets: [{ name: 'Get-Thing', parameters: 'any' }] })

type Lint = (block: { text: string; role: Role }, scope: Scope, report: LintReport, readers: Readers) => void

/** The faults of a block, `line: what; next`. */
export function linted(lint: Lint, role: Role, text: string): string[] {
  const faults: string[] = []
  lint({ text, role }, SCOPE, (line, what, next) => faults.push(`${line}: ${what}; ${next}`), READERS)
  return faults
}
