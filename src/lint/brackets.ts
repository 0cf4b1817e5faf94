/** Brackets that do not come in pairs: a block with such a syntax error would be approved, and fail as a whole. */
import type { LintReport } from './report.ts'

interface Token {
  kind: string
  value: string
  line: number
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' }

/** Reports the first of them; `pairs` are the opening brackets of the language. */
export function lintBrackets(tokens: readonly Token[], pairs: readonly string[], report: LintReport): void {
  const open: { bracket: string; line: number }[] = []
  const closing = new Set(pairs.map((bracket) => CLOSING[bracket]))
  for (const { kind, value, line } of tokens) {
    if (kind !== 'symbol') continue
    const bracket = value.at(-1) ?? ''
    if (pairs.includes(bracket)) open.push({ bracket, line })
    else if (closing.has(value)) {
      const last = open.pop()
      if (last !== undefined && CLOSING[last.bracket] === value) continue
      return report(line, `\`${value}\` closes nothing`, last === undefined ? 'remove it' : `close \`${last.bracket}\` before it`)
    }
  }
  const last = open.at(-1)
  if (last !== undefined) report(last.line, `\`${last.bracket}\` begins here and never ends`, 'close it')
}
