import { setTimeout as pause } from 'node:timers/promises'
import type { SlackApi } from './api.ts'
import type { Modal } from './block.ts'
import { said, type Note } from '../note.ts'
import { Patience, SlackTrouble } from './trouble.ts'

/** A trigger is good for three seconds. */
const WITHIN_MS = 2000

/** Opens a form for whoever pressed or typed; the answer is what to say when it did not open. */
export async function openForm(api: SlackApi, trigger: string, view: Modal): Promise<Note | undefined> {
  const stop = new AbortController()
  const late = pause(WITHIN_MS, 'late' as const, { signal: stop.signal }).catch(() => 'late' as const)
  try {
    const opened = await Promise.race([api.call('views.open', { trigger_id: trigger, view }), late])
    return opened === 'late' ? said('refused', 'Slack has not opened the form yet. If it does not come, press again.') : undefined
  } catch (cause) {
    if (!(cause instanceof Patience) && !(cause instanceof SlackTrouble)) throw cause
    return said('refused', `The form did not open. ${cause.message} Press again.`)
  } finally {
    stop.abort()
  }
}
