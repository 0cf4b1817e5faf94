import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { EngineClient } from '../client.ts'
import { EngineFault } from '../engine-fault.ts'
import { reachElsewhere, type Elsewhere, type ReachedEngine } from '../elsewhere/reach-elsewhere.ts'
import { keepEngine } from './keep-engine.ts'

const ANSWERS_WITHIN_MS = 15_000
const LOOK_EVERY_MS = 100

/** An engine that calls itself well may have a store that it cannot read: it is ready when it has answered once. One that is only slow is waited for, and not for ever. */
export async function untilItAnswers(client: EngineClient, damage: () => EngineFault | undefined): Promise<void> {
  let answered = false
  const asking = client.runs().then(
    () => (answered = true),
    // What a handler of ours gave up over is an answer, too, and looked into next.
    (fault: unknown) => (answered = fault instanceof EngineFault && fault.code === 'broken'),
  )
  const deadline = performance.now() + ANSWERS_WITHIN_MS
  while (!answered && performance.now() < deadline) {
    const damaged = damage()
    if (damaged !== undefined) throw damaged
    await Promise.race([asking, pause(LOOK_EVERY_MS)])
    await pause(answered ? 0 : LOOK_EVERY_MS)
  }
}

/** Of the embedded engine, which is started, or of one elsewhere. What is to be ended again is put into `opened`. @throws EngineFault */
export async function engineAddresses(
  { elsewhere, stateDir, log }: { elsewhere?: Elsewhere; stateDir: string; log: Logger },
  identityKey: string,
  opened: (() => Promise<void>)[],
): Promise<ReachedEngine> {
  if (elsewhere !== undefined) return reachElsewhere(elsewhere, log)
  const engine = await keepEngine({ stateDir, identityKey, log })
  opened.push(() => engine.stop())
  const { ingress, admin, path } = engine.directory
  return { ingress: { socket: ingress }, admin: { socket: admin }, store: path, damage: () => engine.damage() }
}
