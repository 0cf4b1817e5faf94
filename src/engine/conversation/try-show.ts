import { addAbortListener } from 'node:events'
import type { Logger } from 'pino'
import type { ConversationAt } from '../../run/command.ts'
import type { ChatPort, Shown } from '../../run/view/chat-port.ts'
import type { ShownRun } from './outbox.ts'

export type ShowOutcome = { shown: Shown } | { failed: string; retryAfterMs?: number }

const LONGEST_TRY_MS = 30_000

/** One try at the platform, as a value: an error of theirs must not become one of ours. `ending`: it is given up. */
export async function tryShow(
  chat: ChatPort,
  conversation: ConversationAt,
  wanted: ShownRun,
  log: Logger,
  ending?: AbortSignal,
): Promise<ShowOutcome> {
  const { view, lines, notices, progress, to } = wanted
  const request = {
    conversation,
    view,
    lines,
    notices,
    ...(progress && { progress }),
    ...(to.card !== undefined && { card: to.card }),
  }
  try {
    return { shown: await within(LONGEST_TRY_MS, chat.show(request), ending) }
  } catch (error) {
    const failed = error instanceof Error ? error.message : String(error)
    if (ending?.aborted !== true)
      log.warn({ run: view.run, conversation, err: error }, 'the conversation could not be shown; it is tried again')
    return { failed, ...retryAfter(error) }
  }
}

async function within<T>(limitMs: number, work: Promise<T>, ending: AbortSignal | undefined): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer after ${limitMs / 1000} s`)), limitMs)
  const listening = ending && addAbortListener(ending, () => reject(new Error('the bot ends')))
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
    listening?.[Symbol.dispose]()
  }
}

function retryAfter(error: unknown): { retryAfterMs?: number } {
  const asked = typeof error === 'object' && error !== null && 'retryAfterMs' in error ? error.retryAfterMs : undefined
  return typeof asked === 'number' && asked >= 0 ? { retryAfterMs: asked } : {}
}
