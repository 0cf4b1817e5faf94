import type { ObjectContext } from '@restatedev/restate-sdk'
import type { Effect } from '../../run/effect.ts'
import type { RunState } from '../../run/state.ts'
import type { Inside } from '../proof/inside.ts'
import { due } from '../../run/due.ts'
import { noteRun } from './show-run.ts'
import type { Redriving } from '../objects.ts'

/**
 * Hands on what a state calls for. Sending any of it twice is harmless: locks and timers carry their key.
 * Heads and notices are not sent here, they are part of what the run stores and shows; orders go to the gateway once the state is stored (`hand-orders.ts`).
 */
export function sendEffects(ctx: ObjectContext, inside: Inside, state: RunState, effects: Effect[], nowMs: number): void {
  for (const effect of effects) sendEffect(ctx, inside, state, effect, nowMs)
}

/** After a start: who took away the lock's state has not taken the lock away. */
export function holdLock(ctx: ObjectContext, inside: Inside, state: RunState): void {
  const { lock, run, endedAt } = state
  if (lock?.taken === true && endedAt === undefined) inside.send(ctx, 'Lock/take', lock.name, { run, title: state.procedure.title })
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

/** Sends all that the state calls for, but what stands already. Any of it twice is harmless. */
export function driveRun(ctx: ObjectContext, inside: Inside, state: RunState, nowMs: number, { noted, holds }: Redriving): void {
  if (noted !== state.phase) noteRun(ctx, inside, state)
  sendEffects(ctx, inside, state, due(state), nowMs)
  if (holds === undefined || holds !== state.lock?.name) holdLock(ctx, inside, state)
}
