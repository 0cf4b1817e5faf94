import type { Account } from '../../policy/account.ts'
import type { Words } from '../../words/words.ts'
import type { ChatBackend } from '../backend.ts'

/** An account of a platform of messages. */
export type LiveAccount = Exclude<Account, { platform: 'practice' }>

export interface Spoken<A extends LiveAccount> {
  backend: Pick<ChatBackend, 'findPerson' | 'speak'>
  /** `locale`: the language that the platform last said this account has. */
  accounts: { locale(account: A): string | undefined }
}

/** In whose language an account is answered: what the platform says of it, else what `people.yaml` does. */
export function wordsFor<A extends LiveAccount>({ backend, accounts }: Spoken<A>, account: A): Words {
  const found = backend.findPerson(account)
  return backend.speak(accounts.locale(account), 'person' in found ? found.person.language : undefined)
}
