/** What the engine keeps for us as the card's id: where the card is, and what else belongs to it. Opaque to everybody else. */
import { z } from 'zod'

const id = z.string().min(1).max(300)

const shape = z.object({
  /** Id of the card's message, under which the thread hangs; absent as long as no card could be posted. */
  ts: id.optional(),
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
        ts: id,
        duty: z.boolean().optional(),
        thread: z.boolean().optional(),
        card: id.or(z.literal('')).optional(),
      }),
    )
    .default([]),
  /** Gates whose plan was attached as a file, because the card could not hold it. */
  plans: z.array(z.int()).default([]),
  /** How often a new card took the place of one that was removed, or could not be kept up to date. */
  renewed: z.int().optional(),
  /** Whom the document has told something, as `tell:step-3 max`. */
  told: z.array(z.string()).optional(),
  /** The one who asked for the run was told that it has no card. */
  noCard: z.boolean().optional(),
})

/** `ts`: an id of a message on whatever platform, by the name that runs of earlier versions were kept with. */
export type CardId = z.output<typeof shape>

export function writeCardId(card: CardId): string {
  return JSON.stringify(card)
}

/** Undefined for what is not ours. `isId`: is this an id of a message on the platform? */
export function readCardId(card: string | undefined, isId: (id: string) => boolean): CardId | undefined {
  if (card === undefined) return undefined
  try {
    const { data } = shape.safeParse(JSON.parse(card))
    const ids = data === undefined ? [] : [data.ts, ...data.asks.flatMap((ask) => [ask.ts, ask.card])]
    return ids.every((each) => each === undefined || each === '' || isId(each)) ? data : undefined
  } catch {
    return undefined
  }
}
