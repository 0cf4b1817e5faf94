/** Who must agree. */

/** One line of a policy: so many different people of these groups. */
export interface ApprovalLine {
  from: string[]
  count: number
}

/** One file of `approvals/`; durations in milliseconds. */
export interface Policy {
  id: string
  start: string[]
  approve: ApprovalLine[]
  expiresMs: number
  escalate?: { afterMs: number; to: string[] }
  deviate: ApprovalLine
}

/** A human being as `people.yaml` knows them; `groups` is what they belong to now. */
export interface Person {
  id: string
  name: string
  groups: string[]
}
