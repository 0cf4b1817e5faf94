/** What an attempt acts through: for SQL its one session, which holds the lock; for PowerShell the process of its target. */
import type { PlannedBlock } from '../../procedure/plan-types.ts'
import type { PerformOrder } from '../../run/order.ts'
import type { WorkerRefusal } from '../../run/facts/worker-fault.ts'
import type { RunState } from '../../run/state.ts'
import { actingBlock, stepOf, targetOf } from '../block/step-blocks.ts'
import type { WorkerContext } from '../context.ts'
import { maskDeep } from '../mask.ts'
import type { ShellTarget, SqlTarget } from '../options.ts'
import { lockName, takeLock } from '../sql/lock.ts'
import { openSession, type SqlSession } from '../sql/session.ts'
import { within } from '../within.ts'

export interface AttemptSession {
  /** `session` is absent for PowerShell. Nobody else acts for this item while it is held, and nothing was sent on it but the question for the lock. */
  take(state: RunState, block: PlannedBlock): Promise<{ session?: SqlSession } | { refusal: WorkerRefusal }>
  /** Gives back what was opened and not taken. */
  leave(): Promise<void>
}

/** One that was opened longer ago may be gone without anybody having seen it. */
const FRESH_MS = 5_000

/**
 * The log-in goes on while the run's history is read, where this worker has replayed enough of the run before to know its plan: it is most of what an approved statement
 * waits for. Nothing is asked on it before the whole history is believed, and where that says another server, it is not used.
 */
export function openAttemptSession(context: WorkerContext, order: PerformOrder, signal: AbortSignal): AttemptSession {
  let ahead = openAhead(context, order, signal)
  const leave = async () => {
    const left = ahead
    ahead = undefined
    const opened = await left?.opened
    if (opened !== undefined && 'session' in opened) await opened.session.close()
  }
  const open = async (target: SqlTarget, block: PlannedBlock) => {
    const database = databaseOf(block)
    if (ahead !== undefined && ahead.target === target && ahead.database === database && performance.now() - ahead.fromMs < FRESH_MS) {
      const { opened } = ahead
      ahead = undefined
      return opened
    }
    await leave()
    return openFor(context, order, target, database, signal)
  }
  return {
    leave,
    take: async (state, block) => {
      const found = targetOf(context, state, block)
      if ('fault' in found) return { refusal: { code: 'target-unknown', why: found.fault } }
      const { target } = found
      if (target.kind === 'powershell') {
        const refusal = await whyNoShell(context, target, signal)
        return refusal === undefined ? {} : { refusal }
      }
      const opened = await open(target, block)
      return 'refusal' in opened ? opened : lockOn(context, order, opened.session, signal)
    },
  }
}

interface Ahead {
  target: SqlTarget
  database: string
  fromMs: number
  opened: ReturnType<typeof openSession>
}

/** By what was replayed before; nothing where that does not say it. */
function openAhead(context: WorkerContext, order: PerformOrder, signal: AbortSignal): Ahead | undefined {
  const known = context.replayed.get(order.run)?.state
  const step = known && stepOf(known, order)
  const run = step && actingBlock(step, order)
  if (known === undefined || run === undefined) return undefined
  const { target } = { target: undefined, ...targetOf(context, known, run.block) }
  if (target?.kind !== 'sql-server') return undefined
  const database = databaseOf(run.block)
  return { target, database, fromMs: performance.now(), opened: openFor(context, order, target, database, signal) }
}

async function openFor(
  context: WorkerContext,
  order: PerformOrder,
  target: SqlTarget,
  database: string,
  signal: AbortSignal,
): ReturnType<typeof openSession> {
  const opened = await openSession(target, { database, appName: sessionName(order), purpose: 'act', limits: context.pauses.sql }, signal)
  return 'refusal' in opened ? refuse(context, opened.refusal) : opened
}

async function lockOn(
  context: WorkerContext,
  order: PerformOrder,
  session: SqlSession,
  signal: AbortSignal,
): Promise<{ session: SqlSession } | { refusal: WorkerRefusal }> {
  const lock = lockName(order)
  const got = await takeLock(session, lock, context.pauses.lockWaitMs, signal)
  if (got.held) return { session }
  await session.close()
  if (signal.aborted) return { refusal: STOPPED_BEFORE_CLAIM }
  return refuse(context, { code: 'lock-not-held', why: { is: 'lock-not-held', lock, target: session.target.name, why: got.why } })
}

const NEVER_MS = 2 ** 31 - 1

/** Its process says which machine it stands on: before that nothing is claimed. */
async function whyNoShell(context: WorkerContext, target: ShellTarget, signal: AbortSignal): Promise<WorkerRefusal | undefined> {
  const shell = context.shells.of(target, 'act')
  if ('refusal' in shell) return refuse(context, shell.refusal).refusal
  // Every part of a start has a limit of its own.
  const found = await within(shell.identify(), { ms: NEVER_MS, signal })
  if (signal.aborted || 'ended' in found) return STOPPED_BEFORE_CLAIM
  return 'why' in found.value ? refuse(context, found.value).refusal : undefined
}

export const STOPPED_BEFORE_CLAIM: WorkerRefusal = { code: 'worker-stopping', why: { is: 'stopped-before-claim' } }

function databaseOf(block: PlannedBlock): string {
  return block.database ?? 'master'
}

/** `countersign/<installation>/R-142/4/1`: run, step (and item), attempt; a program name has 128 characters. */
export function sessionName({ installation, run, step, item, attempt }: PerformOrder): string {
  return `countersign/${installation}/${run}/${step}${item === 0 ? '' : `.${item}`}/${attempt.number}`.slice(0, 128)
}

function refuse({ mask }: WorkerContext, { code, why }: WorkerRefusal): { refusal: WorkerRefusal } {
  return { refusal: { code, why: maskDeep(mask, why) } }
}
