import type { OnCall } from './api.ts'
import type { ConnectionState } from '../../live/connection-state.ts'
import type { Method } from './methods.ts'
import { SlackError } from './slack-error.ts'

/** Hears every call, and says what is wrong with Slack as a whole, or with a method whoever asks; the ways of the runs say what is wrong with them. */
export function watchCalls(connection: Pick<ConnectionState, 'up' | 'down'>): OnCall {
  const refused = new Map<Method, number>()
  return (method, trouble) => {
    if (!trouble) {
      refused.delete(method)
      connection.up('web')
      connection.up(method)
      return
    }
    if (trouble instanceof SlackError && (trouble.code === 'unreachable' || TOKEN_TROUBLES.has(trouble.code) || method === 'auth.test'))
      connection.down('web', trouble.message)
    const times = (refused.get(method) ?? 0) + 1
    refused.set(method, times)
    if (times >= OFTEN && FOR_PEOPLE.has(method)) connection.down(method, trouble.message)
  }
}

/** Calls that no run tries again: whoever they were for is told, and whoever keeps the bot here. */
const FOR_PEOPLE: ReadonlySet<Method> = new Set(['users.info', 'conversations.info', 'views.open', 'auth.test'])

/** What is refused once is told to whom it concerns; twice in a row, it is no matter of theirs. */
const OFTEN = 2

const TOKEN_TROUBLES = new Set(['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'])
