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
    const below = next as Error & { errors?: unknown[] }
    open.push(below.cause, ...(Array.isArray(below.errors) ? below.errors : []))
  }
  return found
}

/** What lies lowest, in words: of several attempts that all failed, each. */
export function reasonOf(error: unknown): string {
  const lowest = causesOf(error).filter((cause) => causesOf(cause).length === 1 && cause.message !== '')
  return [...new Set(lowest.map(({ message }) => message.replace(/\.$/, '')))].join('; ') || String(error)
}
