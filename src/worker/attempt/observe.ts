/** Carries out an order to look: reads only, as often as asked. */
import type { WorkerCommand } from '../../run/command.ts'
import type { BlockResult, ObserveOrder } from '../../run/order.ts'
import type { PlannedStep } from '../../procedure/plan-types.ts'
import type { RunState } from '../../run/state.ts'
import { isRecorded } from '../../run/step/when-to-look.ts'
import { capturesAt, findAttempt } from '../../run/where.ts'
import { en } from '../../words/en.ts'
import type { Told, WorkerFault } from '../../run/facts/worker-fault.ts'
import { replayRun } from './replay-run.ts'
import type { WorkerContext } from '../context.ts'
import { look } from './look.ts'
import { lookUntil } from './look-until.ts'
import { wantedBy } from '../../run/undo/judge-undo.ts'
import { missingSecrets } from '../missing-secrets.ts'
import { lockName, takeLock } from '../sql/lock.ts'
import { openSession, type SqlSession } from '../sql/session.ts'
import { blocksOf, stepOf, targetOf } from '../block/step-blocks.ts'
import { warmShells } from '../powershell/warm-shells.ts'

type Said = Omit<Extract<WorkerCommand, { type: 'observed' }>, 'results'>
type Report = (news: { text: string }) => void

export async function observe(context: WorkerContext, order: ObserveOrder, signal: AbortSignal, report: Report): Promise<WorkerCommand> {
  const { name: worker, site } = context.options
  const said: Said = { run: order.run, worker, site, boot: context.boot, type: 'observed', order: order.key }
  const refuse = (code: string, why: Told): WorkerCommand => ({ ...said, results: [], refused: { code, why } })
  if (!context.documents.holds(order.document)) return refuse('document-not-held', documentNotHeld(context, order.document))
  const believed = await replayRun(context, order, signal)
  if ('refused' in believed) return refuse(believed.refused.code, believed.refused.why)
  warmShells(context, believed.state)
  const missing = missingSecrets(context, believed.state)
  if (missing.length > 0) said.missing = missing
  const state = { ...believed.state, captures: capturesAt(believed.state, order) }
  const step = stepOf(state, order)
  if (!step) return refuse('no-such-step', { is: 'no-such-step', run: order.run, step: order.step })
  const lock = order.attempt === undefined || hasEnded(state, order) ? undefined : await lockOf(context, order, state, step, signal)
  try {
    const results = await seen(context, { order, state, step, signal, report })
    // What was broken off tells nothing of the estate; another worker is asked.
    if (results === undefined || signal.aborted) return refuse('worker-stopping', { is: 'stopped-while-looking' })
    return { ...said, results, ...(lock === undefined ? {} : { lockHeld: lock.session !== undefined && (await lock.session.isSame()) }) }
  } finally {
    await lock?.session?.close()
  }
}

export function documentNotHeld(context: WorkerContext, document: string): WorkerFault {
  return { is: 'document-not-held', worker: context.options.name, document, folder: context.options.documents }
}

interface Observing {
  order: ObserveOrder
  state: RunState
  step: PlannedStep
  signal: AbortSignal
  report: Report
}

/** Undefined: it was told to stop before what it waited for showed. */
async function seen(context: WorkerContext, { report, ...looking }: Observing): Promise<BlockResult[] | undefined> {
  const { order, state, step } = looking
  const { settleMs, looks } = order
  const attempt = order.attempt && findAttempt(state, order.attempt)
  if (settleMs !== undefined) return lookUntil(context, looking, { looks, settleMs, wanted: wantedBy(attempt ?? {}) }, report)
  return (await look(context, looking, { looks, recorded: isRecorded(state, step, order.item) })).results
}

/** The end of this attempt is known: nothing of it can still be acting. */
function hasEnded(state: RunState, { attempt }: ObserveOrder): boolean {
  const end = attempt && findAttempt(state, attempt)?.end?.type
  return end === 'ran' || end === 'failed'
}

/** Whoever wants to believe *not done* must be sure that the session which might do it is gone. No session: the lock is not held, and the run is told so. */
async function lockOf(
  context: WorkerContext,
  order: ObserveOrder,
  state: RunState,
  step: PlannedStep,
  signal: AbortSignal,
): Promise<{ session?: SqlSession } | undefined> {
  const undo = order.attempt !== undefined && findAttempt(state, order.attempt)?.undo === true
  const [run] = blocksOf(step, undo ? 'undo' : 'run')
  if (!run || run.block.language !== 'sql') return undefined
  const found = targetOf(context, state, run.block)
  if ('fault' in found || found.target.kind !== 'sql-server') return {}
  const appName = `countersign/${order.installation}/${order.run}/${order.step}/look`.slice(0, 128)
  const opened = await openSession(
    found.target,
    { database: 'master', appName, purpose: 'act' as const, limits: context.pauses.sql },
    signal,
  )
  if ('refusal' in opened) return {}
  const got = await takeLock(opened.session, lockName(order), context.pauses.lockWaitMs, signal)
  if (got.held) return { session: opened.session }
  context.logger.warn(
    { run: order.run, order: order.key },
    `The lock of ${order.key} is not to be had: ${context.mask(typeof got.why === 'string' ? got.why : en.workerFault(got.why))}`,
  )
  await opened.session.close()
  return {}
}
