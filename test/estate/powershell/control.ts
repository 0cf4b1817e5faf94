import { fromJson, toJson } from './values.ts'
import type { PsValue } from './values.ts'

/** What a cmdlet of the practice estate answered. */
export interface CmdletAnswer {
  output: PsValue
  error: { message: string; id: string; category: string } | undefined
  warnings: string[]
  verbose: string[]
}

/** The estate's control endpoint, as one PowerShell endpoint of the estate sees it. */
export interface Control {
  cmdlet(name: string, parameters: ReadonlyMap<string, PsValue>, signal: AbortSignal): Promise<CmdletAnswer>
  /** Windows path of a share or folder to the real directory behind it. */
  files(signal: AbortSignal): Promise<Record<string, string>>
}

export function reachControl(environment: Readonly<Record<string, string | undefined>>): Control {
  const url = environment.COUNTERSIGN_ESTATE_URL
  const endpoint = environment.COUNTERSIGN_ESTATE_ENDPOINT ?? ''
  const ask = async (path: string, body: unknown, signal: AbortSignal): Promise<Record<string, unknown>> => {
    if (url === undefined) throw new Error('The practice estate is not known here: COUNTERSIGN_ESTATE_URL is not set.')
    const headers = { authorization: `Bearer ${environment.COUNTERSIGN_ESTATE_TOKEN ?? ''}`, 'content-type': 'application/json' }
    const sent = body === undefined ? { headers, signal } : { method: 'POST', headers, signal, body: JSON.stringify(body) }
    const response = await fetch(url + path, sent)
    const answer: unknown = await response.json()
    if (!isRecord(answer)) throw new Error(`The practice estate answered ${path} with something that is no object.`)
    if (!response.ok) throw new Error(`The practice estate refused ${path}: ${textOr(answer.error, String(response.status))}`)
    return answer
  }
  return {
    cmdlet: async (name, parameters, signal) => {
      const sent = Object.fromEntries([...parameters].map(([key, value]) => [key, toJson(value)]))
      const answer = await ask('/cmdlet', { endpoint, name, parameters: sent }, signal)
      return {
        output: fromJson(answer.output ?? []),
        error: readError(answer.error, name),
        warnings: texts(answer.warnings),
        verbose: texts(answer.verbose),
      }
    },
    files: async (signal) => {
      const answer = await ask(`/files?endpoint=${encodeURIComponent(endpoint)}`, undefined, signal)
      return Object.fromEntries(Object.entries(answer).map(([path, place]) => [path, String(place)]))
    },
  }
}

function readError(error: unknown, name: string): CmdletAnswer['error'] {
  if (error === undefined || error === null) return undefined
  if (!isRecord(error)) return { message: textOr(error, JSON.stringify(error)), id: name, category: 'NotSpecified' }
  return { message: textOr(error.message, name), id: textOr(error.id, name), category: textOr(error.category, 'NotSpecified') }
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : []
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
