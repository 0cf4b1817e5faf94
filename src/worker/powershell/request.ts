import { METHODS } from '../../lint/powershell/methods.ts'
import type { ShellFault, ShellPart } from '../../run/facts/worker-fault.ts'
import type { ShellValue } from './outcome.ts'
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

/** What a new process is told before its first block, in this order. */
export function startRequests(
  modules: readonly string[],
  initialise: { text: string; values: Record<string, ShellValue> } | undefined,
  readers: ShellReaders | undefined,
): [part: ShellPart, request: ShellRequest][] {
  return [
    ...modules.map((name): [ShellPart, ShellRequest] => [
      { what: 'module', name },
      { id: 'import', op: 'import', module: `=${name}` },
    ]),
    ...(initialise === undefined ? [] : [initialiseRequest(initialise)]),
    ...(readers === undefined ? [] : [readersRequest(readers)]),
  ]
}

function readersRequest({ cmdlets, programs, addresses }: ShellReaders): [ShellPart, ShellRequest] {
  return [{ what: 'readers' }, { id: 'readers', op: 'readers', cmdlets, programs, addresses, methods: METHODS }]
}

function initialiseRequest({ text, values }: { text: string; values: Record<string, ShellValue> }): [ShellPart, ShellRequest] {
  return [{ what: 'initialise' }, { id: 'initialise', op: 'initialise', text: `=${text}`, values: markAll(values) }]
}

function markAll(values: Record<string, ShellValue>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, mark(value)]))
}

/** Why these values cannot become variables, or nothing. PowerShell does not tell `$Pool` from `$pool`. */
export function faultOfValues(values: Record<string, ShellValue>): ShellFault | undefined {
  const seen = new Map<string, string>()
  for (const [name, value] of Object.entries(values)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return { is: 'no-variable', name }
    const other = seen.get(name.toLowerCase())
    if (other !== undefined) return { is: 'one-variable', names: [other, name] }
    seen.set(name.toLowerCase(), name)
    if (!isExact(value)) return { is: 'inexact-number', name }
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
  if (typeof value !== 'object' || value === null) return value
  return 'secure' in value ? { secure: `=${value.secure}` } : { user: `=${value.user}`, password: `=${value.password}` }
}
