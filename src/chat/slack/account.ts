/** Whose account it is, as Slack says it now. Names are never looked at; what Slack does not say is a no. */
import { z } from 'zod'
import type { Account } from '../../policy/account.ts'
import type { SlackRefusal, Unfit } from '../../words/slack-words.ts'
import type { SlackApi } from './web-api/api.ts'
import type { Identity, Session } from './session.ts'
import { faultOf, RateLimited, SlackError } from './web-api/slack-error.ts'

export interface AccountIds {
  team: string
  user: string
  enterprise?: string
}

/** As `people.yaml` knows it, with what Slack says besides. */
export type SlackAccount = AccountIds & Extract<Account, { platform: 'slack' }>

const answer = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    /** `ko-KR`: the language that Slack shows them. */
    locale: z.string().max(35).optional(),
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
  }),
})

type SlackUser = z.output<typeof answer>['user']

const MOST_KEPT = 2000

export class Accounts {
  private readonly api: SlackApi
  private readonly session: Session
  private readonly now: () => number
  private readonly asked = new Map<string, { at: number; user: Promise<SlackUser> }>()
  private readonly locales = new Map<string, string>()

  constructor(api: SlackApi, session: Session, now: () => number = Date.now) {
    this.api = api
    this.session = session
    this.now = now
  }

  /** Why this account may do nothing here; undefined where it may. `maxAgeMs`: how old Slack's word about it may be. */
  async refusal(account: AccountIds, maxAgeMs: number): Promise<SlackRefusal | undefined> {
    try {
      const because = await this.standing(account, maxAgeMs)
      return because && { of: 'account', because }
    } catch (cause) {
      if (cause instanceof RateLimited || cause instanceof SlackError) {
        return { of: 'account-not-checked', because: faultOf(cause) }
      }
      throw cause
    }
  }

  /** The same. Throws as `SlackApi.call` does where Slack does not say. */
  async standing(account: AccountIds, maxAgeMs: number): Promise<Unfit | undefined> {
    const identity = await this.session.identity()
    const elsewhere = foreign(account, identity)
    if (elsewhere) return elsewhere
    try {
      return unfit(await this.user(account.user, maxAgeMs), account, identity)
    } catch (cause) {
      if (cause instanceof SlackError && cause.code === 'user_not_found') return { is: 'unknown', account: account.user }
      throw cause
    }
  }

  /** The language that Slack last said this account has; undefined where it was never asked about it. */
  locale({ user }: SlackAccount): string | undefined {
    return this.locales.get(user)
  }

  private user(id: string, maxAgeMs: number): Promise<SlackUser> {
    const now = this.now()
    const known = this.asked.get(id)
    if (known && now - known.at <= maxAgeMs) return known.user
    const user = this.api.call('users.info', { user: id, include_locale: true }).then((answered) => answer.parse(answered).user)
    if (this.asked.size >= MOST_KEPT) this.asked.clear()
    this.asked.set(id, { at: now, user })
    user.then(
      ({ locale }) => this.speaks(id, locale),
      () => this.asked.delete(id),
    )
    return user
  }

  private speaks(id: string, locale: string | undefined): void {
    if (locale === undefined) return
    if (this.locales.size >= MOST_KEPT) this.locales.clear()
    this.locales.set(id, locale)
  }
}

/** One Grid is one house; every other workspace is somebody else's. */
function foreign(account: AccountIds, identity: Identity): Unfit | undefined {
  const sameEnterprise = identity.enterprise !== undefined && account.enterprise === identity.enterprise
  if (sameEnterprise || (account.team === identity.team && account.enterprise === identity.enterprise)) return undefined
  return { is: 'foreign', team: account.team, account: account.user, home: { name: identity.teamName, team: identity.team } }
}

function unfit(user: SlackUser, account: AccountIds, identity: Identity): Unfit | undefined {
  const is = kindOf(user)
  if (is !== undefined) return { is, account: account.user }
  const teams = [user.team_id, ...(user.enterprise_user?.teams ?? [])]
  if (user.id === account.user && teams.includes(account.team)) return undefined
  const elsewhere = foreign({ ...account, team: user.team_id ?? 'unknown' }, identity)
  return elsewhere ?? { is: 'not-here', team: account.team, account: account.user }
}

function kindOf({ deleted, is_bot, is_restricted, is_ultra_restricted, is_stranger }: SlackUser) {
  if (deleted) return 'deactivated'
  if (is_bot) return 'bot'
  if (is_stranger) return 'elsewhere'
  if (is_restricted || is_ultra_restricted) return 'guest'
  return undefined
}
