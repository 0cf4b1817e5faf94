import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { covered, type CmdletAnswer } from '../cmdlets/cmdlet.ts'
import { runCmdlet } from '../cmdlets/run-cmdlet.ts'
import type { Fault, Faults } from '../faults.ts'
import type { EstateState } from '../state/estate-state.ts'
import type { Outcome, StatementLog } from '../statement-log.ts'
import type { Route } from './control-server.ts'
import { BadRequest, CutOff } from './control-server.ts'

export interface Behind {
  state: EstateState
  faults: Faults
  log: StatementLog
}

const request = z.strictObject({ endpoint: z.string(), name: z.string(), parameters: z.record(z.string(), z.unknown()).default({}) })
type Asked = z.output<typeof request>

/** One cmdlet at one endpoint, logged and struck by faults like a statement: its text is its name and its parameters as JSON. */
export function cmdletRoute({ state, faults, log }: Behind): Route {
  return async (_query, body, signal) => {
    const read = request.safeParse(body)
    if (!read.success) throw new BadRequest('A cmdlet is asked for as {"endpoint": "…", "name": "…", "parameters": {…}}.')
    const { endpoint, name, parameters } = read.data
    const text = `${name} ${JSON.stringify(parameters, covered)}`
    const entry = log.begin({ instance: endpoint, spid: 0, app: '', kind: 'cmdlet', text, parameters: [] })
    const fault = faults.take(endpoint, text)
    const { answer, outcome } = await execute(read.data, { fault, state, signal })
    log.finish(entry, outcome, [])
    if (!answer) throw new CutOff()
    return answer
  }
}

interface Room {
  fault: Fault | undefined
  state: EstateState
  signal: AbortSignal
}

/** No answer means: cut the connection. */
async function execute(asked: Asked, room: Room): Promise<{ answer?: CmdletAnswer; outcome: Outcome }> {
  const { fault, signal } = room
  if (fault?.delayMs !== undefined) await delay(fault.delayMs, undefined, { signal }).catch(() => undefined)
  if (fault?.until !== undefined) await fault.until
  if (signal.aborted) return { outcome: 'connection lost' }
  switch (fault?.kind) {
    case undefined:
    case 'slow':
      return run(asked, room)
    case 'drop-before':
      return { outcome: 'dropped before' }
    case 'drop-after': {
      const { outcome } = await run(asked, room)
      return { outcome: outcome === 'done' ? 'dropped after' : outcome }
    }
    case 'hang':
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      return { outcome: 'connection lost' }
    case 'error': {
      const message = fault.error?.text ?? 'An error that a test asked for.'
      return {
        answer: { output: [], error: { message, id: 'AskedForByTest', category: 'NotSpecified' }, warnings: [], verbose: [] },
        outcome: 'error asked for',
      }
    }
  }
}

async function run({ endpoint, name, parameters }: Asked, { state }: Room): Promise<{ answer: CmdletAnswer; outcome: Outcome }> {
  const answer = await runCmdlet(state, endpoint, name, parameters)
  return { answer, outcome: answer.error ? 'error' : 'done' }
}
