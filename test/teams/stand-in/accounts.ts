/** The tenant of the stand-in: its people, its team, its chats, and the app in it. */

export const TENANT = '5a1d9c3e-70b4-4f6a-9b57-2c0e8d4f1a66'
export const FOREIGN_TENANT = '72f988bf-0000-4000-8000-000000000002'

/** The app's registration, and the bot as Teams addresses it. */
export const APP_ID = '3c5e7a90-1b2d-4f68-8a7c-9e0f1d2b3a4c'
export const APP_SECRET = 'practice~secret~of~the~app'
export const BOT = { id: `28:${APP_ID}`, name: 'Countersign' }

export interface TeamsAccount {
  /** An address for this bot only: never a person. */
  id: string
  /** In Entra; a client that is not signed in to it has none. */
  object?: string
  /** Where the account is at home; the stand-in's where nothing is said. */
  tenant?: string
  name: string
  upn: string
  role: 'user' | 'guest' | 'anonymous' | 'bot'
  /** Has an account, and is not in `approvals/people.yaml` of the repository: added to a test's copy under this id, or to nothing. */
  person?: { id: string; name: string; groups: string[] }
}

/** People of the practice estate by their ids in `people.yaml`, and accounts that must not get through. */
export const ACCOUNTS = {
  dana: member('dana', 'Dana Whitfield', '0b7c1f52-3d1e-4a8f-8e0a-6f4d2b9c7e01'),
  amir: member('amir', 'Amir Haddad', '4e2a86d9-95c7-4b13-a7f2-1d8c3e5b6a02'),
  carol: member('carol', 'Carol Jiménez', '9d0f3b71-6a2c-4e58-b9d4-7c1a5e8f2b03'),
  bob: member('bob', 'Bob Lindqvist', 'c8e47a25-1f9b-4d36-82c5-3b6d9f0e4a04'),
  erin: member('erin', 'Erin Seo (서은주)', 'e1b5d860-4c7a-4f92-9e13-8a2f6c0d5b05'),
  stranger: member('stranger', 'Sam Stranger', '1f4c9d20-7b3e-4a65-9c81-0d5e2f7a6b06'),
  /** Three that `people.yaml` may list, and who must be refused nevertheless. */
  guest: {
    ...member('guest', 'Gina Guest', '2a6d0e31-8c4f-4b76-8d92-1e6f3a8b7c07'),
    upn: 'gina_fabrikam.com#EXT#@contoso.onmicrosoft.com',
    role: 'guest',
    person: { id: 'guest', name: 'Gina Guest', groups: ['operators', 'dba'] },
  },
  foreign: {
    ...member('foreign', 'Fay Fabrikam', '3b7e1f42-9d50-4c87-8ea3-2f704b9c8d08'),
    tenant: FOREIGN_TENANT,
    upn: 'fay@fabrikam.com',
    person: { id: 'foreign', name: 'Fay Fabrikam', groups: ['operators', 'dba'] },
  },
  nameless: { id: '29:1nameless_Qm9x', name: 'Nobody in Entra', upn: '', role: 'anonymous' },
} as const satisfies Record<string, TeamsAccount>

export type AccountName = keyof typeof ACCOUNTS

/** By its `29:` address or its object id. */
export function accountBy(id: string): AccountName | undefined {
  const names = Object.keys(ACCOUNTS) as AccountName[]
  return names.find((name) => {
    const account: TeamsAccount = ACCOUNTS[name]
    return account.id === id || account.object === id
  })
}

export function tenantOf(name: AccountName): string {
  const account: TeamsAccount = ACCOUNTS[name]
  return account.tenant ?? TENANT
}

function member(id: string, name: string, object: string): TeamsAccount & { object: string } {
  return { id: `29:1${id}_Zk3vTq`, object, name, upn: `${id}@contoso.com`, role: 'user' }
}
