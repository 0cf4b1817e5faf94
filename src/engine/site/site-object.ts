import * as restate from '@restatedev/restate-sdk'
import type { Logger } from 'pino'
import { STATE_VERSION } from '../../audit/state-version.ts'
import type { Proof } from '../../audit/signature.ts'
import type { HeartbeatAnswer, OrderDelivery, SignedHeartbeat, StopDelivery } from '../../run/heartbeat.ts'
import { checkHeartbeat } from './check-heartbeat.ts'
import type { Inside } from '../proof/inside.ts'
import type { Sealed, SiteHandlers } from '../objects.ts'
import type { SealedState } from '../proof/sealed-state.ts'
import type { SiteAct, SiteState, SiteRules, SiteStep } from './site-state.ts'
import { takeHeartbeat } from './take-heartbeat.ts'
import { emptySite, nextSweep, notAhead, stopOrder, settleOrders } from './site-state.ts'
import { takeOrder } from './pass-orders.ts'
import { sayWorkerClock } from './say-worker-clock.ts'
import { sweep } from './sweep-site.ts'

export interface SiteOptions extends SiteRules {
  /** Public keys of the workers that the configuration lists, by name (SPKI PEM). */
  workers: Record<string, { site: string; key: string }>
  installation: string
  inside: Inside
  kept: SealedState
  /** Signs what is proved to a worker, with the head key. */
  prove: (proof: Proof) => string
  log: Logger
}

/** Name under which a worker process serves `order` and `stop`. Its own, because calls of one service all go to its newest address. */
export function workerService(site: string, worker: string): string {
  return `worker-${site}-${worker}`
}

/** `Site`, one for each site: knows the living workers, passes orders on, notices who is lost. The rules are in `site-book.ts`. */
export function siteObject(options: SiteOptions) {
  const within = restate.handlers.object.exclusive
  const locked = { ingressPrivate: true }
  const { inside, kept } = options
  const readSite = async (ctx: restate.ObjectContext, nowMs: number) =>
    notAhead((await kept.read<SiteState>(ctx, 'Site', 'book')) ?? emptySite, nowMs)
  return restate.object({
    name: 'Site',
    handlers: {
      async heartbeat(ctx: restate.ObjectContext, signed: SignedHeartbeat): Promise<HeartbeatAnswer> {
        const refusal = checkHeartbeat(signed, ctx.key, options.workers)
        if (refusal !== undefined) return { refusal }
        const nowMs = await ctx.date.now()
        const state = await readSite(ctx, nowMs)
        const step = takeHeartbeat(state, signed.heartbeat, nowMs, options)
        if (step === undefined) return { refusal: replaced(signed) }
        await commit(ctx, step, nowMs)
        const { worker } = signed.heartbeat
        const aheadMs = step.state.workers[worker]?.aheadMs ?? 0
        sayWorkerClock(options.log, worker, aheadMs, state.workers[worker]?.aheadMs ?? 0)
        return { accepted: true, aheadMs, stateVersion: STATE_VERSION }
      },

      /** Repeated later it is harmless, as every order is: it is taken once by its key, and judged by the worker from the run's own history. */
      order: within(locked, async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
        const { order, conversation, notBefore } = inside.received(ctx, 'Site/order', sealed)
        const nowMs = await ctx.date.now()
        const arriving = { order, conversation, arrivedMs: nowMs, ...(notBefore !== undefined && { notBeforeMs: Date.parse(notBefore) }) }
        await commit(ctx, takeOrder(await readSite(ctx, nowMs), arriving, options), nowMs)
      }),

      /** The runs have the answers of these orders, or want none any more. No key of an order is used again. */
      settle: within(locked, async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
        const { orders } = inside.received(ctx, 'Site/settle', sealed)
        const nowMs = await ctx.date.now()
        await commit(ctx, { state: settleOrders(await readSite(ctx, nowMs), orders), acts: [] }, nowMs)
      }),

      stop: within(locked, async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
        const { order } = inside.received(ctx, 'Site/stop', sealed)
        const nowMs = await ctx.date.now()
        await commit(ctx, stopOrder(await readSite(ctx, nowMs), order), nowMs)
      }),

      /** Repeated, it looks once more. */
      sweep: within(locked, async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
        inside.received(ctx, 'Site/sweep', sealed)
        const nowMs = await ctx.date.now()
        const state = await readSite(ctx, nowMs)
        const { sweepAt: _, ...swept } = state
        const step = sweep(state, nowMs, options)
        await commit(ctx, { ...step, state: { ...swept, workers: step.state.workers, orders: step.state.orders } }, nowMs)
      }),
    } satisfies SiteHandlers,
  })

  /** Stores the state, does what is to be done, and sees to it that a sweep comes in time. */
  async function commit(ctx: restate.ObjectContext, step: SiteStep, nowMs: number): Promise<void> {
    const due = nextSweep(step.state, nowMs, options)
    const { sweepAt } = step.state
    // One that should have come long ago was lost with a killed call.
    const comes = sweepAt !== undefined && sweepAt > nowMs - options.lostMs
    const ask = due !== undefined && (!comes || due < sweepAt)
    await kept.write(ctx, 'Site', 'book', ask ? { ...step.state, sweepAt: due } : step.state)
    if (ask) inside.send(ctx, 'Site/sweep', ctx.key, null, due - nowMs)
    for (const act of step.acts) perform(ctx, act)
  }

  function perform(ctx: restate.ObjectContext, act: SiteAct): void {
    switch (act.type) {
      case 'pass':
        toWorker<OrderDelivery>(ctx, act.worker, 'order', { stateVersion: STATE_VERSION, order: act.order })
        return
      case 'stop': {
        const { installation } = options
        const signature = options.prove({ proves: 'stop', installation, site: ctx.key, order: act.order })
        toWorker<StopDelivery>(ctx, act.worker, 'stop', { order: act.order, signature })
        return
      }
      case 'tell':
        inside.send(ctx, 'Run/tell', act.command.run, act.command)
        return
      case 'progress':
        inside.send(ctx, 'Conversation/progress', act.conversation, act.progress)
        return
    }
  }
}

function toWorker<T>(ctx: restate.ObjectContext, worker: string, method: string, parameter: T): void {
  ctx.genericSend<T>({ service: workerService(ctx.key, worker), method, parameter, inputSerde: restate.serde.json as restate.Serde<T> })
}

function replaced({ heartbeat }: SignedHeartbeat) {
  const { worker, site, boot } = heartbeat
  return {
    code: 'old-heartbeat',
    sentence: `Site ${site} has heard a newer process of ${worker} than boot ${boot}, or this heartbeat twice: run one process of that name.`,
  }
}
