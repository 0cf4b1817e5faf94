import type { Call, Command } from '../command.ts'
import { toText } from '../convert.ts'
import { PsError, Stopped, placeOf, unknown } from '../stand-in-error.ts'
import { enumerate } from '../values.ts'
import type { PsValue } from '../values.ts'
import { CMDLET_PARAMETERS } from './cmdlet-parameters.ts'
import type { CmdletShape } from './cmdlet-shape.ts'
import { promptRefused } from './talk.ts'
import { TRADE_CMDLETS } from './trade-cmdlet-parameters.ts'

/** The Cs* cmdlets: bound here, carried out by the estate. */
export const CMDLETS: readonly Command[] = Object.entries({ ...CMDLET_PARAMETERS, ...TRADE_CMDLETS }).map(([name, shape]) => ({
  name,
  parameters: shape.parameters,
  run: (call) => ask(name, shape, call),
}))

async function* ask(name: string, shape: CmdletShape, call: Call): AsyncGenerator<PsValue> {
  if (shape.changes === undefined && call.confirm !== undefined) throw unknown(`-Confirm of ${name}`, call.node)
  if (call.confirm === true || (shape.asks === true && call.confirm === undefined))
    throw promptRefused(call, `HostException,${name}`, 'NotSpecified')
  if (call.verbose && shape.changes !== undefined) {
    const target = toText(call.args.get(shape.changes) ?? '')
    call.session.say('verbose', `Performing the operation "${name}" on target "${target}".`)
  }
  const parameters = new Map([...call.args].filter(([given]) => shape.parameters.some((parameter) => parameter.name === given)))
  yield* askEstate(name, parameters, call)
}

/** The estate carries it out at the endpoint of the session. */
export async function* askEstate(
  name: string,
  parameters: ReadonlyMap<string, PsValue>,
  call: Pick<Call, 'node' | 'session' | 'verbose'>,
): AsyncGenerator<PsValue> {
  const answer = await reach(() => call.session.control.cmdlet(name, parameters, call.session.signal), call)
  if (call.verbose) for (const text of answer.verbose) call.session.say('verbose', text)
  for (const text of answer.warnings) call.session.say('warning', text)
  if (answer.error !== undefined) {
    throw new PsError(answer.error.message, `${answer.error.id},${name}`, answer.error.category, placeOf(call.node))
  }
  yield* enumerate(answer.output)
}

/** A request cut by a stop is a stop; an estate that is away is an error of the block. */
export async function reach<T>(request: () => Promise<T>, call: Pick<Call, 'node' | 'session'>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    if (call.session.signal.aborted) throw new Stopped()
    const message = error instanceof Error ? error.message : String(error)
    throw new PsError(message, `EstateUnreachable,${nameOf(call)}`, 'ConnectionError', placeOf(call.node))
  }
}

function nameOf(call: Pick<Call, 'node'>): string {
  return call.node.firstNamedChild?.text ?? ''
}
