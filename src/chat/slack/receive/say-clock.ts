import { PAST_S, FUTURE_S } from './http-guard.ts'

/** `aheadS`: this machine's clock less the date of a request that Slack signed, in seconds. */
export function sayClock(aheadS: number): string {
  const refused = 'Requests of Slack are refused for their time: one that Slack signed is dated'
  if (aheadS < 0)
    return `${refused} ${-aheadS} s after this machine's clock, and ${FUTURE_S} s are the most. This machine's clock is behind, probably by these ${-aheadS} s: set it right.`
  return `${refused} ${aheadS} s before this machine's clock, and ${PAST_S} s are the most. If every press is refused, this machine's clock is ahead, probably by these ${aheadS} s: set it right. If only this one was, an old request was held up or sent again, and nothing is to be done.`
}
