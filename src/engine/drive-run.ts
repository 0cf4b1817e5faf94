import type { ObjectContext } from '@restatedev/restate-sdk'
import type { SignedCommand } from '../run/command.ts'
import { due } from '../run/due.ts'
import type { Phase } from '../run/state.ts'
import type { Inside } from './inside.ts'
import { holdLock, sendEffects } from './send-effects.ts'
import { noteRun, showAll, type Remembering } from './show-run.ts'
import type { StoredRun } from './stored-run.ts'

/** What whoever asks that a run be driven anew knows of it: what stands already is not sent again. */
export interface Redriving {
  /** How the index lists it. Then a card that shows all of it is left alone, too. */
  noted?: Phase
  /** The lock that this run has, by the lock's own state. */
  holds?: string
  /** What it is to hear first. */
  told?: SignedCommand
}

/** Sends all that the state calls for, but what stands already. Any of it twice is harmless. */
export function driveRun(
  ctx: ObjectContext,
  { inside, chat }: { inside: Inside; chat: Remembering },
  stored: StoredRun,
  nowMs: number,
  { noted, holds }: Redriving,
): void {
  const { state } = stored
  if (noted !== state.phase) noteRun(ctx, inside, state)
  sendEffects(ctx, inside, state, due(state), nowMs)
  if (holds === undefined || holds !== state.lock?.name) holdLock(ctx, inside, state)
  showAll(ctx, inside, stored, noted !== undefined, chat)
}
