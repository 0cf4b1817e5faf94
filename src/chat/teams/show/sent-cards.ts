/** What stands on our cards, as it was last sent: the only way to see whether a message stands is to send it the very same once more. */
import { Paused, PlatformError } from '../../live/platform-error.ts'
import type { Outgoing } from '../bot-port.ts'
import type { TeamsApi } from '../calls/teams-api.ts'
import type { Remembered } from '../remembered.ts'

interface Sent {
  /** JSON, which takes the least room. */
  activity: string
  /** When it was last seen to stand. */
  seenMs: number
}

/** A card that was sent or looked at so lately is not looked at: each look has the clients of those who see it ask for their own view again. */
const SEEN_MS = 35_000
/** Of more than this, those that were sent first are not looked at. */
const MOST_KEPT = 500

export class SentCards {
  private readonly api: TeamsApi
  private readonly remembered: Remembered
  private readonly now: () => number
  private readonly sent = new Map<string, Sent>()

  constructor(api: TeamsApi, remembered: Remembered, now: () => number) {
    this.api = api
    this.remembered = remembered
    this.now = now
  }

  note(channel: string, id: string, activity: Outgoing): void {
    const key = `${channel}/${id}`
    this.sent.delete(key)
    this.sent.set(key, { activity: JSON.stringify(activity), seenMs: this.now() })
    for (const first of this.sent.keys()) {
      if (this.sent.size <= MOST_KEPT) break
      this.sent.delete(first)
    }
  }

  /** Undefined where that is not known: what was never sent by this process cannot be sent again. Never rejects. */
  async stands(channel: string, id: string): Promise<boolean | undefined> {
    const sent = this.sent.get(`${channel}/${id}`)
    if (sent === undefined) return undefined
    return this.look(channel, id, sent)
  }

  /** Teams says that it is gone: seen with our own eyes, or believed where we cannot look. Never rejects. */
  async isGone(channel: string, id: string): Promise<boolean> {
    const sent = this.sent.get(`${channel}/${id}`)
    return sent === undefined || (await this.look(channel, id, sent)) === false
  }

  /** The longest unseen first, as many as the limits of the conversation let us. */
  async removedOf(channel: string, ids: readonly string[]): Promise<string[]> {
    const due = ids
      .flatMap((id) => {
        const sent = this.sent.get(`${channel}/${id}`)
        return sent === undefined || this.now() - sent.seenMs < SEEN_MS ? [] : [{ id, sent }]
      })
      .toSorted((a, b) => a.sent.seenMs - b.sent.seenMs)
    const removed: string[] = []
    for (const { id, sent } of due) {
      if ((await this.look(channel, id, sent)) === false) removed.push(id)
    }
    return removed
  }

  private async look(channel: string, id: string, sent: Sent): Promise<boolean | undefined> {
    try {
      await this.api.look(this.remembered.reach(channel), id, JSON.parse(sent.activity) as Outgoing)
      sent.seenMs = this.now()
      return true
    } catch (cause) {
      if (cause instanceof PlatformError && cause.gone) return false
      if (cause instanceof PlatformError || cause instanceof Paused) return undefined
      throw cause
    }
  }
}
