import type { Taken } from '../../receive/take-action.ts'
import type { TeamsContext } from '../context.ts'
import type { Speaker } from './speaker.ts'

/** What a deed came to, and what it comes to afterwards where that took longer. Never rejects. */
export async function tellTaken(
  { teller }: Pick<TeamsContext, 'teller'>,
  { listener, words }: Speaker,
  { reply, late }: Taken,
): Promise<void> {
  await teller.tell(listener, words, reply.note)
  const outcome = await late
  if (outcome) await teller.tell(listener, words, outcome.note)
}
