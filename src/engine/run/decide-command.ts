import { append, NO_HEAD } from '../../audit/chain.ts'
import type { SignedHead } from '../../audit/entry.ts'
import { RELEASE_OF_RULES, RULES_VERSION } from '../../audit/rules.ts'
import type { SignedCommand } from '../../run/command.ts'
import { newlyDue } from '../../run/due.ts'
import type { Effect } from '../../run/effect.ts'
import type { CommandAnswer, Recorded } from '../../run/command-answer.ts'
import type { RunState } from '../../run/state.ts'
import { gateAfter } from '../../run/view/gate.ts'
import type { Added, StoredRun } from './stored-run.ts'
import type { RuleRefusal } from '../../run/facts/refusal.ts'

export interface CommandOutcome {
  answer: CommandAnswer
  /** What is to be stored; absent where nothing changed. */
  added?: Added
  /** What the new state calls for and the old one did not. */
  effects: Effect[]
}

/** Judges one command by the rules, seals what came of it, and signs the heads that the new state calls for. Deterministic: Ed25519 takes no chance. */
export function decideCommand(
  before: RunState | undefined,
  signed: SignedCommand,
  nowMs: number,
  signHead: (head: Omit<SignedHead, 'signature'>) => SignedHead,
): CommandOutcome {
  const now = new Date(nowMs).toISOString()
  const log = before === undefined ? { head: NO_HEAD } : { state: before, head: { seq: before.seq, hash: before.head } }
  const { entry, state, refusal } = append(log, signed, now)
  if (entry === undefined || state === undefined) {
    return { answer: { refusal: refusal ?? { code: 'nothing', facts: {} } }, effects: [] }
  }
  const effects = newlyDue(before, state)
  const { run, seq, hash } = entry
  // A gate that has passed and an end stand for good: each head is new once.
  const heads = effects.flatMap((effect) =>
    effect.kind === 'head' ? [signHead({ run, seq, hash, at: now, final: effect.final, rules: RULES_VERSION })] : [],
  )
  const answer: CommandAnswer = refusal
    ? { refusal }
    : { accepted: true, seq, phase: state.phase, rehearsal: state.rehearsal, events: entry.events, ...approvedOf(state, signed) }
  return { answer, added: { state, entry, heads }, effects }
}

function approvedOf(state: RunState, { command }: SignedCommand): Pick<Recorded, 'approved'> {
  return command.type === 'approve' ? { approved: gateAfter(state, command.gate) } : {}
}

/** A log that mixes rules could be judged by no release, and no worker would act on it. */
export function otherRules(run: string, stored: StoredRun | null): RuleRefusal | undefined {
  const rules = stored?.rules
  if (rules === undefined || rules === RULES_VERSION) return undefined
  const release = RELEASE_OF_RULES[rules]
  return { code: 'other-rules', facts: { run, rules, ours: RULES_VERSION, ...(release !== undefined && { release }) } }
}
