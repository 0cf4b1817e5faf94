import type { Context } from '@restatedev/restate-sdk'
import { rpc } from '@restatedev/restate-sdk'
import type { EngineCommand } from '../run/command.ts'
import type { RunObject } from './run-object.ts'

/** Sends a run what the engine or the clock asks of it, now or after a time. The run signs it as it arrives. */
export function tellRun(ctx: Context, command: EngineCommand, delayMs = 0): void {
  ctx.objectSendClient<RunObject>({ name: 'Run' }, command.run).tell(command, rpc.sendOpts({ delay: Math.max(0, delayMs) }))
}
