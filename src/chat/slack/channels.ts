/** Where runs may be started: channels that others can see, and that we may post in. */
import { z } from 'zod'
import type { SlackRefusal } from '../../words/slack-words.ts'
import type { SlackApi } from './web-api/api.ts'
import { SlackError } from './web-api/slack-error.ts'

const answer = z.object({ channel: z.object({ is_member: z.boolean().optional(), is_archived: z.boolean().optional() }) })

/** A yes of Slack's is believed for so long; a no never. */
const BELIEVED_MS = 60_000

export class Channels {
  private readonly api: SlackApi
  private readonly allowed: readonly string[] | undefined
  private readonly good = new Map<string, number>()

  /** `allowed`: ids; without them every channel that the app is a member of. */
  constructor(api: SlackApi, allowed: readonly string[] | undefined) {
    this.api = api
    this.allowed = allowed
  }

  /** Why no run may be started there. Where Slack does not answer, the run may begin: its card is posted as soon as Slack lets us. */
  async refusal(channel: string): Promise<SlackRefusal | undefined> {
    if (!/^[CG][A-Z0-9]{2,}$/.test(channel)) return { of: 'channel', because: 'direct' }
    if (this.allowed && !this.allowed.includes(channel)) return { of: 'channel', because: 'other', allowed: this.allowed }
    if (Date.now() - (this.good.get(channel) ?? 0) < BELIEVED_MS) return undefined
    try {
      const { channel: found } = answer.parse(await this.api.call('conversations.info', { channel }))
      if (found.is_archived) return { of: 'channel', because: 'archived' }
      if (found.is_member === false) return NO_MEMBER
      this.good.set(channel, Date.now())
      return undefined
    } catch (cause) {
      if (cause instanceof SlackError && (cause.code === 'channel_not_found' || cause.code === 'not_in_channel')) return NO_MEMBER
      return undefined
    }
  }
}

const NO_MEMBER: SlackRefusal = { of: 'channel', because: 'no-member' }
