import type { IncomingMessage } from 'node:http'
import type { ConnectorCall, Operation } from './call.ts'
import { splitConversation } from './places.ts'

/** Which call of the connector's a request is; `unknown` for whatever is none. */
export function readCall(n: number, { method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>, bytes: Buffer): ConnectorCall {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  const parts = pathname.split('/').filter((part) => part !== '')
  const [place, , , id = '', kind = '', last] = parts.map((part) => decodeURIComponent(part))
  const body = bodyOf(bytes)
  const base = { n, atMs: Date.now(), body: body ?? {} }
  if (place === 'login' && method === 'POST') return { ...base, operation: 'log-in', conversation: '', body: {} }
  if (place === 'upload' && method === 'PUT')
    return { ...base, operation: 'upload', conversation: '', of: decodeURIComponent(parts[1] ?? '') }
  const inside = parts.slice(0, 3).join('/') === 'connector/v3/conversations' && body !== undefined
  const operation = inside ? operationOf(method, parts.length - 3, kind, last) : 'unknown'
  const { place: conversation, thread } = splitConversation(id)
  const asked = Object.fromEntries(searchParams)
  return {
    ...base,
    operation,
    conversation,
    ...(thread !== undefined && { thread }),
    ...(last !== undefined && { of: last }),
    ...(Object.keys(asked).length > 0 && { asked }),
  }
}

/** `depth`: how many parts stand behind `v3/conversations`. */
function operationOf(method: string, depth: number, kind: string, last: string | undefined): Operation {
  if (method === 'POST' && depth === 0) return 'create'
  if (method === 'POST' && kind === 'activities' && last !== 'history' && (depth === 2 || depth === 3)) return 'send'
  if (method === 'PUT' && kind === 'activities' && depth === 3) return 'update'
  if (method === 'DELETE' && kind === 'activities' && depth === 3) return 'remove'
  if (method === 'GET' && kind === 'members' && depth === 3) return 'member'
  if (method === 'GET' && kind === 'pagedmembers' && depth === 2) return 'members'
  return 'unknown'
}

/** Undefined for what is no JSON object; nothing at all is one. */
function bodyOf(bytes: Buffer): Record<string, unknown> | undefined {
  if (bytes.length === 0) return {}
  try {
    const read: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
