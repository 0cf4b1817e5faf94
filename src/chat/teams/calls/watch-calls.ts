import type { ConnectionState } from '../../live/connection-state.ts'
import { TeamsError } from './teams-error.ts'
import type { OnCall } from './teams-api.ts'

/** Hears every call, and says what is wrong with Teams as a whole; the ways of the runs say what is wrong with them. */
export function watchCalls(connection: Pick<ConnectionState, 'up' | 'down'>): OnCall {
  return (_, trouble) => {
    if (trouble === undefined) return connection.up('web')
    if (!(trouble instanceof TeamsError)) return
    const { code, status } = trouble
    const ofAll =
      code === 'unreachable' ||
      status === 401 ||
      (status !== undefined && status >= 500) ||
      OF_THE_APP.has(code) ||
      code.startsWith('AADSTS')
    // What is refused in one conversation is answered, and so Teams can be reached.
    if (ofAll) connection.down('web', trouble.message)
    else connection.up('web')
  }
}

/** Whoever is called, whatever for. */
const OF_THE_APP = new Set(['BotNotRegistered', 'BotDisabledByAdmin'])
