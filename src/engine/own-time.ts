import type { ObjectContext } from '@restatedev/restate-sdk'
import { TerminalError } from '@restatedev/restate-sdk'
import { sha256 } from '../audit/canonical.ts'
import type { Secret } from './inside.ts'
import { callOf } from './sealed-state.ts'
import type { Strangers } from './strangers.ts'

/** When this bot first heard these words, by its own clock, in ms since 1970; the same when the call is carried out again. */
export type OwnTime = (ctx: ObjectContext, words: unknown) => Promise<number>

/**
 * What a call found out before it was cut off comes back from the engine, and whoever has the engine's key can be an engine: a time that he makes up would let a timer
 * count early and an approval late, in a log that is intact. So the time carries the proof that this bot read it, for this call and these words.
 */
export function ownTime(secret: Secret, strangers: Strangers): OwnTime {
  return async (ctx, words) => {
    const place = JSON.stringify(['time', callOf(ctx), ctx.key, sha256(JSON.stringify(words ?? null))])
    const read = secret.open<number>(place, await ctx.run('time', () => secret.seal(place, Date.now())))
    if (read !== undefined) return read.value
    const sentence = `The time of a call of Run/${ctx.key} was not read by this bot: nothing was done for it.`
    strangers.noticed('time of a call', sentence)
    throw new TerminalError(sentence, { errorCode: 403 })
  }
}
