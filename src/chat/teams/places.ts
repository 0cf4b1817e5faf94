/** Where runs may be started: channels and group chats, which others can see. */
import type { TeamsRefusal } from '../../words/teams-words.ts'
import type { Reference } from './bot-port.ts'
import { withoutThread } from './incoming.ts'

export class Places {
  private readonly allowed: readonly string[] | undefined

  /** `allowed`: ids of channels and group chats; without them every one that the bot is in, for it hears of no other. */
  constructor(allowed: readonly string[] | undefined) {
    this.allowed = allowed
  }

  /** Why no run may be started there. */
  refusal({ kind, conversation }: Reference): TeamsRefusal | undefined {
    if (kind === 'personal') return { of: 'place', because: 'direct' }
    if (this.allowed && !this.allowed.includes(withoutThread(conversation))) return { of: 'place', because: 'other', allowed: this.allowed }
    return undefined
  }
}
