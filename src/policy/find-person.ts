/** Whose account this is. Fail closed: nobody, or more than one, is a refusal. */
import { accountName, accountsOf, sameAccount, type Account } from './account.ts'
import type { PersonRecord } from './people.ts'

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
