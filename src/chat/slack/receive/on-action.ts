/** A button of a card: done at once where Slack asked to confirm it, or a form for the words that it needs. */
import type { z } from 'zod'
import type { Words } from '../../../words/words.ts'
import type { Person } from '../../../policy/policy.ts'
import { drawCard } from '../../card/draw-card.ts'
import { cannotReject } from '../../card/your-part.ts'
import { refusedNote, said, type Note } from '../../note.ts'
import { readPress, type ButtonData, type Press } from '../../press.ts'
import { accountOf, actionBody, formChangeBody } from './bodies.ts'
import { ACTION_PREFIX } from '../render/buttons.ts'
import { accountGood, type Ack, acknowledge, PRESS_AGE_MS, type SlackContext } from '../context.ts'
import { wordsFor } from '../../receive/words-for.ts'
import { eventIdOf } from '../../receive/dedupe.ts'
import { openForm } from '../forms/open-form.ts'
import { pressForm } from '../forms/press-form.ts'
import { inTime, takeChatAction, type Taken } from '../../receive/take-action.ts'
import { START_FORM, readStartForm } from '../forms/start-form.ts'
import { writtenIn } from '../forms/fields.ts'
import { beginOffers, isLookedFor, showOffers } from '../forms/offer-choices.ts'

type Action = z.output<typeof actionBody>

export async function onAction(context: SlackContext, body: unknown, ack: Ack): Promise<void> {
  const read = actionBody.safeParse(body)
  if (!read.success) return ack()
  if (isFormChange(body)) {
    await ack()
    return onFormChange(context, body)
  }
  const { data } = read
  const [action] = data.actions
  if (!action?.action_id.startsWith(ACTION_PREFIX)) return ack()
  const eventId = eventIdOf('slack', 'action', [data.trigger_id, action.action_ts], body)
  const { outcome, again } = context.once.do(eventId, () => decide(context, data, action, eventId))
  await inTime(outcome)
  await acknowledge(context, ack)
  const taken = await outcome
  if (taken === undefined || again) return
  const channel = channelOf(data)
  const words = wordsFor(context, accountOf(data))
  await context.teller.tell(data.user.id, channel, taken.reply.note, words)
  const late = await taken.late
  if (late) await context.teller.tell(data.user.id, channel, late.note, words)
}

async function decide(context: SlackContext, body: Action, action: Action['actions'][number], eventId: string): Promise<Taken | undefined> {
  const press = readPress(parsed(action.value))
  const channel = channelOf(body)
  const account = accountOf(body)
  const words = wordsFor(context, account)
  if (!press || channel === undefined) return answered(said('refused', press ? words.live.notRead('Slack') : words.notes.oldButton))
  // Slack carries both, and only a card of ours has them of one run.
  if (!action.block_id.startsWith(`${press.run}/`)) return answered(said('refused', words.live.otherRunsButton(press.run)))
  const { inputs, ...data } = press
  if (WITH_WORDS.has(press.act) && Object.keys(inputs).length === 0) {
    const known = context.backend.findPerson(account)
    if ('refusal' in known) return answered(refusedNote(words, known.refusal))
    const failed = await askForWords(context, words, body.trigger_id, data, channel, known.person)
    return failed ? answered(failed) : undefined
  }
  const before = [accountGood(context, account, PRESS_AGE_MS)]
  return takeChatAction(context, { account, channel, eventId, action: { type: 'pressed', press }, before })
}

const WITH_WORDS: ReadonlySet<Press['act']> = new Set([
  'answer',
  'reject',
  'retry',
  'undo',
  'skip',
  'mark-done',
  'abort',
  'reopen',
  'cancel',
])

async function askForWords(
  context: SlackContext,
  words: Words,
  trigger: string,
  data: ButtonData,
  channel: string,
  person: Person,
): Promise<Note | undefined> {
  let view
  try {
    view = await context.backend.view(data.run, words)
  } catch (cause) {
    context.log.error({ err: cause, run: data.run }, 'a run could not be looked at')
    return said('refused', words.live.noEngine)
  }
  if (!view) return said('refused', words.notes.noRun(data.run))
  const form = pressForm(drawCard(view), view, data, channel)
  // Nobody writes a reason for what would be refused all the same.
  if (data.act === 'reject' && view.gate?.number === data.gate && !view.gate.mayReject.includes(person.id))
    return said('refused', cannotReject(words, view.gate, person.name))
  if (!form) return said('refused', words.live.movedOn({ run: data.run, status: view.status }))
  const opened = await openForm(context.api, trigger, form, words, 'press')
  return 'failed' in opened ? opened.failed : undefined
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

/** Of a start form: whatever else is pressed in a view is a button. */
function isFormChange(body: unknown): boolean {
  return formChangeBody.safeParse(body).data?.view.callback_id === START_FORM
}

/** Something was filled in on which lists of a start form hang: they are looked for, and the form is drawn anew with them. */
async function onFormChange(context: SlackContext, body: unknown): Promise<void> {
  const read = formChangeBody.safeParse(body)
  if (!read.success) return
  const { view } = read.data
  const written = writtenIn(view.state.values)
  const asked = written && readStartForm(view.private_metadata, written, context.backend.loaded().procedures)
  const account = accountOf(read.data)
  const known = context.backend.findPerson(account)
  if (asked === undefined || 'refusal' in known) return
  const offerings = beginOffers(context, known.person, asked)
  if (isLookedFor(offerings)) await showOffers(context, wordsFor(context, account), view, { ...asked, faults: {} }, offerings)
}
