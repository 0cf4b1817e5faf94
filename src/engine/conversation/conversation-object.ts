import * as restate from '@restatedev/restate-sdk'
import type { Logger } from 'pino'
import type { ChatPort } from '../../run/view/chat-port.ts'
import type { ShownRun } from './outbox.ts'
import { isShown, progressInto, putInto, shownOf } from './outbox.ts'
import type { ShowQueue } from './show-queue.ts'
import { armedForFirst, EMPTY_QUEUE, tried, wanted, nextRun, leaveQueue } from './show-queue.ts'
import type { Inside } from '../proof/inside.ts'
import type { ConversationHandlers, Sealed } from '../objects.ts'
import type { OwnStep } from '../proof/own-step.ts'
import type { SealedState } from '../proof/sealed-state.ts'
import { tryShow, type ShowOutcome } from './try-show.ts'

export interface ConversationOptions {
  chat: ChatPort
  inside: Inside
  /** Without a memory of its own: what an older state of ours would show again is true, and was shown before. */
  kept: SealedState
  step: OwnStep
  log: Logger
}

/** Key of the conversation that a run is shown in. */
export function conversationKey({ platform, channel }: { platform: string; channel: string }): string {
  return `${platform}/${channel}`
}

/** `Conversation`, one for each channel: keeps what is wanted there and shows it at the platform's pace. No run ever waits for it. */
export function conversationObject({ chat, inside, kept, step, log }: ConversationOptions) {
  const shownIn = (ctx: restate.ObjectContext, run: string) => kept.read<ShownRun>(ctx, 'Conversation', run)
  const write = (ctx: restate.ObjectContext, run: string, shown: ShownRun) => kept.write(ctx, 'Conversation', run, shown)

  const within = restate.handlers.object.exclusive
  const locked = { ingressPrivate: true }
  return restate.object({
    name: 'Conversation',
    // A channel outlives hundreds of runs: only the records that are asked for are loaded.
    options: { enableLazyState: true },
    handlers: {
      /** Repeated later it is harmless: an older view never replaces a newer one, and lines and notices are said once by their number and key. */
      put: within(locked, async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
        const put = inside.received(ctx, 'Conversation/put', sealed)
        const { run } = put.view
        const known = await shownIn(ctx, run)
        const shown = putInto(known, put)
        // After a start every active run says everything again: what stands there already costs the channel nothing.
        if (put.onlyNews === true && isShown(known, shown) && !(run in (await readQueue(ctx)).waiting)) return
        await write(ctx, run, shown)
        await wantFlush(ctx, run)
      }),

      /** From the gateway, over the ingress. Repeated later it is harmless: it is shown only while the order that it speaks of runs. */
      async progress(ctx: restate.ObjectContext, sealed: Sealed): Promise<void> {
        const progress = inside.received(ctx, 'Conversation/progress', sealed)
        const shown = progressInto(await shownIn(ctx, progress.run), progress)
        if (shown === undefined) return
        await write(ctx, progress.run, shown)
        await wantFlush(ctx, progress.run)
      },

      /** One try for the run that waits longest; what is left gets a flush of its own. */
      flush: within(locked, async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
        const no = inside.received(ctx, 'Conversation/flush', sealed)
        const queue = await readQueue(ctx)
        if (queue.next?.no !== no) return
        const run = nextRun(queue, await ctx.date.now())
        const shown = run === undefined ? null : await shownIn(ctx, run)
        if (run === undefined || shown === null) {
          await send(ctx, armedForFirst(run === undefined ? queue : leaveQueue(queue, run), chat.intervalMs), await ctx.date.now())
          return
        }
        const outcome = await show(ctx, shown)
        const nowMs = await ctx.date.now()
        const after = 'shown' in outcome ? shownOf(shown, outcome.shown) : shown
        if (after !== shown) await write(ctx, run, after)
        const rest = 'failed' in outcome || outcome.shown.retryAfterMs !== undefined
        const more = rest || after.lines.length + after.notices.length > 0
        await send(ctx, armedForFirst(tried(queue, run, outcome, more, nowMs), chat.intervalMs), nowMs)
      }),
    } satisfies ConversationHandlers,
  })

  /** What somebody made up is a try that failed: the next one says again what may not have been said. */
  async function show(ctx: restate.ObjectContext, shown: ShownRun): Promise<ShowOutcome> {
    const { run } = shown.view
    const notOurs = `What became of a try to show ${run} in ${ctx.key} was not seen by this bot: it is shown again.`
    const act = () => tryShow(chat, shown, log)
    return (await step(ctx, { object: 'Conversation', name: 'show', words: run, notOurs, act })) ?? { failed: notOurs }
  }

  async function wantFlush(ctx: restate.ObjectContext, run: string): Promise<void> {
    const nowMs = await ctx.date.now()
    await send(ctx, wanted(await readQueue(ctx), run, nowMs, chat.intervalMs), nowMs)
  }

  async function send(
    ctx: restate.ObjectContext,
    { queue, flush }: { queue: ShowQueue; flush: ShowQueue['next'] },
    nowMs: number,
  ): Promise<void> {
    await kept.write(ctx, 'Conversation', 'outbox', queue)
    if (flush !== undefined) inside.send(ctx, 'Conversation/flush', ctx.key, flush.no, flush.atMs - nowMs)
  }

  async function readQueue(ctx: restate.ObjectContext): Promise<ShowQueue> {
    return (await kept.read<ShowQueue>(ctx, 'Conversation', 'outbox')) ?? EMPTY_QUEUE
  }
}
