/** Everything that an approval is about. */
import type { HttpLook } from './http-look.ts'
import type { Language, Procedure, Role, Step, Substep, Value } from './procedure.ts'
import type { Person, Policy } from '../policy/policy.ts'

/** A target as configured, without secrets. */
export type Target =
  | {
      kind: 'sql-server'
      name: string
      host: string
      instance: string
      port?: number
      /** What the server may call itself, where that is not the host's name. */
      serverName?: string[]
      /** The log-in under which its blocks look; without one they look with the log-in that acts. */
      reader?: string
      site: string
      practice: boolean
    }
  | {
      kind: 'powershell'
      name: string
      host: string
      /** What the machine may call itself on which the blocks run, where that is not the host's name. */
      machineName?: string[]
      site: string
      practice: boolean
    }

export interface PlannedBlock {
  role: Role
  language: Language
  target: string
  /** The block goes to the item at hand, whose name `target` is then: one of these for each value of the step's list. */
  targets?: string[]
  /** SQL only: the name of the database itself. */
  database?: string
  text: string
  http?: HttpLook
  /** A check that is asked only after the `run`. */
  after?: true
  uses: string[]
  as?: Record<string, string>
  rule?: string
  line: number
}

export interface PlannedStep extends Omit<Step, 'blocks' | 'prose' | 'line' | 'from' | 'substeps'> {
  blocks: PlannedBlock[]
  site: string
  substeps?: (Omit<Substep, 'blocks' | 'prose'> & { blocks: PlannedBlock[] })[]
  /** Only of one turn of a step: which of its sub-steps this is. */
  substep?: { number: number; of: number; title: string }
}

/** A procedure with its values, targets and policy resolved. Its fingerprint is SHA-256 over its canonical JSON, in the domain of `rehearsal`. */
export interface Plan {
  rehearsal: boolean
  procedure: Pick<Procedure, 'id' | 'command' | 'title' | 'hash'> & { recoveryTimeMs?: number }
  values: Record<string, Value>
  targets: Record<string, Target>
  steps: PlannedStep[]
  lock: string
  /** Every policy that the procedure's gates name, and its own. */
  policies: Record<string, Policy>
  /** The people who may approve, ordered by id. */
  approvers: Person[]
}

/** Full fingerprint: 64 hex digits. The short form `7f3a-91c2` is for eyes only. */
export type Fingerprint = string
