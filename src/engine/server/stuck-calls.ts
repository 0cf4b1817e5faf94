import type { Logger } from 'pino'
import type { EngineAdmin, StuckCall } from './admin.ts'

/**
 * One round over calls that do not get on: those of other code are killed (their key would hang for good), paused ones are resumed.
 * `atStart`: calls that wait for their next try, which the last bot did not answer, are tried at once.
 * Answers what was killed, so that its runs can be driven anew, and what was paused and had been resumed before.
 */
export async function resumeStuckCalls(
  admin: EngineAdmin,
  resumedBefore: ReadonlySet<string>,
  log: Logger,
  atStart = false,
): Promise<Round> {
  const { mismatched, paused, waiting } = await admin.stuck()
  for (const call of mismatched) {
    log.warn({ call: call.target, id: call.id, failure: call.failure }, 'killed a call that other code had begun; its run is driven anew')
    await admin.kill(call.id)
  }
  for (const call of paused) await admin.resume(call.id)
  if (atStart) await Promise.allSettled(waiting.map(({ id }) => admin.resume(id)))
  const staying = paused.filter(({ id }) => resumedBefore.has(id))
  for (const call of staying) {
    log.error(
      { call: call.target, id: call.id, failure: call.failure },
      'this call pauses again and again: nothing of its key gets on until it is mended',
    )
  }
  return { killed: mismatched, resumed: new Set(paused.map(({ id }) => id)), staying }
}

export interface Round {
  killed: StuckCall[]
  resumed: ReadonlySet<string>
  /** Resumed in an earlier round and paused again. */
  staying: StuckCall[]
}
