/** What an approval binds to: SHA-256 over canonical JSON (RFC 8785), in a domain of its own for each purpose. */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Fingerprint, Plan } from './plan-types.ts'
import type { Value } from './procedure.ts'

/** Fingerprint of a whole plan. A rehearsal's lives in another domain: its approvals are worth nothing for the real run. */
export function fingerprintPlan(plan: Plan): Fingerprint {
  return digest(plan.rehearsal ? 'countersign/rehearsal/1' : 'countersign/plan/1', plan)
}

/** What is approved at one gate, beyond the plan. */
export interface GateContent {
  run: string
  step: number
  /** The gate's opening number. */
  gate: number
  /** What was captured until then. */
  captures: Record<string, Value>
  /** Hash of the audit log's entry before the gate was opened: an approval belongs to one history. */
  after: string
  /** It lets the step be undone, and nothing else. */
  undo?: true
  /** What a deviation asks for. */
  asks?: { kind: string; from?: number; reason: string; by: string }
}

/** What a gate asks approval for. Nothing of it can be approved elsewhere. */
export function fingerprintGate(plan: Fingerprint, content: GateContent): Fingerprint {
  return digest('countersign/gate/1', { plan, ...content })
}

/** `7f3a-91c2`: for eyes only, never compared by programs. */
export function shortFingerprint(fingerprint: Fingerprint): string {
  return `${fingerprint.slice(0, 4)}-${fingerprint.slice(4, 8)}`
}

/** The domain is a JSON string before the value, so no value of one domain can spell another's bytes. */
function digest(domain: string, value: unknown): Fingerprint {
  return createHash('sha256')
    .update(canonicalize([domain, value]) ?? '')
    .digest('hex')
}
