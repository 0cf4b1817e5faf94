import { createHash } from 'node:crypto'

/**
 * The platform's own ids of an event with a hash of its whole body: the same when Slack delivers it again, and another one as soon as
 * a byte differs, so that no event can be answered with the outcome of another.
 */
export function eventIdOf(kind: 'command' | 'action' | 'view', ids: readonly (string | undefined)[], body: unknown): string {
  return idOf(kind, ids, body)
}

/** The same for a form sent twice, whatever brought it the second time ("Try again" is another event): who sent which form, and what was written in it. */
export function formActionOf(view: string, written: { account: string; callback: string; metadata: string; values: unknown }): string {
  return idOf('form', [view], written)
}

function idOf(kind: string, ids: readonly (string | undefined)[], body: unknown): string {
  const named = ids
    .filter((id) => id !== undefined && id !== '')
    .join('/')
    .replace(/[^\w.:/-]/g, '_')
    .slice(0, 160)
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 32)
  return `slack/${kind}/${named}/${hash}`
}
