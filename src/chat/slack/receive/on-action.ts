/** A button of a card: done at once where Slack asked to confirm it, or a form for the words that it needs. */
import type { z } from 'zod'
import type { Person } from '../../../policy/policy.ts'
import { drawCard } from '../../card/draw-card.ts'
import { cannotReject } from '../../card/your-part.ts'
import { refusedNote, said, type Note } from '../../note.ts'
import { readPress, type ButtonData, type Press } from '../../press.ts'
import { acknowledge } from './acknowledge.ts'
import { accountName } from '../account.ts'
import { accountOf, actionBody } from './bodies.ts'
import { ACTION_PREFIX } from '../render/buttons.ts'
import { NO_ENGINE, NOT_READ, PRESS_AGE_MS, type Ack, type SlackContext } from '../context.ts'
import { eventIdOf } from './event-id.ts'
import { inTime } from './in-time.ts'
import { openForm } from '../forms/open-form.ts'
import { pressForm } from '../forms/press-form.ts'
import { takeChatAction, type Taken } from './take-action.ts'

type Action = z.output<typeof actionBody>

export async function onAction(context: SlackContext, body: unknown, ack: Ack): Promise<void> {
  const read = actionBody.safeParse(body)
  if (!read.success) return ack()
  const { data } = read
  const [action] = data.actions
  if (!action?.action_id.startsWith(ACTION_PREFIX)) return ack()
  const eventId = eventIdOf('action', [data.trigger_id, action.action_ts], body)
  const { outcome, again } = context.once.do(eventId, () => decide(context, data, action, eventId))
  await inTime(outcome)
  await acknowledge(context, ack)
  const taken = await outcome
  if (taken === undefined || again) return
  const channel = channelOf(data)
  await context.teller.tell(data.user.id, channel, taken.reply.note)
  const late = await taken.late
  if (late) await context.teller.tell(data.user.id, channel, late.note)
}

async function decide(context: SlackContext, body: Action, action: Action['actions'][number], eventId: string): Promise<Taken | undefined> {
  const press = readPress(parsed(action.value))
  const channel = channelOf(body)
  const account = accountOf(body)
  if (!press || channel === undefined) return answered(press ? NOT_READ : OLD_BUTTON)
  // Slack carries both, and only a card of ours has them of one run.
  if (!action.block_id.startsWith(`${press.run}/`))
    return answered(said('refused', `This button does not belong to a card of ${press.run}.`))
  const { inputs, ...data } = press
  if (WITH_WORDS.has(press.act) && Object.keys(inputs).length === 0) {
    const known = context.backend.findPerson('slack', accountName(account))
    if ('refusal' in known) return answered(refusedNote(known.refusal))
    const failed = await askForWords(context, body.trigger_id, data, channel, known.person)
    return failed ? answered(failed) : undefined
  }
  const before = [() => context.accounts.refusal(account, PRESS_AGE_MS)]
  return takeChatAction(context, { account, channel, eventId, action: { type: 'pressed', data: parsed(action.value) }, before })
}

const WITH_WORDS: ReadonlySet<Press['act']> = new Set(['answer', 'reject', 'retry', 'skip', 'mark-done', 'abort', 'reopen', 'cancel'])

const OLD_BUTTON = said('refused', 'This button is not one of ours, or older than this version. Use the newest card of the run.')

async function askForWords(
  context: SlackContext,
  trigger: string,
  data: ButtonData,
  channel: string,
  person: Person,
): Promise<Note | undefined> {
  let view
  try {
    view = await context.backend.view(data.run)
  } catch (cause) {
    context.log.error({ err: cause, run: data.run }, 'a run could not be looked at')
    return NO_ENGINE
  }
  if (!view) return said('refused', `There is no run ${data.run}. /countersign runs lists them.`)
  const form = pressForm(drawCard(view), view, data, channel)
  // Nobody writes a reason for what would be refused all the same.
  if (data.act === 'reject' && view.gate?.number === data.gate && !view.gate.mayReject.includes(person.id))
    return said('refused', cannotReject(view.gate, person.name))
  if (!form) return said('refused', `${data.run} has moved on since this card was drawn: ${view.status} Use its card as it is now.`)
  return openForm(context.api, trigger, form, 'Press again.')
}

function channelOf({ channel, container }: Action): string | undefined {
  return channel?.id ?? container?.channel_id ?? undefined
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

function answered(note: Note): Taken {
  return { reply: { note } }
}
