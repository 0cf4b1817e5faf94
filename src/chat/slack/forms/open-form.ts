import { z } from 'zod'
import type { SlackApi } from '../web-api/api.ts'
import type { Words } from '../../../words/words.ts'
import type { Modal } from '../render/block.ts'
import { said, type Note } from '../../note.ts'
import { RateLimited, SlackError } from '../web-api/slack-error.ts'

/** A form as it stands; with another `hash` it is another one. */
export interface StandingForm {
  id: string
  hash: string
}

/** Opens a form for whoever pressed or typed; `failed` is what to say when it did not open. `again`: what they do to try once more. */
export async function openForm(
  api: SlackApi,
  trigger: string,
  view: Modal,
  words: Words,
  again: 'press' | 'type',
): Promise<{ form?: StandingForm } | { failed: Note }> {
  try {
    const answer = await api.call('views.open', { trigger_id: trigger, view })
    const form = standing.safeParse(answer['view']).data
    return form === undefined ? {} : { form }
  } catch (cause) {
    if (!(cause instanceof RateLimited) && !(cause instanceof SlackError)) throw cause
    return { failed: said('refused', words.slack.form.notOpened({ fault: words.slack.fault(cause.fault), again })) }
  }
}

const standing = z.object({ id: z.string().min(1), hash: z.string().min(1) })

/** Draws a form that stands open anew. One that was sent, closed or drawn anew meanwhile stays as it is: it is complete without. */
export async function redrawForm(api: SlackApi, { id, hash }: StandingForm, view: Modal): Promise<void> {
  try {
    await api.call('views.update', { view_id: id, hash, view })
  } catch (cause) {
    if (!(cause instanceof RateLimited) && !(cause instanceof SlackError)) throw cause
  }
}
