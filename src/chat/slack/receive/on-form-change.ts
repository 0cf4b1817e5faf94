/** Something was filled in on which lists of a start form hang: they are looked for, and the form is drawn anew with them. */
import { START_FORM, readStartForm } from '../forms/start-form.ts'
import { writtenIn } from '../forms/fields.ts'
import { beginOffers, isLookedFor, showOffers } from '../forms/offer-choices.ts'
import { wordsFor } from '../../receive/words-for.ts'
import type { SlackContext } from '../context.ts'
import { accountOf, formChangeBody } from './bodies.ts'

/** Of a start form: whatever else is pressed in a view is a button. */
export function isFormChange(body: unknown): boolean {
  return formChangeBody.safeParse(body).data?.view.callback_id === START_FORM
}

export async function onFormChange(context: SlackContext, body: unknown): Promise<void> {
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
