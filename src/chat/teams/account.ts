/** Whose account it is, as Teams says it now. Names are never looked at; what Teams does not say is a no. */
import { z } from 'zod'
import type { Account } from '../../policy/account.ts'
import type { TeamsRefusal, TeamsUnfit } from '../../words/teams-words.ts'
import { NoAccount, Paused, PlatformError, type Says } from '../live/platform-error.ts'
import type { Member, Reference } from './bot-port.ts'
import { withoutThread } from './incoming.ts'

export type TeamsAccount = Extract<Account, { platform: 'teams' }>

/** Who spoke. */
export interface TeamsSpeaker {
  account: TeamsAccount
  /** `29:…`: where this bot writes to them; no person. */
  address: string
}

/** Asks the roster of a conversation, by address. Rejects with `NoAccount` for whoever is not in it. */
export interface AsksRoster {
  member(of: Reference, id: string): Promise<Member>
}

const guid = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const any = z.unknown().optional()
const spoken = z.looseObject({
  from: z.looseObject({ id: z.string().min(1).max(1000), aadObjectId: any, role: any, tenantId: any }),
  conversation: z.looseObject({ tenantId: any }).nullish(),
  channelData: z.looseObject({ tenant: z.looseObject({ id: any }).nullish() }).nullish(),
})

const MOST_KEPT = 2000

export class Accounts {
  private readonly roster: AsksRoster
  private readonly tenants: readonly string[]
  private readonly now: () => number
  private readonly asked = new Map<string, { at: number; member: Promise<Member> }>()

  /** `tenants`: whose people may speak; ids in lower case. `now`: milliseconds that never go back. */
  constructor(roster: AsksRoster, tenants: readonly string[], now: () => number = () => performance.now()) {
    this.roster = roster
    this.tenants = tenants
    this.now = now
  }

  /** Whose account an activity came from, by what Teams signed; nobody is asked. */
  of(activity: unknown): TeamsSpeaker | { refusal: TeamsRefusal } {
    const read = spoken.safeParse(activity)
    if (!read.success) return refused({ is: 'no-object' })
    const { from, conversation, channelData } = read.data
    if (isBot(from)) return refused({ is: 'bot' })
    const object = guid.safeParse(from.aadObjectId)
    if (!object.success) return refused({ is: 'no-object' })
    const tenants = new Set<string>()
    for (const said of [conversation?.tenantId, channelData?.tenant?.id, from.tenantId]) {
      if (said === undefined || said === null) continue
      const tenant = guid.safeParse(said)
      if (!tenant.success) return refused({ is: 'no-tenant' })
      tenants.add(tenant.data)
    }
    const [tenant, ...others] = tenants
    if (tenant === undefined) return refused({ is: 'no-tenant' })
    if (others.length > 0) return refused({ is: 'two-tenants', tenants: [tenant, ...others] })
    if (!this.tenants.includes(tenant)) return refused({ is: 'foreign', tenant, allowed: this.tenants })
    return { account: { platform: 'teams', tenant, object: object.data }, address: from.id }
  }

  /** Why this account may do nothing there, in somebody's language; undefined where it may. `maxAgeMs`: how old Teams' word about it may be. */
  async refusal(speaker: TeamsSpeaker, at: Reference, maxAgeMs: number): Promise<Says | undefined> {
    try {
      const because = unfit(await this.member(speaker, at, maxAgeMs), speaker)
      return because && (({ teams }) => teams.refusal({ of: 'account', because }))
    } catch (cause) {
      if (cause instanceof NoAccount) return ({ teams }) => teams.refusal({ of: 'account', because: { is: 'not-here' } })
      if (cause instanceof Paused || cause instanceof PlatformError) {
        return (words) => words.teams.refusal({ of: 'account-not-checked', fault: cause.says(words) })
      }
      throw cause
    }
  }

  private member({ address }: TeamsSpeaker, at: Reference, maxAgeMs: number): Promise<Member> {
    const key = `${withoutThread(at.conversation)} ${address}`
    const now = this.now()
    const known = this.asked.get(key)
    if (known && now - known.at <= maxAgeMs) return known.member
    const member = this.roster.member(at, address)
    if (this.asked.size >= MOST_KEPT) this.asked.clear()
    this.asked.set(key, { at: now, member })
    member.catch(() => this.asked.delete(key))
    return member
  }
}

function refused(because: TeamsUnfit): { refusal: TeamsRefusal } {
  return { refusal: { of: 'account', because } }
}

/** Bots and agents have roles and addresses of their own, and an agent may have an object id. */
function isBot({ id, role, ...rest }: { id: string; role?: unknown; [key: string]: unknown }): boolean {
  const isPerson = role === undefined || role === null || role === 'user'
  return !isPerson || id.startsWith('28:') || AGENTIC.some((key) => rest[key] !== undefined)
}

const AGENTIC = ['agenticAppId', 'agenticUserId', 'agenticAppBlueprintId']

function unfit(member: Member, { account, address }: TeamsSpeaker): TeamsUnfit | undefined {
  if (member.id !== address || member.object?.toLowerCase() !== account.object) return { is: 'another' }
  const tenant = member.tenant?.toLowerCase()
  if (tenant === undefined) return { is: 'no-tenant' }
  if (tenant !== account.tenant) return { is: 'two-tenants', tenants: [account.tenant, tenant] }
  if (member.role === undefined) return { is: 'no-role' }
  if (member.role === 'user') return undefined
  return member.role === 'guest' ? { is: 'guest' } : { is: 'no-member', role: member.role }
}
