/** Who we are in Slack, learnt as soon as Slack can be reached. */
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { ConnectionLog } from '../live/connection-state.ts'
import type { SlackApi } from './web-api/api.ts'
import { RateLimited } from './web-api/slack-error.ts'

export interface Identity {
  team: string
  teamName: string
  enterprise?: string
  /** The app's own user and bot. */
  user: string
  bot?: string
  /** `https://contoso.slack.com/`, for links to messages. */
  url: string
}

const answer = z.object({
  team_id: z.string().min(1),
  team: z.string().default(''),
  enterprise_id: z.string().nullish(),
  user_id: z.string().min(1),
  bot_id: z.string().nullish(),
  url: z.string().default('https://slack.com/'),
})

export class Session {
  private readonly api: SlackApi
  private known: Identity | undefined
  private asking: Promise<Identity> | undefined

  constructor(api: SlackApi) {
    this.api = api
  }

  /** Asks Slack once; a failure is thrown, and the next call asks again. */
  identity(): Promise<Identity> {
    if (this.known) return Promise.resolve(this.known)
    this.asking ??= this.ask().finally(() => (this.asking = undefined))
    return this.asking
  }

  /** Undefined as long as Slack was not reached. */
  now(): Identity | undefined {
    return this.known
  }

  private async ask(): Promise<Identity> {
    const { team_id, team, enterprise_id, user_id, bot_id, url } = answer.parse(await this.api.call('auth.test', {}))
    this.known = {
      team: team_id,
      teamName: team || team_id,
      ...(enterprise_id ? { enterprise: enterprise_id } : {}),
      user: user_id,
      ...(bot_id ? { bot: bot_id } : {}),
      url: url.endsWith('/') ? url : `${url}/`,
    }
    return this.known
  }
}

/** A link to a message, or to its channel. */
export function linkTo(identity: Identity, channel: string, ts?: string): string {
  return `${identity.url}archives/${channel}${ts === undefined ? '' : `/p${ts.replace('.', '')}`}`
}

/** Says once who we are in Slack, whenever that may be. */
export async function greet(session: Session, log: ConnectionLog, signal: AbortSignal): Promise<void> {
  for (let waitMs = 1000; !signal.aborted; waitMs = Math.min(30_000, waitMs * 2)) {
    try {
      const { team, teamName, user } = await session.identity()
      log.info({ team, user }, `Slack: this is the app's user ${user} in ${teamName} (${team}).`)
      return
    } catch (cause) {
      await pause(cause instanceof RateLimited ? cause.retryAfterMs : waitMs, undefined, { signal }).catch(() => undefined)
    }
  }
}
