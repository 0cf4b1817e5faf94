import { type ObjectContext, TerminalError } from '@restatedev/restate-sdk'
import { sha256 } from '../../audit/canonical.ts'
import type { Secret } from './inside.ts'
import { callOf } from './sealed-state.ts'
import type { Strangers } from './strangers.ts'

export interface Step<T> {
  object: string
  /** Its name in the journal; one call has one step of a name. */
  name: string
  /** What the answer is of, beyond the call itself. */
  words?: unknown
  /** Said to people where the answer is not of this bot. */
  notOurs: string
  /** MUST answer something that JSON can say. */
  act: () => T | Promise<T>
}

/** What a call finds out, the same when it is carried out again; `undefined`: what came back is not what this bot found out in this call. */
export type OwnStep = <T>(ctx: ObjectContext, step: Step<T>) => Promise<T | undefined>

/**
 * What a call found out before it was cut off comes back from the engine, and whoever has the engine's key can be an engine, and make it up: so it carries the proof
 * that this bot found it out, in this step of this call, for these words.
 */
export function ownStep(secret: Secret, strangers: Strangers): OwnStep {
  return async <T>(ctx: ObjectContext, { object, name, words, notOurs, act }: Step<T>) => {
    const place = JSON.stringify(['step', object, name, callOf(ctx), ctx.key, sha256(JSON.stringify(words ?? null))])
    const answer = await ctx.run(name, async () => secret.seal(place, await act()))
    const found = secret.open<T>(place, answer)
    if (found !== undefined) return found.value
    strangers.noticed(`${name} of ${object}`, notOurs)
    return undefined
  }
}

/** When this bot first heard these words, by its own clock, in ms since 1970; the same when the call is carried out again. */
export type OwnTime = (ctx: ObjectContext, words: unknown) => Promise<number>

/** A time that somebody makes up would let a timer count early and an approval late, in a log that is intact. */
export function ownTime(step: OwnStep): OwnTime {
  return async (ctx, words) => {
    const notOurs = `The time of a call of Run/${ctx.key} was not read by this bot: nothing was done for it.`
    const read = await step(ctx, { object: 'Run', name: 'time', words, notOurs, act: () => Date.now() })
    if (read === undefined) throw new TerminalError(notOurs, { errorCode: 403 })
    return read
  }
}
