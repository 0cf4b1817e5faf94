import { append, NO_HEAD } from '../../audit/chain.ts'
import type { SignedHead } from '../../audit/entry.ts'
import { RULES_VERSION } from '../../audit/rules.ts'
import type { SignedCommand } from '../../run/command.ts'
import { newlyDue } from '../../run/due.ts'
import type { Effect } from '../../run/effect.ts'
import type { CommandAnswer, Recorded } from '../../run/command-answer.ts'
import type { RunState } from '../../run/state.ts'
import { gateAfter } from '../../run/view/gate.ts'
import type { StoredRun } from './stored-run.ts'

export interface CommandOutcome {
  answer: CommandAnswer
  /** The run as it is to be stored; absent where nothing changed. */
  after?: StoredRun
  /** What the new state calls for and the old one did not. */
  effects: Effect[]
}

/** Judges one command by the rules, seals what came of it, and signs the heads that the new state calls for. Deterministic: Ed25519 takes no chance. */
export function decideCommand(
  stored: StoredRun | null,
  signed: SignedCommand,
  nowMs: number,
  signHead: (head: Omit<SignedHead, 'signature'>) => SignedHead,
): CommandOutcome {
  const now = new Date(nowMs).toISOString()
  const log = stored === null ? { head: NO_HEAD } : { state: stored.state, head: { seq: stored.state.seq, hash: stored.state.head } }
  const { entry, state, refusal } = append(log, signed, now)
  if (entry === undefined || state === undefined) {
    return { answer: { refusal: refusal ?? { code: 'nothing', facts: {} } }, effects: [] }
  }
  const effects = newlyDue(stored?.state, state)
  const wanted = effects.filter((effect) => effect.kind === 'head' && !stored?.headKeys.includes(effect.key))
  const heads = wanted.map((effect) =>
    signHead({
      run: entry.run,
      seq: entry.seq,
      hash: entry.hash,
      at: now,
      final: effect.kind === 'head' && effect.final,
      rules: RULES_VERSION,
    }),
  )
  const after: StoredRun = {
    entries: [...(stored?.entries ?? []), entry],
    state,
    heads: [...(stored?.heads ?? []), ...heads],
    headKeys: [...(stored?.headKeys ?? []), ...wanted.map(({ key }) => key)],
  }
  const answer: CommandAnswer = refusal
    ? { refusal }
    : { accepted: true, seq: entry.seq, phase: state.phase, rehearsal: state.rehearsal, events: entry.events, ...approvedOf(state, signed) }
  return { answer, after, effects }
}

function approvedOf(state: RunState, { command }: SignedCommand): Pick<Recorded, 'approved'> {
  return command.type === 'approve' ? { approved: gateAfter(state, command.gate) } : {}
}
