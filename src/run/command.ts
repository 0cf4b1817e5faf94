/** What is asked of a run, and the envelope that says through which process it came. */
import type { Target, Fingerprint } from '../procedure/plan-types.ts'
import type { Person, Policy } from '../policy/policy.ts'
import type { Told } from './facts/worker-fault.ts'
import type { AttemptId, BlockResult } from './order.ts'

/** A person in the act of deciding: who they are now, through which account. */
export interface Actor extends Person {
  /** e.g. `practice`, `slack`, `teams` */
  via: string
  /** The platform's own id of the account, e.g. `T1/U2`. */
  account: string
}

/** The platform's evidence: one event leads to one decision, in one run. */
export interface PersonCommandBase {
  run: string
  by: Actor
  eventId: string
  /** When the bot received it (UTC, ISO 8601); refused when older than 15 minutes. */
  at: string
}

/** A conversation, by its platform's own name for it. */
export interface ConversationAt {
  platform: string
  channel: string
}

export type DeviationKind = 'retry' | 'undo' | 'skip' | 'mark-done' | 'abort'

export type PersonCommand = PersonCommandBase &
  (
    | {
        type: 'start'
        installation: string
        document: { id: string; text: string }
        /** Translated text the people read is not part of the plan. */
        targets: Record<string, Target>
        /** The secrets that a parameter may name; absent where none is configured. */
        secretNames?: string[]
        policies: Record<string, Policy>
        people: Person[]
        conversation: ConversationAt
        rehearsal: boolean
        /** Answers typed inline, as written. */
        answers: Record<string, string>
      }
    /** Answers as written by a person; all faults come back at once, by parameter. */
    | { type: 'answer'; answers: Record<string, string> }
    | { type: 'approve' | 'reject'; gate: number; fingerprint: Fingerprint; reason?: string }
    | { type: 'withdraw'; reason?: string }
    /** `from`: of a retry, an earlier step to begin again from; its check decides whether it is done already. Of an undo, the step back to which all is undone. */
    | { type: 'deviate'; kind: DeviationKind; step: number; from?: number; reason: string }
    /** Opens again a gate that expired or was rejected after work began. */
    | { type: 'reopen'; reason: string }
    /** `question`: which of several, from 2. */
    | { type: 'confirm'; step: number; item?: number; question?: number; choice: string }
    | { type: 'cancel'; reason: string }
    /** The run is shown in this conversation, too. */
    | { type: 'mirror'; conversation: ConversationAt }
  )

/** Signed by the worker that sends it. */
export type WorkerCommand = { run: string; worker: string; site: string; boot: string } &
  /** `looked`: what was asked just before, under the attempt's lock: one result per block of each role that the claim needs, checks first. */
  (
    | { type: 'claim'; order: string; attempt: AttemptId; nonce: string; head: string; looked: BlockResult[] }
    | { type: 'result'; attempt: AttemptId; nonce: string; outcome: AttemptOutcome }
    /**
     * `results`: one per block of each role that it came to, role by role, in the step's order. `lockHeld`: while it looked, it held the lock of the attempt that the order names.
     * `refused`: it did not look (wrong document, replay that differs …). `missing`: absent where every reference leads to a secret.
     */
    | {
        type: 'observed'
        order: string
        results: BlockResult[]
        lockHeld?: boolean
        refused?: { code: string; why: Told }
        missing?: MissingSecret[]
      }
  )

/** A secret that a target of the plan needs and this worker does not have; `why` names the reference, and what to do. */
export interface MissingSecret {
  target: string
  why: Told
}

export type AttemptOutcome =
  /** The block ended without error; the check still decides: `check` has one result per block, of the look that said done, or of the last one when `settle` was over. Absent: it was not asked. */
  | { type: 'ran'; result: BlockResult; tookMs: number; check?: BlockResult[] }
  /** Nothing was claimed: what it looked at before says that it is done already, or that it may not begin. As the claim's `looked`, up to the answer that decides. */
  | { type: 'looked'; results: BlockResult[] }
  /** The server answered with an error: nothing is acting any more. `check`: as it answered then. */
  | { type: 'failed'; result: BlockResult; tookMs: number; check?: BlockResult[] }
  /** Connection or process lost, or timed out: the effect is unknown. */
  | { type: 'unknown'; why: Told; tookMs: number }
  /** The worker refuses before any effect: wrong hash, replay that differs, lock not got, claim refused … `worker-busy`, `worker-stopping` and `head-moved` are ordered again. */
  | { type: 'refused'; code: string; why: Told }

/** A worker that lives and is passed over: it holds another version of the document, is told to stop, or its clock is too far from the bot's (`aheadMs`). */
export type PassedOver = { worker: string } & ({ why: 'document' | 'leaving' } | { why: 'clock'; aheadMs: number })

/** All that the engine's objects and the clock can say: nothing of it is a person's or a worker's word. Signed by the clock key. */
export type EngineWord = { run: string } & (
  | { type: 'timer'; key: string }
  | { type: 'lock-granted'; lock: string }
  | { type: 'lock-refused'; lock: string; holder: string }
  /** The worker holding this order is believed lost (no heartbeat, or a new boot id). */
  | { type: 'lost-contact'; order: string; worker: string; why: Told }
  /** No worker of the site can take the order: said to people, tried again. */
  | { type: 'no-worker'; order: string; site: string; known: string[]; passedOver?: PassedOver[] }
)

/** Signed by the chat key, in the process that read the files. */
export interface ConfigurationChanged {
  run: string
  type: 'configuration-changed'
  policies: Record<string, Policy>
  people: Person[]
  targets: Record<string, Target>
  secretNames?: string[]
}

export type Command = PersonCommand | WorkerCommand | EngineWord | ConfigurationChanged

/** Signature: Ed25519, base64, over the canonical JSON of `{ command, key }`; `key` is the key's id (`chat`, `clock`, or a worker's name). */
export interface SignedCommand {
  command: Command
  key: string
  signature: string
}
