/** A form that was sent: its faults come back at their fields, and what was done is said to the person alone. */
import type { z } from 'zod'
import type { Words } from '../../../words/words.ts'
import { said } from '../../note.ts'
import type { Reply } from '../../chat-event.ts'
import { accountName } from '../../../policy/account.ts'
import { readPress } from '../../press.ts'
import { accountOf, viewBody } from './bodies.ts'
import { accountGood, type Ack, acknowledge, channelGood, PRESS_AGE_MS, type SlackContext, TYPED_AGE_MS } from '../context.ts'
import { wordsFor } from '../../receive/words-for.ts'
import type { FormOutcome } from '../../receive/form-outcome.ts'
import { eventIdOf, formActionOf } from '../../receive/dedupe.ts'
import { writtenIn } from '../forms/fields.ts'
import { PRESS_FORM, readPressForm } from '../forms/press-form.ts'
import { renderAnswerModal } from '../forms/render-modal.ts'
import { renderNote } from '../render/note.ts'
import { faultsOf, readStartForm, REHEARSE, START_FORM } from '../forms/start-form.ts'
import { takeChatAction, type Taken } from '../../receive/take-action.ts'
import { plainLine } from '../render/text.ts'

type Sent = z.output<typeof viewBody>

export async function onView(context: SlackContext, body: unknown, ack: Ack): Promise<void> {
  const english = context.backend.speak()
  const read = viewBody.safeParse(body)
  if (!read.success) return ack(inPlace(english, notRead(english).reply))
  const { data } = read
  const { id, hash, callback_id: callback, private_metadata: metadata, state } = data.view
  const delivery = eventIdOf('slack', 'view', [data.trigger_id ?? undefined, id, hash ?? undefined], body)
  const action = formActionOf('slack', id, { account: accountName(accountOf(data)), callback, metadata, values: state.values })
  let sentBefore = false
  const { outcome, again } = context.deliveries.do(delivery, () => {
    const first = context.forms.do(action, () => decide(context, data, { delivery, action }))
    sentBefore = first.again
    return first.outcome
  })
  const done = await outcome
  if ('errors' in done) return void (await acknowledge(context, ack, { response_action: 'errors', errors: done.errors }))
  const { taken, fields, channel } = done
  const words = wordsFor(context, accountOf(data))
  const acknowledged = await acknowledge(context, ack, responseTo(words, taken, fields))
  if (again || sentBefore) return
  if (!acknowledged || taken.reply.note.tone !== 'refused') await context.teller.tell(data.user.id, channel, taken.reply.note, words)
  const late = await taken.late
  if (late) await context.teller.tell(data.user.id, channel, late.note, words)
}

async function decide(context: SlackContext, sent: Sent, ids: { delivery: string; action: string }): Promise<FormOutcome> {
  const { view } = sent
  const account = accountOf(sent)
  const written = writtenIn(view.state.values)
  const words = wordsFor(context, account)
  if (!written) return { taken: notRead(words), fields: [] }
  if (view.callback_id === START_FORM) {
    const loaded = context.backend.loaded()
    const asked = readStartForm(view.private_metadata, written, loaded.procedures)
    if (!asked) return { taken: { reply: { note: said('refused', words.notes.formGone) } }, fields: [] }
    const faults = Object.entries(faultsOf(words, asked, loaded))
    if (faults.length > 0) return { errors: Object.fromEntries(faults.map(([name, fault]) => [`answer.${name}`, errorText(fault)])) }
    const { procedure, rehearsal, answers, channel } = asked
    const before = [accountGood(context, account, TYPED_AGE_MS), channelGood(context, channel)]
    const action = { type: 'filled' as const, procedure: procedure.id, rehearsal, answers }
    const taken = await takeChatAction(context, { account, channel, eventId: ids.action, form: view.id, action, before })
    return { taken, channel, fields: [...Object.keys(answers).map((name) => `answer.${name}`), REHEARSE] }
  }
  const pressed = view.callback_id === PRESS_FORM ? readPressForm(view.private_metadata, written) : undefined
  if (!pressed) return { taken: notRead(words), fields: [] }
  const { data, channel } = pressed
  const before = [accountGood(context, account, PRESS_AGE_MS)]
  const taken = await takeChatAction(context, {
    account,
    channel,
    eventId: ids.delivery,
    action: { type: 'pressed', press: readPress(data) },
    before,
  })
  return { taken, channel, fields: Object.keys(written) }
}

/** A refusal stands at the field where it can be mended, or at one where it is seen, so that what was written is not lost. */
function responseTo(words: Words, { reply, late }: Taken, fields: string[]): Record<string, unknown> | undefined {
  if (reply.note.tone !== 'refused') return { response_action: 'clear' }
  // It may be recorded yet, and must not be sent again meanwhile.
  if (late) return inPlace(words, reply)
  const atFields = Object.entries(reply.fields ?? {}).flatMap(([name, fault]): [string, string][] =>
    fields.includes(`answer.${name}`) ? [[`answer.${name}`, errorText(fault)]] : [],
  )
  if (atFields.length > 0) return { response_action: 'errors', errors: Object.fromEntries(atFields) }
  const seen = fields.find((name) => name.endsWith('.reason')) ?? fields.find((name) => name === REHEARSE) ?? fields[0]
  const { title } = reply.note
  if (seen !== undefined && title.length <= LONGEST_ERROR) return { response_action: 'errors', errors: { [seen]: errorText(title) } }
  return inPlace(words, reply)
}

function notRead({ live }: Words): Taken {
  return { reply: { note: said('refused', live.notRead('Slack')) } }
}

function inPlace(words: Words, { note }: Reply): Record<string, unknown> {
  return { response_action: 'update', view: renderAnswerModal(words, 'Countersign', renderNote(words, note).blocks) }
}

const LONGEST_ERROR = 300

function errorText(fault: string): string {
  return plainLine(fault, LONGEST_ERROR)
}
