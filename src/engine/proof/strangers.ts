import type { Logger } from 'pino'

/** Hears of everything that reached our objects, our store or our answers and was not of this bot. */
export interface Strangers {
  /** `kind` is said once to people; each further one is only counted in the log. */
  noticed(kind: string, sentence: string): void
}

/** A flood must not become a flood of lines. */
const LOGGED_OF_A_KIND = 20

export function strangers(log: Logger, say: (sentence: string) => void): Strangers {
  const counts = new Map<string, number>()
  return {
    noticed(kind, sentence) {
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      if (count <= LOGGED_OF_A_KIND) log.error({ kind, count }, sentence)
      if (count === 1) say(`Somebody reached the engine. ${sentence} ${WHAT_TO_DO}`)
    },
  }
}

const WHAT_TO_DO =
  "Whoever reaches the engine's admin interface can do this: find out who does, then restart the bot, which registers its own handlers again."
