import * as restate from '@restatedev/restate-sdk'
import type { Logger } from 'pino'
import type { Progress } from '../run/view.ts'
import type { ChatPort } from './chat-port.ts'
import type { Put, ShownRun } from './conversation-book.ts'
import { progressInto, putInto, shownOf } from './conversation-book.ts'
import type { ShowOutcome } from './try-show.ts'
import { tryShow } from './try-show.ts'

/** What waits to be shown, when the next `flush` comes, and how the last went. Each run's own record lies under its id. */
interface Outbox {
  /** Since when the runs wait. */
  waiting: Record<string, number>
  flushAt?: number
  lastMs: number
  failures: number
}

export interface ConversationOptions {
  chat: ChatPort
  log: Logger
}

export type ConversationObject = ReturnType<typeof conversationObject>

/** A `flush` that is later than this was lost with a killed call. */
const LOST_AFTER_MS = 10_000
const LONGEST_PAUSE_MS = 60_000

/** Key of the conversation that a run is shown in. */
export function conversationKey({ platform, channel }: { platform: string; channel: string }): string {
  return `${platform}/${channel}`
}

/** `Conversation`, one for each channel: keeps what is wanted there and shows it at the platform's pace. No run ever waits for it. */
export function conversationObject({ chat, log }: ConversationOptions) {
  return restate.object({
    name: 'Conversation',
    // A channel outlives hundreds of runs: only the records that are asked for are loaded.
    options: { ingressPrivate: true, enableLazyState: true },
    handlers: {
      async put(ctx: restate.ObjectContext, put: Put): Promise<void> {
        const { run } = put.view
        ctx.set(run, putInto(await ctx.get<ShownRun>(run), put))
        await wantFlush(ctx, run, chat.paceMs)
      },

      async progress(ctx: restate.ObjectContext, progress: Progress): Promise<void> {
        const shown = progressInto(await ctx.get<ShownRun>(progress.run), progress)
        if (shown === undefined) return
        ctx.set(progress.run, shown)
        await wantFlush(ctx, progress.run, chat.paceMs)
      },

      /** One try for the run that waits longest; what is left gets a flush of its own. */
      async flush(ctx: restate.ObjectContext): Promise<void> {
        const { waiting, failures } = await readOutbox(ctx)
        const run = Object.entries(waiting).sort(([, a], [, b]) => a - b)[0]?.[0]
        const wanted = run === undefined ? null : await ctx.get<ShownRun>(run)
        if (run === undefined || wanted === null) return
        const outcome = await ctx.run('show', () => tryShow(chat, wanted, log))
        const nowMs = await ctx.date.now()
        const after = 'shown' in outcome ? shownOf(wanted, outcome.shown) : wanted
        if (after !== wanted) ctx.set(run, after)
        const { [run]: _, ...others } = waiting
        const rest = 'failed' in outcome || outcome.shown.retryAfterMs !== undefined
        const more = rest || after.lines.length + after.notices.length > 0
        // A run that has more to say, or cannot be shown, waits behind the others.
        const left = more ? { ...others, [run]: nowMs } : others
        const failed = 'failed' in outcome ? failures + 1 : 0
        sendFlush(ctx, { waiting: left, lastMs: nowMs, failures: failed }, nowMs, nowMs + pauseMs(outcome, failed, chat.paceMs))
      },
    },
  })
}

async function wantFlush(ctx: restate.ObjectContext, run: string, paceMs: number): Promise<void> {
  const nowMs = await ctx.date.now()
  const outbox = await readOutbox(ctx)
  const waiting = { ...outbox.waiting, [run]: outbox.waiting[run] ?? nowMs }
  if (outbox.flushAt !== undefined && outbox.flushAt > nowMs - LOST_AFTER_MS) ctx.set('outbox', { ...outbox, waiting } satisfies Outbox)
  else sendFlush(ctx, { ...outbox, waiting }, nowMs, Math.max(nowMs, outbox.lastMs + paceMs))
}

function sendFlush(ctx: restate.ObjectContext, outbox: Outbox, nowMs: number, atMs: number): void {
  if (Object.keys(outbox.waiting).length === 0) {
    ctx.set('outbox', outbox)
    return
  }
  ctx.set('outbox', { ...outbox, flushAt: atMs } satisfies Outbox)
  ctx.objectSendClient<ConversationObject>({ name: 'Conversation' }, ctx.key).flush(restate.rpc.sendOpts({ delay: atMs - nowMs }))
}

function pauseMs(outcome: ShowOutcome, failures: number, paceMs: number): number {
  const asked = 'shown' in outcome ? outcome.shown.retryAfterMs : outcome.retryAfterMs
  if (asked !== undefined) return Math.max(asked, paceMs)
  return failures === 0 ? paceMs : Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures)
}

async function readOutbox(ctx: restate.ObjectContext): Promise<Outbox> {
  return (await ctx.get<Outbox>('outbox')) ?? { waiting: {}, lastMs: 0, failures: 0 }
}
