import * as restate from '@restatedev/restate-sdk'
import type { Logger } from 'pino'
import type { Progress } from '../run/view.ts'
import type { ChatPort } from './chat-port.ts'
import type { Put, ShownRun } from './conversation-book.ts'
import { progressInto, putInto, shownOf } from './conversation-book.ts'
import type { Turns } from './conversation-turns.ts'
import { armedForFirst, NO_TURNS, tried, wanted, whoseTurn, without } from './conversation-turns.ts'
import { tryShow } from './try-show.ts'

export interface ConversationOptions {
  chat: ChatPort
  log: Logger
}

export type ConversationObject = ReturnType<typeof conversationObject>

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
      async flush(ctx: restate.ObjectContext, no?: number): Promise<void> {
        const turns = await readTurns(ctx)
        if (turns.next?.no !== no) return
        const run = whoseTurn(turns, await ctx.date.now())
        const shown = run === undefined ? null : await ctx.get<ShownRun>(run)
        if (run === undefined || shown === null) {
          send(ctx, armedForFirst(run === undefined ? turns : without(turns, run), chat.paceMs), await ctx.date.now())
          return
        }
        const outcome = await ctx.run('show', () => tryShow(chat, shown, log))
        const nowMs = await ctx.date.now()
        const after = 'shown' in outcome ? shownOf(shown, outcome.shown) : shown
        if (after !== shown) ctx.set(run, after)
        const rest = 'failed' in outcome || outcome.shown.retryAfterMs !== undefined
        const more = rest || after.lines.length + after.notices.length > 0
        send(ctx, armedForFirst(tried(turns, run, outcome, more, nowMs), chat.paceMs), nowMs)
      },
    },
  })
}

async function wantFlush(ctx: restate.ObjectContext, run: string, paceMs: number): Promise<void> {
  const nowMs = await ctx.date.now()
  send(ctx, wanted(await readTurns(ctx), run, nowMs, paceMs), nowMs)
}

function send(ctx: restate.ObjectContext, { turns, flush }: { turns: Turns; flush: Turns['next'] }, nowMs: number): void {
  ctx.set('outbox', turns)
  if (flush === undefined) return
  const delay = Math.max(0, flush.atMs - nowMs)
  ctx.objectSendClient<ConversationObject>({ name: 'Conversation' }, ctx.key).flush(flush.no, restate.rpc.sendOpts({ delay }))
}

/** One that an earlier version wrote has no number for its flush and one count of failures: its runs are shown at the next put. */
async function readTurns(ctx: restate.ObjectContext): Promise<Turns> {
  const stored = await ctx.get<Turns>('outbox')
  if (stored === null) return NO_TURNS
  return typeof stored.failures === 'object' ? stored : { ...NO_TURNS, waiting: stored.waiting, lastMs: stored.lastMs }
}
