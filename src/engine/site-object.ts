import * as restate from '@restatedev/restate-sdk'
import type { HeartbeatAnswer, OrderDelivery, SignedHeartbeat, StopDelivery } from '../run/heartbeat.ts'
import type { Order } from '../run/order.ts'
import { checkHeartbeat } from './check-heartbeat.ts'
import type { ConversationObject } from './conversation-object.ts'
import type { SiteAct, SiteBook, SiteRules, SiteStep } from './site-book.ts'
import { hear } from './hear-worker.ts'
import { emptyBook, nextSweep, stopOrder, takeOrder, without } from './site-book.ts'
import { sweep } from './sweep-site.ts'
import { tellRun } from './tell-run.ts'

export interface SiteOptions extends SiteRules {
  /** Public keys of the workers that the configuration lists, by name (SPKI PEM). */
  workers: Record<string, { site: string; key: string }>
}

/** An order as a run hands it in. */
export interface SiteRequest {
  order: Order
  conversation: string
  notBefore?: string
}

export type SiteObject = ReturnType<typeof siteObject>

/** Name under which a worker process serves `order` and `stop`. Its own, because calls of one service all go to its newest address. */
export function workerService(site: string, worker: string): string {
  return `worker-${site}-${worker}`
}

/** `Site`, one for each site: knows the living workers, passes orders on, notices who is lost. The rules are in `site-book.ts`. */
export function siteObject(options: SiteOptions) {
  const within = restate.handlers.object.exclusive
  const inside = { ingressPrivate: true }
  return restate.object({
    name: 'Site',
    handlers: {
      async heartbeat(ctx: restate.ObjectContext, signed: SignedHeartbeat): Promise<HeartbeatAnswer> {
        const refusal = checkHeartbeat(signed, ctx.key, options.workers)
        if (refusal !== undefined) return { refusal }
        const nowMs = await ctx.date.now()
        const step = hear(await readBook(ctx), signed.heartbeat, nowMs, options)
        if (step === undefined) return { refusal: replaced(signed) }
        commit(ctx, step, nowMs, options)
        return { accepted: true }
      },

      order: within(inside, async (ctx: restate.ObjectContext, request: SiteRequest): Promise<void> => {
        const nowMs = await ctx.date.now()
        const { order, conversation, notBefore } = request
        const arriving = { order, conversation, arrivedMs: nowMs, ...(notBefore !== undefined && { notBeforeMs: Date.parse(notBefore) }) }
        commit(ctx, takeOrder(await readBook(ctx), arriving, options), nowMs, options)
      }),

      /** The runs have the answers of these orders, or want none any more. */
      settle: within(inside, async (ctx: restate.ObjectContext, { orders }: { orders: string[] }): Promise<void> => {
        const nowMs = await ctx.date.now()
        commit(ctx, { book: without(await readBook(ctx), orders), acts: [] }, nowMs, options)
      }),

      stop: within(inside, async (ctx: restate.ObjectContext, { order }: StopDelivery): Promise<void> => {
        const nowMs = await ctx.date.now()
        commit(ctx, stopOrder(await readBook(ctx), order), nowMs, options)
      }),

      sweep: within(inside, async (ctx: restate.ObjectContext): Promise<void> => {
        const nowMs = await ctx.date.now()
        const book = await readBook(ctx)
        const { sweepAt: _, ...swept } = book
        const step = sweep(book, nowMs, options)
        commit(ctx, { ...step, book: { ...swept, workers: step.book.workers, orders: step.book.orders } }, nowMs, options)
      }),
    },
  })
}

/** Stores the book, does what is to be done, and sees to it that a sweep comes in time. */
function commit(ctx: restate.ObjectContext, step: SiteStep, nowMs: number, rules: SiteRules): void {
  const due = nextSweep(step.book, nowMs, rules)
  const { sweepAt } = step.book
  // One that should have come long ago was lost with a killed call.
  const comes = sweepAt !== undefined && sweepAt > nowMs - rules.lostMs
  const ask = due !== undefined && (!comes || due < sweepAt)
  ctx.set('book', ask ? { ...step.book, sweepAt: due } : step.book)
  if (ask) ctx.objectSendClient<SiteObject>({ name: 'Site' }, ctx.key).sweep(restate.rpc.sendOpts({ delay: due - nowMs }))
  for (const act of step.acts) perform(ctx, act)
}

function perform(ctx: restate.ObjectContext, act: SiteAct): void {
  switch (act.type) {
    case 'pass':
      toWorker<OrderDelivery>(ctx, act.worker, 'order', { order: act.order })
      return
    case 'stop':
      toWorker<StopDelivery>(ctx, act.worker, 'stop', { order: act.order })
      return
    case 'tell':
      tellRun(ctx, act.command)
      return
    case 'progress':
      ctx.objectSendClient<ConversationObject>({ name: 'Conversation' }, act.conversation).progress(act.progress)
      return
  }
}

function toWorker<T>(ctx: restate.ObjectContext, worker: string, method: string, parameter: T): void {
  ctx.genericSend<T>({ service: workerService(ctx.key, worker), method, parameter, inputSerde: restate.serde.json as restate.Serde<T> })
}

async function readBook(ctx: restate.ObjectContext): Promise<SiteBook> {
  return (await ctx.get<SiteBook>('book')) ?? emptyBook
}

function replaced({ heartbeat }: SignedHeartbeat) {
  const { worker, site, boot } = heartbeat
  return {
    code: 'old-heartbeat',
    sentence: `Site ${site} has heard a newer process of ${worker} than boot ${boot}, or this heartbeat twice: run one process of that name.`,
  }
}
