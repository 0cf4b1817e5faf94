/** What the worker believes of a run: only what its own rules make of the signed commands, entry by entry. */
import { randomUUID } from 'node:crypto'
import { setImmediate as letOthersGo } from 'node:timers/promises'
import canonicalize from 'canonicalize'
import type { Entry } from '../../audit/entry.ts'
import { RULES_VERSION } from '../../audit/rules.ts'
import { isProven } from '../../audit/signature.ts'
import { replay } from '../../audit/verify.ts'
import { due } from '../../run/due.ts'
import type { Order, PerformOrder } from '../../run/order.ts'
import { findAttempt } from '../../run/where.ts'
import type { RunState } from '../../run/state.ts'
import type { WorkerFault, WorkerRefusal } from '../../run/facts/worker-fault.ts'
import type { WorkerContext } from '../context.ts'
import { pause } from '../pause.ts'
import { within } from '../within.ts'

type Refused = { refused: WorkerRefusal }
export type ReplayedRun = { state: RunState } | Refused

type Seen = { state: RunState; head: { seq: number; hash: string } }

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 5_000
/** More than the way to the run allows itself. */
const LONGEST_READ_MS = 30_000

/** Reads the run's history page by page and decides it again, no more of it in memory than a page. Asks until the engine answers or `signal` says stop. */
export async function replayRun(context: WorkerContext, order: Order, signal: AbortSignal): Promise<ReplayedRun> {
  const stopped = () => refused('worker-stopping', { is: 'history-unread', run: order.run })
  let replayed: Seen | undefined
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    // What was seen before the question was asked must be in the answer; an answer that was overtaken by another is still true.
    const seen = further(context.replayed.get(order.run), replayed)
    const nonce = randomUUID()
    const read = await within(context.bots.history(order.run, seen?.head.seq ?? 1, nonce), { ms: LONGEST_READ_MS, signal })
    if (signal.aborted) return stopped()
    const page = 'value' in read ? read.value : { unanswered: `nothing came for ${LONGEST_READ_MS / 1000} s` }
    if ('gaveUp' in page) return refused('history-refused', { is: 'history-refused', run: order.run, why: page.gaveUp })
    if ('entries' in page && !(page.more && page.entries.length <= (seen ? 1 : 0))) {
      const judged = await judge(context, order, page.entries, seen, signal)
      if (judged === 'stopped') return stopped()
      if ('refused' in judged) return judged
      if (!page.more) return conclude(context, order, judged, { newest: page.newest, nonce })
      replayed = judged
      pauseMs = FIRST_PAUSE_MS
      continue
    }
    const why = 'unanswered' in page ? page.unanswered : 'a page came that leads no further'
    context.logger.warn({ run: order.run, order: order.key }, `The history of ${order.run} cannot be read, it is asked for again: ${why}`)
    await pause(pauseMs, signal)
  }
}

function further(one: Seen | undefined, other: Seen | undefined): Seen | undefined {
  return (one?.head.seq ?? 0) >= (other?.head.seq ?? 0) ? one : other
}

/** So many are decided again before anything else of this process gets its turn. */
const DECIDED_AT_ONCE = 50

/** What these entries lead to: they begin with the last one that was seen, or with the first of all. */
async function judge(
  context: WorkerContext,
  order: Order,
  entries: Entry[],
  seen: Seen | undefined,
  signal: AbortSignal,
): Promise<Seen | Refused | 'stopped'> {
  const { installation, name, site } = context.options
  if (order.installation !== installation || order.site !== site) {
    return refused('not-for-this-worker', {
      is: 'not-for-this-worker',
      installation: order.installation,
      site: order.site,
      worker: name,
      ours: { installation, site },
    })
  }
  if (seen && entries[0]?.hash !== seen.head.hash) {
    return refused('history-altered', { is: 'entry-lost', run: order.run, seq: seen.head.seq, worker: name })
  }
  // Decisions of other rules cannot be repeated here, so whoever stores them could have made them up.
  const fresh = seen ? entries.slice(1) : entries
  const other = fresh.find((entry) => entry.rules !== RULES_VERSION)
  if (other) {
    const { seq, rules } = other
    return refused('other-rules', { is: 'other-rules', run: order.run, seq, rules, worker: name, ours: RULES_VERSION })
  }
  let after = seen
  for (let next = 0; next < fresh.length || after === undefined; next += DECIDED_AT_ONCE) {
    if (next > 0) await letOthersGo()
    if (signal.aborted) return 'stopped'
    const led = replay(fresh.slice(next, next + DECIDED_AT_ONCE), context.options.publicKeys, after)
    if ('altered' in led) {
      return refused('history-altered', { is: 'history-altered', run: order.run, seq: led.altered, why: led.why })
    }
    after = led
  }
  return after
}

/** The whole history is decided: is it that of the order, and is nothing newer held back? */
function conclude(
  context: WorkerContext,
  order: Order,
  replayed: Seen,
  { newest, nonce }: { newest: string | undefined; nonce: string },
): ReplayedRun {
  const { installation } = context.options
  const { state } = replayed
  if (state.run !== order.run || state.installation !== installation) {
    const of = { run: state.run, installation: state.installation }
    return refused('history-altered', { is: 'other-history', run: order.run, installation, of })
  }
  // A history that was cut short is true as far as it goes, and may hide a cancel.
  const { seq, hash } = replayed.head
  if (!isProven({ proves: 'newest', run: state.run, seq, hash, nonce }, newest, context.options.publicKeys)) {
    return refused('history-not-proven', { is: 'history-not-proven', run: order.run, seq })
  }
  keep(context, order.run, replayed)
  if (state.procedure.hash !== order.document || state.plan?.procedure.hash !== order.document) {
    return refused('document-differs', { is: 'document-differs', run: order.run, document: order.document })
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

function refused(code: string, why: WorkerFault): Refused {
  return { refused: { code, why } }
}
