import type { LiveSession } from './live-session.ts'
import { SqlError } from './sql-error.ts'

/** Transactions count only: nothing that the stand-in lets a batch write can be rolled back. */
export function runTransaction(verb: 'begin' | 'commit' | 'rollback', session: LiveSession): void {
  switch (verb) {
    case 'begin':
      session.transactions++
      return
    case 'commit':
      if (session.transactions === 0) throw new SqlError(3902, 'The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.')
      session.transactions--
      return
    case 'rollback':
      if (session.transactions === 0) throw new SqlError(3903, 'The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.')
      session.transactions = 0
  }
}
