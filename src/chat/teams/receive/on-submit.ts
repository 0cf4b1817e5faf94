/** A button pressed in a client that does not know Action.Execute: it arrives as a message, so nothing can take the card's place. */
import type { MessageActivity } from './activities.ts'
import type { TeamsContext } from '../context.ts'
import { said } from '../../note.ts'
import { takePress } from './pressed.ts'
import { readRefresh, viewFor } from './refreshed.ts'
import type { Speaker } from './speaker.ts'
import { tellTaken } from './tell-taken.ts'

export async function onSubmit(context: TeamsContext, speaker: Speaker, { id, value }: MessageActivity, raw: unknown): Promise<void> {
  const asked = readRefresh(value)
  if (asked === undefined) {
    const { taken, again } = await takePress(context, speaker, id ?? undefined, value, raw)
    if (!again) void tellTaken(context, speaker, taken)
    return
  }
  const { listener, words } = speaker
  const drawn = await viewFor(context, speaker, asked)
  if ('note' in drawn) return void context.teller.tell(listener, words, drawn.note)
  const { card } = drawn
  void context.teller.tell(listener, words, said('info', card.fallbackText), { card, summary: card.fallbackText })
}
