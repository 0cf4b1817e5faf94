/** Asks the run for the right to make one attempt: once, with a nonce that no other process knows. */
import { randomUUID } from 'node:crypto'
import { append } from '../../audit/chain.ts'
import { isProven } from '../../audit/signature.ts'
import { passedMs, type Moment } from '../../run/clocks.ts'
import type { SignedCommand } from '../../run/command.ts'
import type { BlockResult, PerformOrder } from '../../run/order.ts'
import type { RunState } from '../../run/state.ts'
import { en } from '../../words/en.ts'
import { sayRefusal } from '../../words/say.ts'
import type { Told, WorkerFault } from '../../run/facts/worker-fault.ts'
import type { WorkerContext } from '../context.ts'
import { replayRun, callsFor } from './replay-run.ts'
import type { ClaimProof } from '../../run/command-answer.ts'
import type { Answer } from '../../connection/frames.ts'
import { pause } from '../pause.ts'
import { within } from '../within.ts'

/** `unknown`: nobody answered; it may have been granted, and is treated as if it was not. */
export type Claim =
  | { how: 'granted'; nonce: string; askedAt: Moment }
  | { how: 'refused'; code: string; why: Told }
  | { how: 'unknown'; nonce: string; why: Told }

const TRIES = 5
/** More than the way to the run allows itself. */
const LONGEST_ANSWER_MS = 30_000
const ANSWER_AFTER_STOP_MS = 3_000

/** `state` is the run as replayed; when the run has moved since, it is read and judged again. `looked`: what was just seen, and lets it begin. */
export async function claim(
  context: WorkerContext,
  order: PerformOrder,
  { state, looked }: { state: RunState; looked: BlockResult[] },
  signal: AbortSignal,
): Promise<Claim> {
  const { name: worker, site } = context.options
  let believed = state
  for (let tries = 1; ; tries++) {
    // A new question gets a new nonce: the old one's question may still be under way.
    const nonce = randomUUID()
    const askedAt = moment()
    const signed = context.signer.command({
      type: 'claim',
      run: order.run,
      worker,
      site,
      boot: context.boot,
      order: order.key,
      attempt: order.attempt,
      nonce,
      head: believed.head,
      looked,
    })
    const answer = await answered(context.bots.command(signed), signal)
    if ('accepted' in answer) {
      if (isRecorded(context, believed, signed, answer.claimed)) return { how: 'granted', nonce, askedAt }
      return { how: 'unknown', nonce, why: { is: 'claim-not-proven', run: order.run } }
    }
    if ('unanswered' in answer) return { how: 'unknown', nonce, why: answer.unanswered }
    if ('gaveUp' in answer) return { how: 'unknown', nonce, why: answer.gaveUp }
    const { code } = answer.refusal
    if (code !== 'head-moved' || tries === TRIES || signal.aborted) return { how: 'refused', code, why: sayRefusal(en, answer.refusal) }
    await pause(50 * tries, signal)
    const again = await replayRun(context, order, signal)
    if ('refused' in again) return { how: 'refused', ...again.refused }
    if (!callsFor(again.state, order)) return { how: 'refused', code: 'not-called-for', why: { is: 'not-called-for-now', run: order.run } }
    believed = again.state
  }
}

/**
 * Whoever reaches the engine can answer in the run's name, and hide from a worker what the run has recorded since. The bot signs the entry that the claim became: it must be
 * the very entry that the claim leads to behind all that this worker has replayed.
 */
function isRecorded(context: WorkerContext, state: RunState, signed: SignedCommand, claimed: ClaimProof | undefined): boolean {
  if (claimed === undefined) return false
  const { at, signature } = claimed
  const { entry } = append({ state, head: { seq: state.seq, hash: state.head } }, signed, at)
  if (entry === undefined) return false
  const { run, seq, hash } = entry
  return isProven({ proves: 'claimed', run, seq, hash, at }, signature, context.options.publicKeys)
}

/** Whoever is told to stop waits a little all the same: a claim whose answer nobody heard has to be asked about. */
async function answered(asked: Promise<Answer>, signal: AbortSignal): Promise<Answer | { unanswered: WorkerFault }> {
  const soon = await within(asked, { ms: LONGEST_ANSWER_MS, signal })
  const answer = 'value' in soon ? soon : await within(asked, { ms: soon.ended === 'stopped' ? ANSWER_AFTER_STOP_MS : 0 })
  return 'value' in answer
    ? answer.value
    : { unanswered: signal.aborted ? { is: 'stopped-meanwhile' } : { is: 'answer-late', ms: LONGEST_ANSWER_MS } }
}

export function moment(): Moment {
  return { monotonicMs: performance.now(), wallMs: Date.now() }
}

export function sinceMs(then: Moment): number {
  return passedMs(then, moment())
}

/** So much older may an approval be here than by the bot's clock: more than the clocks may be apart, because this calls people, and that only makes an order wait. */
const APART_MS = 5 * 60_000

/** Why the approvals of the order's gate are worth nothing by the clock of this machine; undefined: they still are. One that was set back on the bot's must not make them last longer. */
export function lapsedByOwnClock({ options, clock }: WorkerContext, state: RunState, order: PerformOrder): WorkerFault | undefined {
  const notAfter = state.gates[order.gate - 1]?.passed?.notAfter
  const now = Date.now()
  // Unknown means no: a gate that has not passed has no time to compare.
  if (notAfter !== undefined && now <= Date.parse(notAfter) + APART_MS) return undefined
  const { aheadMs } = clock
  return {
    is: 'approvals-lapsed',
    worker: options.name,
    now: new Date(now).toISOString(),
    gate: order.gate,
    ...(notAfter !== undefined && { until: notAfter }),
    ...(aheadMs !== undefined && { aheadMs }),
  }
}
