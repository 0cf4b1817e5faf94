import { PAST_S, FUTURE_S } from './http-guard.ts'
import type { ConnectionState } from '../../live/connection-state.ts'

const PART = 'clock'
/** Said anew at the earliest then: whoever has an old request may send it as often as they like. */
const AGAIN_MS = 15 * 60_000

/** Says once, and not with each request, that this machine's clock may be wrong: Slack's own requests are refused for their time. Over with the next good one. */
export class ClockTeller {
  private readonly connection: Pick<ConnectionState, 'up' | 'down'>
  /** Milliseconds of a clock that nobody sets. */
  private readonly passed: () => number
  private said: { says: string; at: number } | undefined
  private stands = false

  constructor(connection: Pick<ConnectionState, 'up' | 'down'>, passed: () => number = () => performance.now()) {
    this.connection = connection
    this.passed = passed
  }

  /** `aheadS`: this machine's clock less the date of a request that Slack signed, in seconds. */
  off(aheadS: number): void {
    const at = this.passed()
    if (this.said === undefined || at - this.said.at >= AGAIN_MS) {
      this.said = { says: sentence(aheadS), at }
      this.stands = true
    }
    // The same words once more only keep it standing.
    if (this.stands) this.connection.down(PART, this.said.says, AGAIN_MS)
  }

  right(): void {
    if (!this.stands) return
    this.stands = false
    this.connection.up(PART)
  }
}

function sentence(aheadS: number): string {
  const refused = 'Requests of Slack are refused for their time: one that Slack signed is dated'
  if (aheadS < 0)
    return `${refused} ${-aheadS} s after this machine's clock, and ${FUTURE_S} s are the most. This machine's clock is behind, probably by these ${-aheadS} s: set it right.`
  return `${refused} ${aheadS} s before this machine's clock, and ${PAST_S} s are the most. If every press is refused, this machine's clock is ahead, probably by these ${aheadS} s: set it right. If only this one was, an old request was held up or sent again, and nothing is to be done.`
}
