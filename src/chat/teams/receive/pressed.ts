/** A button of a card, however its client brings it. */
import { readPress, type Press } from '../../press.ts'
import { eventIdOf } from '../../receive/dedupe.ts'
import { takeChatAction, type Taken } from '../../receive/take-action.ts'
import { PRESS_AGE_MS, type TeamsContext } from '../context.ts'
import { checksOf, type Speaker } from './speaker.ts'

export interface Pressed {
  press: Press | undefined
  taken: Taken
  /** It was done before, or is being done. */
  again: boolean
}

/** `id`: of the activity; `data`: the button's, with what stands in the fields. */
export async function takePress(
  context: TeamsContext,
  speaker: Speaker,
  id: string | undefined,
  data: unknown,
  raw: unknown,
): Promise<Pressed> {
  const { who, channel, taking, listener } = speaker
  const press = readPress(data)
  const eventId = eventIdOf('teams', 'action', [id], raw)
  const take = (): Promise<Taken> =>
    takeChatAction(taking, {
      account: who.account,
      before: checksOf(context, speaker, PRESS_AGE_MS),
      channel,
      eventId,
      action: { type: 'pressed', press },
    })
  let sentBefore = false
  const { outcome, again } = context.once.do(eventId, () => {
    if (press?.act !== 'answer') return take()
    const form = eventIdOf('teams', 'form', [press.run], { account: listener.account, inputs: press.inputs })
    const first = context.forms.do(form, take)
    sentBefore = first.again
    return first.outcome
  })
  return { press, taken: await outcome, again: again || sentBefore }
}
