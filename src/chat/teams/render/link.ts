import type { Reference } from '../bot-port.ts'

/** Leads to a message of a channel or a group chat. */
export function linkTo({ conversation, tenant, kind }: Reference, message: string): string {
  const base = `https://teams.microsoft.com/l/message/${encodeURIComponent(conversation)}/${encodeURIComponent(message)}`
  const within = kind === 'channel' ? { parentMessageId: message } : { context: JSON.stringify({ contextType: 'chat' }) }
  return `${base}?${new URLSearchParams({ tenantId: tenant, ...within }).toString()}`
}
