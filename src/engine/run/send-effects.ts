import type { ObjectContext } from '@restatedev/restate-sdk'
import type { Effect } from '../../run/effect.ts'
import type { RunState } from '../../run/state.ts'
import { conversationKey } from '../conversation/conversation-object.ts'
import type { Inside } from '../proof/inside.ts'
import type { OutstandingOrder } from './outstanding.ts'

/**
 * Hands on what a state calls for. Sending any of it twice is harmless: orders, locks and timers carry their key.
 * Heads and notices are not sent here: they are part of what the run stores and shows.
 */
export function sendEffects(ctx: ObjectContext, inside: Inside, state: RunState, effects: Effect[], nowMs: number): void {
  for (const effect of effects) sendEffect(ctx, inside, state, effect, nowMs)
}

/** Their sites need not watch these any more. */
export function settleOrders(ctx: ObjectContext, inside: Inside, orders: OutstandingOrder[]): void {
  for (const { order, site } of orders) inside.send(ctx, 'Site/settle', site, { orders: [order] })
}

/** After a start: who took away the lock's state has not taken the lock away. */
export function holdLock(ctx: ObjectContext, inside: Inside, state: RunState): void {
  const { lock, run, endedAt } = state
  if (lock?.taken === true && endedAt === undefined) inside.send(ctx, 'Lock/take', lock.name, { run, title: state.procedure.title })
}

function sendEffect(ctx: ObjectContext, inside: Inside, state: RunState, effect: Effect, nowMs: number): void {
  const { run } = state
  switch (effect.kind) {
    case 'order': {
      const { order, notBefore } = effect
      const request = { order, conversation: conversationKey(state.conversation), ...(notBefore !== undefined && { notBefore }) }
      inside.send(ctx, 'Site/order', order.site, request)
      return
    }
    case 'stop':
      inside.send(ctx, 'Site/stop', effect.site, { order: effect.order })
      return
    case 'timer':
      inside.send(ctx, 'Run/tell', run, { run, type: 'timer', key: effect.key }, Date.parse(effect.at) - nowMs)
      return
    case 'lock':
      if (effect.act === 'take') inside.send(ctx, 'Lock/take', effect.lock, { run, title: state.procedure.title })
      else inside.send(ctx, 'Lock/release', effect.lock, { run })
      return
    case 'head':
    case 'notify':
      return
  }
}
