/** Typing and pressing, as people do it in a conversation with the real rules behind it. */
import { drawAdaptiveCard } from '../../src/chat/adaptive/adaptive-card.ts'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import { converse } from '../../src/chat/conversation.ts'
import { readPress } from '../../src/chat/press.ts'
import type { Reply } from '../../src/chat/chat-event.ts'
import { ANSWERS } from '../run/practice.ts'
import { RUN } from '../run/practice-run.ts'
import type { CoreBackend } from './core-backend.ts'

/** Every answer, as it is typed behind a command. */
export const inline = Object.entries(ANSWERS)
  .map(([name, value]) => `${name}="${value}"`)
  .join(' ')

/** `backend`: the one of the test that runs. */
export function talking(backend: () => CoreBackend) {
  const type = (account: string, text: string): Promise<Reply> => converse(backend(), backend().event(account, { type: 'typed', text }))
  const press = (account: string, data: unknown): Promise<Reply> =>
    converse(backend(), backend().event(account, { type: 'pressed', press: readPress(data) }))

  /** The data of the button that does this, as the card of the run carries it now. */
  async function button(act: string): Promise<Record<string, unknown>> {
    const view = await backend().view(RUN)
    if (!view) throw new Error('there is no run')
    const found = all(drawAdaptiveCard(drawCard(view))).find((each) => each['act'] === act)
    if (!found) throw new Error(`the card offers no ${act}`)
    return found
  }

  return { type, press, button }
}

/** Every object in it, however deep. */
export function all(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(all)
  if (typeof value !== 'object' || value === null) return []
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(all)]
}
