/** What the engine keeps for us as the card's id: where the card is, and what else belongs to it. Opaque to everybody else. */
import { z } from 'zod'

const ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/)

const shape = z.object({
  /** Slack's timestamp of the card's message, which is also the thread's; absent as long as no card could be posted. */
  ts: ts.optional(),
  /**
   * Messages that ask somebody to approve and were not taken back yet. `duty`: told because nobody did, able to approve or not;
   * `thread`: a mention in the run's thread, where no direct message could be sent; `card`: the card that it links to, empty where there was none.
   */
  asks: z
    .array(
      z.object({
        gate: z.int(),
        person: z.string(),
        channel: z.string(),
        ts,
        duty: z.boolean().optional(),
        thread: z.boolean().optional(),
        card: ts.or(z.literal('')).optional(),
      }),
    )
    .default([]),
  /** Gates whose plan was attached as a file, because the card could not hold it. */
  plans: z.array(z.int()).default([]),
  /** How often a new card took the place of one that was removed, or could not be kept up to date. */
  renewed: z.int().optional(),
  /** The one who asked for the run was told that it has no card. */
  noCard: z.boolean().optional(),
})

export type CardId = z.output<typeof shape>

export function writeCardId(id: CardId): string {
  return JSON.stringify(id)
}

/** Undefined for what is not ours. */
export function readCardId(card: string | undefined): CardId | undefined {
  if (card === undefined) return undefined
  try {
    return shape.safeParse(JSON.parse(card)).data
  } catch {
    return undefined
  }
}
