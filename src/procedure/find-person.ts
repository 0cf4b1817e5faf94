/** Whose account this is. Fail closed: nobody, or more than one, is a refusal. */
import type { PersonRecord } from './people.ts'

/** An account as its platform knows it; names and addresses are no keys. */
export type Account =
  | { platform: 'slack'; team: string; user: string }
  | { platform: 'teams'; tenant: string; object: string }
  | { platform: 'practice'; name: string }

export function findPerson(
  people: readonly PersonRecord[],
  account: Account,
): { person: PersonRecord } | { refusal: { code: string; sentence: string } } {
  const found = people.filter((person) => accountsOf(person).some((theirs) => sameAccount(theirs, account)))
  const [person] = found
  const name = accountName(account)
  if (person === undefined) {
    const sentence = `No person in people.yaml has the ${account.platform} account ${name}: ask whoever keeps that file to add it.`
    return { refusal: { code: 'unknown-person', sentence } }
  }
  if (found.length > 1) {
    const sentence = `${found.length} people in people.yaml have the ${account.platform} account ${name}: it must be given to one of them before it can be used.`
    return { refusal: { code: 'ambiguous-person', sentence } }
  }
  return { person }
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

export function accountsOf({ slack, entra, practice }: PersonRecord): Account[] {
  const accounts: Account[] = []
  if (slack !== undefined) accounts.push({ platform: 'slack', ...slack })
  if (entra !== undefined) accounts.push({ platform: 'teams', ...entra })
  if (practice !== undefined) accounts.push({ platform: 'practice', name: practice })
  return accounts
}

export function sameAccount(a: Account, b: Account): boolean {
  return a.platform === b.platform && accountName(a) === accountName(b)
}
