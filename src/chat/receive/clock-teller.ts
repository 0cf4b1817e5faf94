import type { ConnectionState } from '../live/connection-state.ts'

const PART = 'clock'
/** Said anew at the earliest then: whoever has an old request may send it as often as they like. */
const AGAIN_MS = 15 * 60_000

/** Says once, and not with each request, that this machine's clock may be wrong: the platform's own requests are refused for their time. Over with the next good one. */
export class ClockTeller {
  private readonly connection: Pick<ConnectionState, 'up' | 'down'>
  private readonly sentence: (aheadS: number) => string
  /** Milliseconds of a clock that nobody sets. */
  private readonly passed: () => number
  private said: { says: string; at: number } | undefined
  private stands = false

  constructor(
    connection: Pick<ConnectionState, 'up' | 'down'>,
    sentence: (aheadS: number) => string,
    passed: () => number = () => performance.now(),
  ) {
    this.connection = connection
    this.sentence = sentence
    this.passed = passed
  }

  /** `aheadS`: this machine's clock less the date of what the platform signed, in seconds. */
  off(aheadS: number): void {
    const at = this.passed()
    if (this.said === undefined || at - this.said.at >= AGAIN_MS) {
      this.said = { says: this.sentence(aheadS), at }
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
