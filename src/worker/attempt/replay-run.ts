/** What the worker believes of a run: only what its own rules make of the signed commands, entry by entry. */
import { randomUUID } from 'node:crypto'
import canonicalize from 'canonicalize'
import { RULES_VERSION } from '../../audit/rules.ts'
import { isProven } from '../../audit/signature.ts'
import { replay } from '../../audit/verify.ts'
import { due } from '../../run/due.ts'
import type { Order, PerformOrder } from '../../run/order.ts'
import { findAttempt } from '../../run/where.ts'
import type { RunState } from '../../run/state.ts'
import type { WorkerContext } from '../context.ts'
import type { History } from '../connection/bots.ts'
import { WHO_ANSWERS } from '../not-proven.ts'
import { pause } from '../pause.ts'
import { within } from '../within.ts'

export type ReplayedRun = { state: RunState } | { refused: { code: string; why: string } }

type Seen = { state: RunState; head: { seq: number; hash: string } }

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 5_000
/** More than the way to the run allows itself. */
const LONGEST_READ_MS = 30_000

/** Reads the run's history and decides it again. Asks until the engine answers or `signal` says stop. */
export async function replayRun(context: WorkerContext, order: Order, signal: AbortSignal): Promise<ReplayedRun> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    // What was seen before the question was asked must be in the answer; an answer that was overtaken by another is still true.
    const seen = context.replayed.get(order.run)
    const nonce = randomUUID()
    const read = await within(context.bots.history(order.run, seen?.head.seq ?? 1, nonce), { ms: LONGEST_READ_MS, signal })
    if (signal.aborted) return refused('worker-stopping', `The worker was stopped before it could read the history of ${order.run}.`)
    const history = 'value' in read ? read.value : { unanswered: `nothing came for ${LONGEST_READ_MS / 1000} s` }
    if ('gaveUp' in history) return refused('history-refused', `The history of ${order.run} is not given: ${history.gaveUp}`)
    if ('entries' in history) return judge(context, order, { ...history, nonce }, seen)
    context.logger.warn(
      { run: order.run, order: order.key },
      `The history of ${order.run} cannot be read, it is asked for again: ${history.unanswered}`,
    )
    await pause(pauseMs, signal)
  }
}

/** `history` begins with the last entry that was seen, or with the first of all. */
function judge(
  context: WorkerContext,
  order: Order,
  { entries: history, newest, nonce }: History & { nonce: string },
  seen: Seen | undefined,
): ReplayedRun {
  const { installation, name, site } = context.options
  if (order.installation !== installation || order.site !== site) {
    return refused(
      'not-for-this-worker',
      `The order is for ${order.installation}, site ${order.site}; worker ${name} is of ${installation}, site ${site}.`,
    )
  }
  if (seen && history[0]?.hash !== seen.head.hash) {
    return refused(
      'history-altered',
      `The history of ${order.run} has lost or changed entry ${seen.head.seq}, which worker ${name} has seen. Compare it with the exported log.`,
    )
  }
  // Decisions of other rules cannot be repeated here, so whoever stores them could have made them up.
  const fresh = seen ? history.slice(1) : history
  const other = fresh.find((entry) => entry.rules !== RULES_VERSION)
  if (other) {
    return refused(
      'other-rules',
      `Entry ${other.seq} of ${order.run} was decided by rules version ${other.rules}, worker ${name} has version ${RULES_VERSION}. Let a worker of that version end the run.`,
    )
  }
  const replayed = replay(fresh, context.options.publicKeys, seen)
  if ('altered' in replayed) {
    return refused(
      'history-altered',
      `The history of ${order.run} is not what its commands lead to, from entry ${replayed.altered} on: ${replayed.why}`,
    )
  }
  const { state } = replayed
  if (state.run !== order.run || state.installation !== installation) {
    return refused(
      'history-altered',
      `The history is of ${state.run} of ${state.installation}, the order of ${order.run} of ${installation}.`,
    )
  }
  // A history that was cut short is true as far as it goes, and may hide a cancel.
  const { seq, hash } = replayed.head
  if (!isProven({ proves: 'newest', run: state.run, seq, hash, nonce }, newest, context.options.publicKeys)) {
    return refused(
      'history-not-proven',
      `Nothing proves that the history of ${order.run} ends with entry ${seq}, where the answer ends. ${WHO_ANSWERS}`,
    )
  }
  keep(context, order.run, replayed)
  if (state.procedure.hash !== order.document || state.plan?.procedure.hash !== order.document) {
    return refused(
      'document-differs',
      `${order.run} was approved for another document than the order names (${order.document.slice(0, 12)}).`,
    )
  }
  return { state }
}

/** Runs whose state is kept; of the others the whole history is decided again. */
const KEPT_RUNS = 50

function keep(context: WorkerContext, run: string, replayed: Seen): void {
  const known = context.replayed.get(run)
  if (known && known.head.seq >= replayed.head.seq) return
  context.replayed.delete(run)
  context.replayed.set(run, replayed)
  const [oldest] = context.replayed.keys()
  if (context.replayed.size > KEPT_RUNS && oldest !== undefined) context.replayed.delete(oldest)
}

/** Whether the run, as replayed, really calls for this very order. */
export function callsFor(state: RunState, order: Order): boolean {
  const wanted = canonicalize(order)
  return due(state).some((effect) => effect.kind === 'order' && canonicalize(effect.order) === wanted)
}

/** Whether this claim still stands: granted to this nonce, not believed lost, not ended. */
export function stillOurs(state: RunState, order: PerformOrder, nonce: string): boolean {
  const attempt = findAttempt(state, order.attempt)
  return attempt?.claim?.nonce === nonce && attempt.lost === undefined && attempt.end === undefined && attempt.fate === undefined
}

function refused(code: string, why: string): { refused: { code: string; why: string } } {
  return { refused: { code, why } }
}
