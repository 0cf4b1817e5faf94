import type { Role } from '../../src/procedure/procedure.ts'
import type { LintReport, LintResult, Scope } from '../../src/procedure/scope.ts'

const KNOWN = ['database', 'share', 'size', 'backup_host']

/** A document with four values that a block may use, and one that it may not yet. */
const SCOPE: Scope = {
  names: [...KNOWN, 'later'],
  find: (name) => (KNOWN.includes(name) ? 'ok' : name === 'later' ? { what: '`later` is captured later', next: 'wait' } : undefined),
}

type Lint = (block: { text: string; role: Role }, scope: Scope, report: LintReport) => LintResult

export function linted(lint: Lint, role: Role, text: string): { uses: string[]; faults: string[] } {
  const faults: string[] = []
  const { uses } = lint({ text, role }, SCOPE, (line, what, next) => faults.push(`${line}: ${what}; ${next}`))
  return { uses, faults }
}
