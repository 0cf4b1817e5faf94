/** An account as its platform knows it; names and addresses are no keys. */
export type Account =
  | { platform: 'slack'; team: string; user: string }
  | { platform: 'teams'; tenant: string; object: string }
  | { platform: 'practice'; name: string }

/** The accounts of one person. */
export interface Accounts {
  slack?: { team: string; user: string }
  entra?: { tenant: string; object: string }
  /** Account in the practice console. */
  practice?: string
}

/** `T1/U2`: how logs name an account, together with its platform. */
export function accountName(account: Account): string {
  switch (account.platform) {
    case 'slack':
      return `${account.team}/${account.user}`
    case 'teams':
      return `${account.tenant.toLowerCase()}/${account.object.toLowerCase()}`
    case 'practice':
      return account.name
  }
}

export function accountsOf({ slack, entra, practice }: Accounts): Account[] {
  const accounts: Account[] = []
  if (slack !== undefined) accounts.push({ platform: 'slack', ...slack })
  if (entra !== undefined) accounts.push({ platform: 'teams', ...entra })
  if (practice !== undefined) accounts.push({ platform: 'practice', name: practice })
  return accounts
}

/** Where somebody has an account. */
export function platformsOf(accounts: Accounts): Account['platform'][] {
  return accountsOf(accounts).map(({ platform }) => platform)
}

export function sameAccount(a: Account, b: Account): boolean {
  return a.platform === b.platform && accountName(a) === accountName(b)
}

/** `people`: how many have the account. */
export interface AccountRefusal {
  code: 'unknown-person' | 'ambiguous-person'
  facts: { platform: Account['platform']; account: string; people: number }
}

/** Whose account this is. Fail closed: nobody, or more than one, is a refusal. */
export function findPerson<P extends Accounts>(people: readonly P[], account: Account): { person: P } | { refusal: AccountRefusal } {
  const found = people.filter((person) => accountsOf(person).some((theirs) => sameAccount(theirs, account)))
  const [person] = found
  const facts = { platform: account.platform, account: accountName(account), people: found.length }
  if (person === undefined) return { refusal: { code: 'unknown-person', facts } }
  return found.length > 1 ? { refusal: { code: 'ambiguous-person', facts } } : { person }
}
