import type { ObjectContext } from '@restatedev/restate-sdk'
import type { Effect } from '../../run/effect.ts'
import type { RunState } from '../../run/state.ts'
import type { Inside } from '../proof/inside.ts'
import { due, performOrder } from '../../run/due.ts'
import { noteRun } from './runs-object.ts'
import type { Redriving } from '../objects.ts'
import type { Order } from '../../run/order.ts'
import { plannedAt, standingAttempt } from '../../run/where.ts'
import type { Gateway } from '../gateway/gateway.ts'

/**
 * Hands on what a state calls for. Sending any of it twice is harmless: locks and timers carry their key.
 * Heads and notices are not sent here, they are part of what the run stores and shows; orders go to the gateway once the state is stored (`handOrders`).
 */
export function sendEffects(ctx: ObjectContext, inside: Inside, state: RunState, effects: Effect[], nowMs: number): void {
  for (const effect of effects) sendEffect(ctx, inside, state, effect, nowMs)
}

/** Sends all that the state calls for, but what stands already. Any of it twice is harmless. */
export function driveRun(ctx: ObjectContext, inside: Inside, state: RunState, nowMs: number, { noted, holds }: Redriving): void {
  if (noted !== state.phase) noteRun(ctx, inside, state)
  sendEffects(ctx, inside, state, due(state), nowMs)
  if (holds === undefined || holds !== state.lock?.name) holdLock(ctx, inside, state)
}

/** What a run says to the gateway of its own process. */
export type GatewayOfRuns = Pick<Gateway, 'order' | 'settle' | 'stop'>

/** MUST come after the state is stored: an order of a state that a crash took away would be one that no run calls for. */
export function handOrders(gateway: GatewayOfRuns, before: RunState | undefined, after: RunState, effects: Effect[]): void {
  const waited = before === undefined ? undefined : longQuestion(before)
  for (const { order, site } of settled(before, after)) {
    // Of what may take long nobody asks on when nobody waits for the answer.
    if (waited?.key === order) gateway.stop(site, order)
    gateway.settle(site, [order])
  }
  handEffects(gateway, after, effects)
}

/** All of them once more, as after a start, when the gateway knows nothing; also the one that is being carried out, to be watched over. */
export function handOrdersAgain(gateway: GatewayOfRuns, state: RunState): void {
  const attempt = standingAttempt(state)
  if (state.endedAt === undefined && attempt?.claim !== undefined) {
    const { worker, boot } = attempt.claim
    const order = performOrder(state, attempt)
    gateway.order({ order, claimedBy: { worker, boot } })
  }
  handEffects(gateway, state, due(state), true)
}

function sendEffect(ctx: ObjectContext, inside: Inside, state: RunState, effect: Effect, nowMs: number): void {
  const { run } = state
  switch (effect.kind) {
    case 'timer':
      inside.send(ctx, 'Run/tell', run, { run, type: 'timer', key: effect.key }, Date.parse(effect.at) - nowMs)
      return
    case 'lock':
      if (effect.act === 'take') inside.send(ctx, 'Lock/take', effect.lock, { run, title: state.procedure.title })
      else inside.send(ctx, 'Lock/release', effect.lock, { run })
      return
    case 'order':
    case 'stop':
    case 'head':
    case 'notify':
    case 'tell':
      return
  }
}

/** After a start: who took away the lock's state has not taken the lock away. */
function holdLock(ctx: ObjectContext, inside: Inside, state: RunState): void {
  const { lock, run, endedAt } = state
  if (lock?.taken === true && endedAt === undefined) inside.send(ctx, 'Lock/take', lock.name, { run, title: state.procedure.title })
}

/** The question that is out, if it is asked again and again. */
function longQuestion(state: RunState): Order | undefined {
  const asked = due(state).find(
    (effect) => effect.kind === 'order' && effect.order.kind === 'observe' && effect.order.settleMs !== undefined,
  )
  return asked?.kind === 'order' ? asked.order : undefined
}

function handEffects(gateway: GatewayOfRuns, state: RunState, effects: Effect[], again = false): void {
  for (const effect of effects) {
    if (effect.kind === 'stop') gateway.stop(effect.site, effect.order)
    if (effect.kind !== 'order') continue
    const { order, notBefore } = effect
    gateway.order({ order, ...(notBefore !== undefined && { notBefore }), ...(again && { again }) })
  }
}

interface OutstandingOrder {
  order: string
  site: string
}

/** The orders whose answer a run waits for: as long as one stands, its site watches over the worker that has it. */
function outstanding(state: RunState | undefined): OutstandingOrder[] {
  if (state?.plan === undefined || state.endedAt !== undefined) return []
  const { question } = state
  const attempt = standingAttempt(state)
  return [
    ...(question ? [{ order: question.order, site: plannedAt(state, question).site }] : []),
    ...(attempt ? [{ order: attempt.order, site: plannedAt(state, attempt.id).site }] : []),
  ]
}

/** What stood before and does not any more. */
function settled(before: RunState | undefined, after: RunState): OutstandingOrder[] {
  const still = new Set(outstanding(after).map(({ order }) => order))
  return outstanding(before).filter(({ order }) => !still.has(order))
}
