/** An error and what lies below it, as drivers wrap it. */
export type Cause = Error & { code?: unknown }

/** Outermost first; several attempts in the order in which they were made. At most 20. */
export function causesOf(error: unknown): Cause[] {
  const found: Cause[] = []
  const open = [error]
  while (open.length > 0 && found.length < 20) {
    const next = open.shift()
    if (!(next instanceof Error) || found.includes(next)) continue
    found.push(next)
    const below = next as Error & { originalError?: unknown; errors?: unknown[] }
    open.push(below.originalError, below.cause, ...(Array.isArray(below.errors) ? below.errors : []))
  }
  return found
}
