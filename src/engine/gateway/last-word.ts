/** Statuses that speak of the request itself: sent again as it is, it gets the same answer. */
const OF_THE_REQUEST: ReadonlySet<number> = new Set([400, 413, 414, 415, 422, 431])
/** What the engine says in a handler's name when somebody ended the call from outside: nothing was decided, and the next try is heard. */
const ENDED_FROM_OUTSIDE: ReadonlySet<string> = new Set(['killed', 'cancelled'])

/**
 * What the engine answered, if it is final: a handler of the bot gave up for good (a bug of its rules, a state that it does not believe), or the request itself is refused.
 * Undefined: the machinery's trouble, which passes.
 */
export function lastWord(status: number, text: string): string | undefined {
  const said = read(text)
  if (said?.source === 'invocation') return ENDED_FROM_OUTSIDE.has(said.message.toLowerCase()) ? undefined : said.message
  return OF_THE_REQUEST.has(status) ? `the engine refuses the request itself (${status}): ${text.slice(0, 300)}` : undefined
}

function read(text: string): { source: unknown; message: string } | undefined {
  try {
    const said = JSON.parse(text) as { source?: unknown; message?: unknown } | null
    return typeof said?.message === 'string' ? { source: said.source, message: said.message } : undefined
  } catch {
    return undefined
  }
}
