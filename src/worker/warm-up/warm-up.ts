/** What the first order would have to wait for is done at the worker's start: rules compiled, a session of each SQL Server for looks, the PowerShells. */
import type { Language } from '../../procedure/procedure.ts'
import type { WorkerRefusal } from '../../run/facts/worker-fault.ts'
import { en } from '../../words/en.ts'
import type { WorkerContext } from '../context.ts'
import { missingOf } from '../missing-secrets.ts'
import type { WorkerTarget } from '../options.ts'
import { dryReplay } from './dry-replay.ts'

/**
 * Ends when everything is warm or cannot be, or when `signal` says stop. What cannot is said once in the log: whether to try again is for the order that needs it.
 * Left cold: targets of a language in which no document of the folder is written, and those without their secret, which is said where secrets are read.
 */
export async function warmUp(context: WorkerContext, signal: AbortSignal): Promise<void> {
  const { name, targets } = context.options
  const languages = context.documents.languages()
  const wanted = Object.values(targets).filter((target) => languages.has(LANGUAGE[target.kind]) && missingOf(target).length === 0)
  // Processes and servers work while this one compiles.
  const warming = wanted.map(async (target) => {
    const refusal = await warm(context, target, signal)
    // What a close ends says so too.
    if (signal.aborted || refusal === undefined) return
    context.logger.warn(
      { worker: name, target: target.name },
      `${target.name} is not ready for this worker: ${context.mask(en.workerFault(refusal.why)).replace(/\.?$/, '.')} It is tried again when an order needs it.`,
    )
  })
  dryReplay()
  await Promise.all(warming)
}

const LANGUAGE: Record<WorkerTarget['kind'], Language> = { 'sql-server': 'sql', powershell: 'powershell' }

function warm({ sessions, shells }: WorkerContext, target: WorkerTarget, signal: AbortSignal): Promise<WorkerRefusal | undefined> {
  switch (target.kind) {
    case 'sql-server':
      return sessions.warm(target, signal)
    case 'powershell':
      return shells.warm(target)
  }
}
