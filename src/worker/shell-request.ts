import type { Credential, ShellValue } from './block-outcome.ts'

/** What the host is asked; every text is marked with a leading `=`, because ConvertFrom-Json turns texts that look like dates into dates. */
export type ShellRequest =
  | { id: string; op: 'run'; text: string; values: Record<string, unknown>; firstLine: number; keep: boolean }
  | { id: string; op: 'import'; module: string }
  | { id: string; op: 'stop' }

export function runRequest(id: string, text: string, values: Record<string, ShellValue>, firstLine: number, keep: boolean): ShellRequest {
  const marked = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, mark(value)]))
  return { id, op: 'run', text: `=${text}`, values: marked, firstLine, keep }
}

export function importRequest(id: string, module: string): ShellRequest {
  return { id, op: 'import', module: `=${module}` }
}

/** Why these values cannot become variables, or nothing. PowerShell does not tell `$Pool` from `$pool`. */
export function faultOfValues(values: Record<string, ShellValue>): string | undefined {
  const seen = new Map<string, string>()
  for (const [name, value] of Object.entries(values)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      return `The value name ${JSON.stringify(name)} is no name of a PowerShell variable. Rename it.`
    const other = seen.get(name.toLowerCase())
    if (other !== undefined) return `The values ${other} and ${name} are one variable in PowerShell. Rename one.`
    seen.set(name.toLowerCase(), name)
    if (!isExact(value)) return `The value ${name} holds a number that is not exact in JavaScript. Pass it as text.`
  }
  return undefined
}

function isExact(value: ShellValue): boolean {
  if (Array.isArray(value)) return value.every(isExact)
  return typeof value !== 'number' || (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)))
}

function mark(value: ShellValue): unknown {
  if (typeof value === 'string') return `=${value}`
  if (Array.isArray(value)) return value.map(mark)
  return isCredential(value) ? { user: `=${value.user}`, password: `=${value.password}` } : value
}

function isCredential(value: ShellValue): value is Credential {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
