import type { LockMode } from '../state/lock-table.ts'
import type { SessionView } from './environment.ts'

const MODES: LockMode[] = ['IntentShared', 'IntentExclusive', 'Shared', 'Update', 'Exclusive']

/** The mode as sp_getapplock and APPLOCK_TEST write it, in any case. */
export function readLockMode(text: string): LockMode | undefined {
  return MODES.find((mode) => mode.toLowerCase() === text.trim().toLowerCase())
}

/** An application lock is known by database, principal and name; of the name, case matters. */
export function lockResource(session: SessionView, principal: string, resource: string): string {
  return `${session.database.toLowerCase()}/${principal.toLowerCase()}/${resource}`
}
