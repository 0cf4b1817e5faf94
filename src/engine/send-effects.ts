import type { ObjectContext } from '@restatedev/restate-sdk'
import type { Effect } from '../run/effect.ts'
import type { RunState } from '../run/state.ts'
import { conversationKey } from './conversation-object.ts'
import type { LockObject } from './lock-object.ts'
import type { OutstandingOrder } from './outstanding.ts'
import type { SiteObject } from './site-object.ts'
import { tellRun } from './tell-run.ts'

/**
 * Hands on what a state calls for. Sending any of it twice is harmless: orders, locks and timers carry their key.
 * Heads and notices are not sent here: they are part of what the run stores and shows.
 */
export function sendEffects(ctx: ObjectContext, state: RunState, effects: Effect[], nowMs: number): void {
  for (const effect of effects) sendEffect(ctx, state, effect, nowMs)
}

/** Their sites need not watch these any more. */
export function settleOrders(ctx: ObjectContext, orders: OutstandingOrder[]): void {
  for (const { order, site } of orders) ctx.objectSendClient<SiteObject>({ name: 'Site' }, site).settle({ orders: [order] })
}

function sendEffect(ctx: ObjectContext, state: RunState, effect: Effect, nowMs: number): void {
  const { run } = state
  switch (effect.kind) {
    case 'order': {
      const { order, notBefore } = effect
      const request = { order, conversation: conversationKey(state.conversation), ...(notBefore !== undefined && { notBefore }) }
      ctx.objectSendClient<SiteObject>({ name: 'Site' }, order.site).order(request)
      return
    }
    case 'stop':
      ctx.objectSendClient<SiteObject>({ name: 'Site' }, effect.site).stop({ order: effect.order })
      return
    case 'timer':
      tellRun(ctx, { run, type: 'timer', key: effect.key }, Date.parse(effect.at) - nowMs)
      return
    case 'lock': {
      const lock = ctx.objectSendClient<LockObject>({ name: 'Lock' }, effect.lock)
      if (effect.act === 'take') lock.take({ run, title: state.procedure.title })
      else lock.release({ run })
      return
    }
    case 'head':
    case 'notify':
      return
  }
}
