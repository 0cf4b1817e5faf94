/** Who is in a conversation, as Teams says it now. Names are never looked at. */
import { NoAccount } from '../../live/platform-error.ts'
import type { Member } from '../bot-port.ts'
import type { CallLimits, TeamsApi } from '../calls/teams-api.ts'
import { saysTeams } from '../calls/teams-error.ts'
import type { Met, Remembered } from '../remembered.ts'

export type AccountIds = Pick<Met, 'tenant' | 'object'>

/** How old Teams' word about an account may be when somebody is asked. */
const BELIEVED_MS = 60_000
const MOST_KEPT = 2000

export class Roster {
  private readonly api: TeamsApi
  private readonly remembered: Remembered
  private readonly now: () => number
  private readonly tenants: readonly string[]
  private readonly known = new Map<string, { atMs: number; member: Member }>()

  /** `tenants`: whose people may speak; nobody else is asked anything. */
  constructor(api: TeamsApi, remembered: Remembered, now: () => number, tenants: readonly string[]) {
    this.api = api
    this.remembered = remembered
    this.now = now
    this.tenants = tenants
  }

  /** Rejects with `NoAccount` for whoever is not in the conversation, or is no member of the house; else as `TeamsApi` does. */
  async member(conversation: string, account: AccountIds, limits: CallLimits): Promise<Member> {
    if (!this.tenants.includes(account.tenant)) throw new NoAccount(saysTeams({ is: 'unlisted', tenant: account.tenant }))
    const key = `${conversation}/${account.tenant}/${account.object}`
    const before = this.known.get(key)
    if (before !== undefined && this.now() - before.atMs <= BELIEVED_MS) return before.member
    this.known.delete(key)
    const member = await this.api.member(this.remembered.reach(conversation), account.object, limits)
    refuseUnfit(member, account)
    if (this.known.size >= MOST_KEPT) this.known.clear()
    this.known.set(key, { atMs: this.now(), member })
    this.remembered.met({ ...account, id: member.id })
    return member
  }
}

/** What Teams does not say is a no. */
function refuseUnfit(member: Member, { tenant, object }: AccountIds): void {
  if (member.object?.toLowerCase() !== object.toLowerCase()) throw new NoAccount(saysTeams({ is: 'no-member' }))
  if (member.tenant?.toLowerCase() !== tenant.toLowerCase()) throw new NoAccount(saysTeams({ is: 'foreign', tenant: member.tenant ?? '' }))
  if (member.role !== 'user') throw new NoAccount(saysTeams({ is: member.role === undefined ? 'no-member' : 'guest' }))
}
