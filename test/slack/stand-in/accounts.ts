/** The workspace of the stand-in: who has an account in it, of what kind. */

export const TEAM = 'T0CONTOSO'
export const FOREIGN_TEAM = 'T0FABRIKAM'
export const CHANNEL = 'C0INCIDENT'
/** More that the app is a member of, by their names. */
export const CHANNELS: Record<string, string> = {
  incident: CHANNEL,
  ...Object.fromEntries(Array.from({ length: 19 }, (_, index) => [`drill-${index + 1}`, `C0DRILL${String(index + 1).padStart(3, '0')}`])),
}
export const APP = 'A0COUNTERS'
export const BOT = 'B0COUNTERS'
export const BOT_USER = 'U0COUNTERS'
export const BOT_TOKEN = 'xoxb-practice-bot'
export const APP_TOKEN = 'xapp-1-practice-app'
export const SIGNING_SECRET = '8f742231b10e8888abcd99yyyzzz85a5'

export interface SlackAccount {
  id: string
  name: string
  /** What `users.info` says beside the name. */
  flags?: Record<string, boolean>
  team?: string
  /** Has an account, and is not in `approvals/people.yaml` of the repository: added to a test's copy under this id, or to nothing. */
  person?: { id: string; name: string; groups: string[] }
}

/** People of the practice estate by their ids in `people.yaml`, and accounts that must not get through. */
export const ACCOUNTS = {
  dana: { id: 'U0DANAWHIT', name: 'dana' },
  amir: { id: 'U0AMIRHADD', name: 'amir' },
  carol: { id: 'U0CAROLJIM', name: 'carol' },
  bob: { id: 'U0BOBLINDQ', name: 'bob' },
  erin: { id: 'U0ERINSEO0', name: 'erin' },
  stranger: { id: 'U0STRANGER', name: 'stranger' },
  /** Four that `people.yaml` still lists, and Slack says no to. */
  gone: {
    id: 'U0DEACTIVE',
    name: 'gone',
    flags: { deleted: true },
    person: { id: 'gone', name: 'Gil Gone', groups: ['operators', 'dba'] },
  },
  guest: {
    id: 'U0GUESTACC',
    name: 'guest',
    flags: { is_restricted: true },
    person: { id: 'guest', name: 'Gina Guest', groups: ['operators', 'dba'] },
  },
  singleGuest: {
    id: 'U0SINGLEGU',
    name: 'single-guest',
    flags: { is_restricted: true, is_ultra_restricted: true },
    person: { id: 'single-guest', name: 'Sven Single', groups: ['operators', 'dba'] },
  },
  robot: {
    id: 'U0ROBOTACC',
    name: 'robot',
    flags: { is_bot: true },
    person: { id: 'robot', name: 'Robin Bot', groups: ['operators', 'dba'] },
  },
  foreign: {
    id: 'U0FABRIKAM',
    name: 'foreign',
    team: FOREIGN_TEAM,
    flags: { is_stranger: true },
    person: { id: 'foreign', name: 'Fay Fabrikam', groups: ['operators', 'dba'] },
  },
} as const satisfies Record<string, SlackAccount>

export type AccountName = keyof typeof ACCOUNTS

export function accountBy(id: string): SlackAccount | undefined {
  return Object.values<SlackAccount>(ACCOUNTS).find((account) => account.id === id)
}

export function teamOf(name: AccountName): string {
  const account: SlackAccount = ACCOUNTS[name]
  return account.team ?? TEAM
}
