import type { ObjectContext } from '@restatedev/restate-sdk'
import { due } from '../../run/due.ts'
import type { RunState } from '../../run/state.ts'
import type { Inside } from '../proof/inside.ts'
import { holdLock, sendEffects } from './send-effects.ts'
import { noteRun } from './show-run.ts'
import type { Redriving } from '../objects.ts'

/** Sends all that the state calls for, but what stands already. Any of it twice is harmless. */
export function driveRun(ctx: ObjectContext, inside: Inside, state: RunState, nowMs: number, { noted, holds }: Redriving): void {
  if (noted !== state.phase) noteRun(ctx, inside, state)
  sendEffects(ctx, inside, state, due(state), nowMs)
  if (holds === undefined || holds !== state.lock?.name) holdLock(ctx, inside, state)
}
