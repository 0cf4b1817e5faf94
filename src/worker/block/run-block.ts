/** Runs one block wherever its language runs. */
import { acts } from '../../procedure/acts.ts'
import { bindValues } from '../../procedure/bind-values.ts'
import type { PlannedStep } from '../../procedure/plan-types.ts'
import { isBuiltLook } from '../../procedure/without-reader.ts'
import type { Told } from '../../run/facts/worker-fault.ts'
import type { RunState } from '../../run/state.ts'
import { builtWithoutReader } from '../../words/en/worker/sql.ts'
import type { BlockContext } from '../context.ts'
import { followForShell, followForSql } from './follow-secrets.ts'
import { blockFault, type BlockEnding } from './block-result.ts'
import { runHttpBlock } from '../http/block.ts'
import { tellBlock } from '../told-blocks.ts'
import { runShellBlock } from '../powershell/block.ts'
import { runSqlBlock, type SqlBlockOutcome } from '../sql/block.ts'
import { overlong } from '../sql/parameters.ts'
import type { SqlSession } from '../sql/session.ts'
import { isCut } from '../sql/statement.ts'
import { targetOf, type Chosen, type StepBlock } from './step-blocks.ts'

/** A block that only looks may take so long, whatever its step may. */
export const LONGEST_LOOK_MS = 120_000

export interface BlockRun {
  /** What the run, or whoever asks without one, knows so far. */
  state: Pick<RunState, 'procedure' | 'values' | 'captures' | 'targets'> & Chosen
  /** From 1; 0 for the whole step. */
  order: { item: number }
  step: PlannedStep
  /** How places name the document; `commands/<id>.md` where nothing is said. */
  file?: string
  rowsBudget: number
  timeoutMs: number
  signal: AbortSignal
  /** The attempt's own session. Only a block that acts goes there: whatever looks is lent a clean session of the target's reader. */
  session?: SqlSession
  onProgress?: (progress: { percent?: number; text: string }) => void
}

export async function runBlock(context: BlockContext, of: StepBlock, run: BlockRun): Promise<BlockEnding> {
  const ending = await sendBlock(context, of, run)
  const { role, language } = of.block
  if (ending.how !== 'not-sent') tellBlock({ role, language, tookMs: ending.result.tookMs })
  return ending
}

async function sendBlock(context: BlockContext, { index, block }: StepBlock, run: BlockRun): Promise<BlockEnding> {
  const { state, step, order } = run
  const of = { block: index, target: block.target }
  const { file = `commands/${state.procedure.id}.md` } = run
  const notSent = (why: Told): BlockEnding => ({ how: 'not-sent', result: blockFault(of, why, context.mask, `${file}:${block.line}`) })
  if (run.signal.aborted) return notSent({ is: 'stopped-before-sent' })
  const found = targetOf(context, state, block)
  if ('fault' in found) return notSent(found.fault)
  const item = itemOf(state, step, order.item)
  const bound = bindValues(block, {
    procedure: state.procedure,
    step,
    values: state.values,
    captures: state.captures,
    targets: state.plan?.targets ?? state.targets,
    ...(item === undefined ? {} : { item }),
  })
  if ('fault' in bound) return notSent(bound.fault)
  const shared = {
    index,
    block,
    file,
    captures: Object.keys(step.captures).map((name) => step.columns?.[name] ?? name),
    rowsBudget: run.rowsBudget,
    files: context.options.files,
    timeoutMs: run.timeoutMs,
    signal: run.signal,
    ...(run.onProgress === undefined ? {} : { onProgress: run.onProgress }),
  }
  if (bound.language === 'http') {
    const { practice = false, names = {} } = found.target.kind === 'powershell' ? found.target : {}
    return runHttpBlock(context, { ...shared, values: bound.values, practice, names })
  }
  if (bound.language === 'powershell') {
    if (found.target.kind !== 'powershell') return notSent({ is: 'wrong-language', target: block.target, language: 'powershell' })
    const followed = followForShell(context.options, bound.values)
    return 'fault' in followed ? notSent(followed.fault) : runShellBlock(context, found.target, { ...shared, values: followed.values })
  }
  if (found.target.kind !== 'sql-server') return notSent({ is: 'wrong-language', target: block.target, language: 'sql' })
  // No plan is made of it; a form and `check --live` ask without one.
  if (isBuiltLook(block) && found.target.reader === undefined) return notSent(builtWithoutReader(block.target))
  const followed = followForSql(context.options, bound.values)
  if ('fault' in followed) return notSent(followed.fault)
  const tooLong = overlong(followed.values)
  if (tooLong !== undefined) return notSent(tooLong)
  const send = (session: SqlSession) => runSqlBlock(session, { ...shared, parameters: followed.values }, context.mask)
  if (acts(block.role)) {
    if (run.session === undefined) throw new Error(`${file}:${block.line}: a block that acts was to be sent without the attempt's session`)
    return endingOf(await send(run.session))
  }
  const lent = await context.sessions.with(found.target, block.database ?? 'master', send, run.signal, ({ ending }) => isCut(ending))
  if (!('refusal' in lent)) return endingOf(lent.value)
  const { code, why } = lent.refusal
  const ending = notSent(why)
  if (code !== 'database-refused') return ending
  // The server itself has said that: it was reached, and a step before may open the database.
  const { notSent: _unsent, ...result } = ending.result
  return { ...ending, result }
}

function endingOf({ ending: { how }, result }: SqlBlockOutcome): BlockEnding {
  return { how, result }
}

/** The item of the list that the order is about; none where it is about the whole step. */
function itemOf(state: BlockRun['state'], { each, substep }: PlannedStep, item: number): string | undefined {
  if (!each || item === 0) return undefined
  const list = state.captures[each.of] ?? state.values[each.of]
  const found = Array.isArray(list) ? list[Math.ceil(item / (substep?.of ?? 1)) - 1] : undefined
  return found === undefined ? undefined : String(found)
}
