/** Carries out an order to act: verify, lock, look, claim, and only then send, once. */
import type { Moment } from '../../run/clocks.ts'
import type { AttemptOutcome, WorkerCommand } from '../../run/command.ts'
import type { PerformOrder } from '../../run/order.ts'
import type { PlannedStep } from '../../procedure/plan-types.ts'
import type { RunState } from '../../run/state.ts'
import { lettingBegin } from '../../run/step/looks.ts'
import { claimLooks } from '../../run/step/when-to-look.ts'
import { capturesAt } from '../../run/where.ts'
import { replayRun, callsFor, stillOurs } from './replay-run.ts'
import type { WorkerContext } from '../context.ts'
import { ROWS_BUDGET, type BlockEnding } from '../block/block-result.ts'
import { openAttemptSession, sessionName, STOPPED_BEFORE_CLAIM, type AttemptSession } from './attempt-session.ts'
import { claim, lapsedByOwnClock, moment, sinceMs } from './claim.ts'
import { fitOutcome } from '../block/fit-results.ts'
import { documentNotHeld } from './observe.ts'
import type { Told, WorkerFault } from '../../run/facts/worker-fault.ts'
import { look } from './look.ts'
import { lookUntil } from './look-until.ts'
import { wantedBy } from '../../run/undo/judge-undo.ts'
import { runBlock } from '../block/run-block.ts'
import { lockName, stillHolds } from '../sql/lock.ts'
import { watchPercent } from '../sql/percent.ts'
import type { SqlSession } from '../sql/session.ts'
import { lackingFor } from '../missing-secrets.ts'
import { actingBlock, blocksOf, stepOf, type StepBlock } from '../block/step-blocks.ts'

/** Refusals of a claim after which the run waits for nothing from this worker. */
const RUN_KNOWS: ReadonlySet<string> = new Set(['claimed-already', 'order-void', 'approvals-void', 'approvals-expired'])

export interface Performing {
  outcome: AttemptOutcome
  /** The run has refused the claim for a reason that is its own: it need not be told. */
  known?: true
  nonce: string
  /** Ends the attempt's session, and with it the lock: not before the run has taken the result. */
  release(): Promise<void>
}

export async function perform(
  context: WorkerContext,
  order: PerformOrder,
  signal: AbortSignal,
  report: (progress: { percent?: number; text: string }) => void,
): Promise<Performing> {
  if (!context.documents.holds(order.document)) return refuse('document-not-held', documentNotHeld(context, order.document))
  if (context.performed.has(order)) return refuse('performed-before', { is: 'performed-before', worker: context.options.name })
  const attemptSession = openAttemptSession(context, order, signal)
  try {
    return await believeAndAct(context, order, attemptSession, signal, report)
  } finally {
    // One that was opened for nothing must not stand at the server; nobody waits for it to go.
    void attemptSession.leave()
  }
}

async function believeAndAct(
  context: WorkerContext,
  order: PerformOrder,
  attemptSession: AttemptSession,
  signal: AbortSignal,
  report: Sending['report'],
): Promise<Performing> {
  const believed = await replayRun(context, order, signal)
  if ('refused' in believed) return refuse(believed.refused.code, believed.refused.why)
  const state = { ...believed.state, captures: capturesAt(believed.state, order) }
  if (!callsFor(believed.state, order)) return refuse('not-called-for', { is: 'not-called-for', run: order.run })
  const step = stepOf(state, order)
  const run = step && actingBlock(step, order)
  if (!step || !run) return refuse('no-such-step', { is: 'nothing-to-run', run: order.run, step: order.step })
  const [lack] = lackingFor(context.options, state, run.block)
  if (lack !== undefined) return refuse('credentials-missing', lack.why)
  const taken = await attemptSession.take(state, run.block)
  if ('refusal' in taken) return refuse(taken.refusal.code, taken.refusal.why)
  const { session } = taken
  const release = async () => session?.close()
  try {
    return await claimAndSend(context, order, { state, step, run, session, signal, report }, release)
  } catch (error) {
    // A session that outlived its order would keep the lock, and everybody out.
    await release()
    throw error
  }
}

async function claimAndSend(
  context: WorkerContext,
  order: PerformOrder,
  sending: Sending,
  release: () => Promise<void>,
): Promise<Performing> {
  const { state, step, session, signal } = sending
  const looks = claimLooks(state, order, soonByTheBot(context))
  const { results: looked, seen } = await look(context, { state, order, step, signal }, { looks, recorded: true })
  // A look that was broken off tells nothing of the estate.
  if (signal.aborted) return refuse(STOPPED_BEFORE_CLAIM.code, STOPPED_BEFORE_CLAIM.why, release)
  if (!lettingBegin(seen, order.undo)) return { outcome: { type: 'looked', results: looked }, nonce: '', release }
  const lapsed = lapsedByOwnClock(context, state, order)
  if (lapsed !== undefined) return refuse('approvals-lapsed-here', lapsed, release)
  const claimed = await claim(context, order, { state, looked }, signal)
  if (claimed.how === 'refused') {
    const refused = refuse(claimed.code, claimed.why, release)
    return RUN_KNOWS.has(claimed.code) ? { ...refused, known: true } : refused
  }
  if (claimed.how === 'unknown') {
    return refuse('claim-unanswered', { is: 'claim-unanswered', why: claimed.why }, release, claimed.nonce)
  }
  // From here on nobody begins this attempt again, whatever becomes of this process.
  const unwritten = context.performed.add(order)
  if (unwritten !== undefined) return refuse('not-written-down', unwritten, release, claimed.nonce)
  const stale = await whyNotSend(context, order, claimed, session, signal)
  if (stale !== undefined) return refuse('too-late', stale, release, claimed.nonce)
  return { outcome: await send(context, order, sending), nonce: claimed.nonce, release }
}

