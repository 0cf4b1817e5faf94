import type { SlackApi } from '../web-api/api.ts'
import type { Words } from '../../../words/words.ts'
import type { Modal } from '../render/block.ts'
import { said, type Note } from '../../note.ts'
import { RateLimited, SlackError } from '../web-api/slack-error.ts'

/** Opens a form for whoever pressed or typed; the answer is what to say when it did not open. `again`: what they do to try once more. */
export async function openForm(
  api: SlackApi,
  trigger: string,
  view: Modal,
  words: Words,
  again: 'press' | 'type',
): Promise<Note | undefined> {
  try {
    await api.call('views.open', { trigger_id: trigger, view })
    return undefined
  } catch (cause) {
    if (!(cause instanceof RateLimited) && !(cause instanceof SlackError)) throw cause
    return said('refused', words.slack.form.notOpened({ fault: words.slack.fault(cause.fault), again }))
  }
}
