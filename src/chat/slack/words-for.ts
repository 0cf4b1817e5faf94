import type { Words } from '../../words/words.ts'
import type { ChatBackend } from '../backend.ts'
import type { Accounts, SlackAccount } from './account.ts'

/** In whose language an account is answered: what Slack says of it, else what `people.yaml` does. */
export function wordsFor(
  { backend, accounts }: { backend: Pick<ChatBackend, 'findPerson' | 'speak'>; accounts: Pick<Accounts, 'locale'> },
  account: SlackAccount,
): Words {
  const found = backend.findPerson(account)
  return backend.speak(accounts.locale(account.user), 'person' in found ? found.person.language : undefined)
}
