import type { ObjectContext } from '@restatedev/restate-sdk'
import { TerminalError } from '@restatedev/restate-sdk'
import type { OwnStep } from './own-step.ts'

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
