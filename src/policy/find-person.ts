/** Whose account this is. Fail closed: nobody, or more than one, is a refusal. */
import { accountName, accountsOf, sameAccount, type Account } from './account.ts'
import type { PersonRecord } from './people.ts'

/** `people`: how many have the account. */
export interface AccountRefusal {
  code: 'unknown-person' | 'ambiguous-person'
  facts: { platform: Account['platform']; account: string; people: number }
}

export function findPerson(people: readonly PersonRecord[], account: Account): { person: PersonRecord } | { refusal: AccountRefusal } {
  const found = people.filter((person) => accountsOf(person).some((theirs) => sameAccount(theirs, account)))
  const [person] = found
  const facts = { platform: account.platform, account: accountName(account), people: found.length }
  if (person === undefined) return { refusal: { code: 'unknown-person', facts } }
  return found.length > 1 ? { refusal: { code: 'ambiguous-person', facts } } : { person }
}
