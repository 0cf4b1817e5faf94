import { METHODS } from '../../lint/powershell/methods.ts'
import type { Credential, ShellValue } from './outcome.ts'
import type { ShellReaders } from './target.ts'
import type { Purpose } from '../sql/log-in.ts'

/** What the host is asked; every text is marked with a leading `=`, because ConvertFrom-Json turns texts that look like dates into dates. */
export type ShellRequest =
  | { id: string; op: 'run'; purpose: Purpose; text: string; values: Record<string, unknown>; firstLine: number }
  | { id: string; op: 'import'; module: string }
  | { id: string; op: 'initialise'; text: string; values: Record<string, unknown> }
  | ({ id: string; op: 'readers'; methods: typeof METHODS } & ShellReaders)
  | { id: string; op: 'stop' }

/** A block that looks is judged by the host, and runs where nothing but readers is; one that acts has a whole PowerShell. */
export interface SentBlock {
  purpose: Purpose
  text: string
  values: Record<string, ShellValue>
  firstLine: number
}

export function runRequest(id: string, { purpose, text, values, firstLine }: SentBlock): ShellRequest {
  return { id, op: 'run', purpose, text: `=${text}`, values: markAll(values), firstLine }
}

/** What a new process is told before its first block, in this order; each with its name for people. */
export function startRequests(
  modules: readonly string[],
  initialise: { text: string; values: Record<string, ShellValue> } | undefined,
  readers: ShellReaders | undefined,
): [what: string, request: ShellRequest][] {
  return [
    ...modules.map((name): [string, ShellRequest] => [`module ${name}`, { id: 'import', op: 'import', module: `=${name}` }]),
    ...(initialise === undefined ? [] : [initialiseRequest(initialise)]),
    ...(readers === undefined ? [] : [readersRequest(readers)]),
  ]
}

function readersRequest({ cmdlets, programs, addresses }: ShellReaders): [string, ShellRequest] {
  return ['list of readers', { id: 'readers', op: 'readers', cmdlets, programs, addresses, methods: METHODS }]
}

function initialiseRequest({ text, values }: { text: string; values: Record<string, ShellValue> }): [string, ShellRequest] {
  return ['`initialise` script', { id: 'initialise', op: 'initialise', text: `=${text}`, values: markAll(values) }]
}

function markAll(values: Record<string, ShellValue>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, mark(value)]))
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
