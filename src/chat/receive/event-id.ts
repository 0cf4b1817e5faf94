import { createHash } from 'node:crypto'
import type { LiveAccount } from './words-for.ts'

type Platform = LiveAccount['platform']

/**
 * The platform's own ids of an event with a hash of its whole body: the same when it is delivered again, and another one as soon as
 * a byte differs, so that no event can be answered with the outcome of another.
 */
export function eventIdOf(platform: Platform, kind: string, ids: readonly (string | undefined)[], body: unknown): string {
  const named = ids
    .filter((id) => id !== undefined && id !== '')
    .join('/')
    .replace(/[^\w.:/-]/g, '_')
    .slice(0, 160)
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 32)
  return `${platform}/${kind}/${named}/${hash}`
}

/** The same for a form sent twice, whatever brought it the second time ("Try again" is another event): who sent which form, and what was written in it. */
export function formActionOf(
  platform: Platform,
  form: string,
  written: { account: string; callback: string; metadata: string; values: unknown },
): string {
  return eventIdOf(platform, 'form', [form], written)
}
