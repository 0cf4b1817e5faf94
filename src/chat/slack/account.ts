/** Whose account it is, as Slack says it now. Names are never looked at; what Slack does not say is a no. */
import { z } from 'zod'
import type { PlainRefusal } from '../../run/facts/refusal.ts'
import type { SlackApi } from './web-api/api.ts'
import type { Identity, Session } from './session.ts'
import { RateLimited, SlackError } from './web-api/slack-error.ts'

export interface SlackAccount {
  team: string
  user: string
  enterprise?: string
}

/** How `people.yaml` and entries name it. */
export function accountName({ team, user }: SlackAccount): string {
  return `${team}/${user}`
}

const answer = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
  }),
})

type SlackUser = z.output<typeof answer>['user']

/** Why an account may do nothing here: as its owner is told, and as others are told of it. */
export interface Unfit {
  refusal: PlainRefusal
  says: string
}

const MOST_KEPT = 2000

export class Accounts {
  private readonly api: SlackApi
  private readonly session: Session
  private readonly now: () => number
  private readonly asked = new Map<string, { at: number; user: Promise<SlackUser> }>()

  constructor(api: SlackApi, session: Session, now: () => number = Date.now) {
    this.api = api
    this.session = session
    this.now = now
  }

  /** Why this account may do nothing here; undefined where it may. `maxAgeMs`: how old Slack's word about it may be. */
  async refusal(account: SlackAccount, maxAgeMs: number): Promise<PlainRefusal | undefined> {
    try {
      return (await this.standing(account, maxAgeMs))?.refusal
    } catch (cause) {
      if (cause instanceof RateLimited || cause instanceof SlackError) {
        return refusal(
          'account-not-checked',
          `Nothing was recorded, because Slack did not say whether your account is still good. ${cause.message} Try again in a moment.`,
        )
      }
      throw cause
    }
  }

  /** The same, said to its owner and of its owner. Throws as `SlackApi.call` does where Slack does not say. */
  async standing(account: SlackAccount, maxAgeMs: number): Promise<Unfit | undefined> {
    const identity = await this.session.identity()
    const elsewhere = foreign(account, identity)
    if (elsewhere) return elsewhere
    try {
      return unfit(await this.user(account.user, maxAgeMs), account, identity)
    } catch (cause) {
      if (cause instanceof SlackError && cause.code === 'user_not_found') return unknown(account)
      throw cause
    }
  }

  private user(id: string, maxAgeMs: number): Promise<SlackUser> {
    const now = this.now()
    const known = this.asked.get(id)
    if (known && now - known.at <= maxAgeMs) return known.user
    const user = this.api.call('users.info', { user: id }).then((answered) => answer.parse(answered).user)
    if (this.asked.size >= MOST_KEPT) this.asked.clear()
    this.asked.set(id, { at: now, user })
    user.catch(() => this.asked.delete(id))
    return user
  }
}

/** One Grid is one house; every other workspace is somebody else's. */
function foreign(account: SlackAccount, identity: Identity): Unfit | undefined {
  const sameEnterprise = identity.enterprise !== undefined && account.enterprise === identity.enterprise
  if (sameEnterprise || (account.team === identity.team && account.enterprise === identity.enterprise)) return undefined
  const worksFor = `${identity.teamName} (${identity.team})`
  return {
    refusal: refusal(
      'foreign-workspace',
      `Your account belongs to the workspace ${account.team}, and Countersign works for ${worksFor} only: nothing was recorded.`,
    ),
    says: `Their account ${account.user} belongs to the workspace ${account.team}, and Countersign works for ${worksFor} only.`,
  }
}

function unfit(user: SlackUser, account: SlackAccount, identity: Identity): Unfit | undefined {
  const what = kindOf(user)
  if (what !== undefined) {
    const is = `Slack says that the account ${account.user} is ${what}`
    return { refusal: refusal('unfit-account', `${is}: such an account may do nothing here.`), says: `${is}.` }
  }
  const teams = [user.team_id, ...(user.enterprise_user?.teams ?? [])]
  if (user.id === account.user && teams.includes(account.team)) return undefined
  const elsewhere = foreign({ ...account, team: user.team_id ?? 'unknown' }, identity)
  return elsewhere ?? { refusal: refusal('unfit-account', `${notHere(account)}: nothing was recorded.`), says: `${notHere(account)}.` }
}

function unknown({ user }: SlackAccount): Unfit {
  const says = `Slack knows no account ${user} in this workspace`
  return { refusal: refusal('unknown-account', `${says}: nothing was recorded.`), says: `${says}: correct it in people.yaml.` }
}

function notHere({ user, team }: SlackAccount): string {
  return `Slack does not say that the account ${user} belongs to the workspace ${team}`
}

function kindOf({ deleted, is_bot, is_restricted, is_ultra_restricted, is_stranger }: SlackUser): string | undefined {
  if (deleted) return 'deactivated'
  if (is_bot) return 'a bot'
  if (is_stranger) return 'of another workspace'
  if (is_restricted || is_ultra_restricted) return 'a guest'
  return undefined
}

function refusal(code: string, sentence: string): PlainRefusal {
  return { code, sentence }
}
