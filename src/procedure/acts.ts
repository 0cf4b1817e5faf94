import type { Role } from './procedure.ts'

/** A block of this role changes something: it is sent behind a gate and a claim, with the log-in that acts. Every other one looks. */
export function acts(role: Role): boolean {
  return role === 'run' || role === 'undo'
}