/** The run judges by the bot's clock how old a precondition is: what will be too old there in a moment is asked again here. */
const SOON_MS = 10_000

function soonByTheBot({ clock }: WorkerContext): string {
  return new Date(Date.now() - (clock.aheadMs ?? 0) + SOON_MS).toISOString()
}

/**
 * The last look before the first byte. A process that was stopped after its claim may wake much later: then the run may long believe it lost. The claim is
 * looked up again until looking takes no time; the lock, held by this very session, shuts out everybody else meanwhile.
 */
async function whyNotSend(
  context: WorkerContext,
  order: PerformOrder,
  claimed: { nonce: string; askedAt: Moment },
  session: SqlSession | undefined,
  signal: AbortSignal,
): Promise<WorkerFault | undefined> {
  let asked = claimed.askedAt
  for (;;) {
    if (session && !(await stillHolds(session, lockName(order), signal))) {
      if (signal.aborted) return TOLD_TO_STOP
      return { is: 'session-lost', target: session.target.name }
    }
    // Looked at after every wait: a stop that came meanwhile is told to nobody twice.
    if (signal.aborted) return TOLD_TO_STOP
    if (sinceMs(asked) <= context.pauses.staleMs) return undefined
    asked = moment()
    const again = await replayRun(context, order, signal)
    if ('refused' in again) return again.refused.why
    if (!stillOurs(again.state, order, claimed.nonce)) return { is: 'given-up-meanwhile', run: order.run }
  }
}

const TOLD_TO_STOP: WorkerFault = { is: 'stopped-before-sent' }

interface Sending {
  state: RunState
  step: PlannedStep
  run: StepBlock
  session: SqlSession | undefined
  signal: AbortSignal
  report: (progress: { percent?: number; text: string }) => void
}

/** The block, and then its check under the same lock, until it says done, or after an undo not done, or `settle` is over. */
async function send(
  context: WorkerContext,
  order: PerformOrder,
  { state, step, run, session, signal, report }: Sending,
): Promise<AttemptOutcome> {
  const percent =
    session &&
    watchPercent(session, `${sessionName(order)}/percent`.slice(0, 128), (done) => report({ percent: done, text: `${done} percent` }))
  const hasCheck = blocksOf(step, 'check').length > 0
  const block = { state, order, step, rowsBudget: ROWS_BUDGET, timeoutMs: step.timeoutMs, signal, onProgress: report }
  let ending: BlockEnding
  try {
    ending = await runBlock(context, run, { ...block, ...(session === undefined ? {} : { session }) })
  } finally {
    await percent?.stop()
  }
  const outcome = outcomeOf(ending, hasCheck)
  // Whoever is told to stop leaves the asking to another.
  if (!hasCheck || signal.aborted || (outcome.type !== 'ran' && outcome.type !== 'failed')) return outcome
  const settleMs = outcome.type === 'ran' ? step.settleMs : 0
  const check = await lookUntil(context, { state, order, step, signal }, { looks: ['check'], settleMs, wanted: wantedBy(order) }, report)
  return check === undefined ? outcome : { ...outcome, check }
}

function refuse(code: string, why: Told, release: () => Promise<void> = () => Promise.resolve(), nonce = ''): Performing {
  return { outcome: { type: 'refused', code, why }, nonce, release }
}

export function resultOf(context: WorkerContext, order: PerformOrder, { outcome, nonce }: Performing): WorkerCommand {
  const { name: worker, site } = context.options
  return {
    type: 'result',
    run: order.run,
    worker,
    site,
    boot: context.boot,
    attempt: order.attempt,
    nonce,
    outcome: fitOutcome(outcome, context.options.files),
  }
}

/** What an ended block means for the attempt. `hasCheck`: the step can be asked whether the effect is there. */
function outcomeOf({ how, result }: BlockEnding, hasCheck: boolean): AttemptOutcome {
  const { tookMs } = result
  switch (how) {
    case 'done':
      return { type: 'ran', result, tookMs }
    // The server, or the shell, confirmed that nothing acts any more.
    case 'error':
      return { type: 'failed', result, tookMs }
    // A stop may come when the effect is there already: without a check nobody knows.
    case 'stopped':
      if (hasCheck) return { type: 'failed', result, tookMs }
      return { type: 'unknown', why: result.errors.at(-1)?.message ?? { is: 'block-was-stopped', target: result.target }, tookMs }
    case 'lost': {
      const said = result.errors.map(({ message }) => message)
      return { type: 'unknown', why: { is: 'contact-lost', target: result.target, ms: tookMs, said }, tookMs }
    }
    case 'not-sent':
      return { type: 'refused', code: 'not-sent', why: result.errors[0]?.message ?? { is: 'nothing-sent', target: result.target } }
  }
}
