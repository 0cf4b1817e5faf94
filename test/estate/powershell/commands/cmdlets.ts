import type { Call, Command } from '../command.ts'
import { PsError, Stopped, placeOf } from '../stand-in-error.ts'
import { enumerate } from '../values.ts'
import type { PsValue } from '../values.ts'
import { CMDLET_PARAMETERS } from './cmdlet-parameters.ts'
import { promptRefused } from './talk.ts'

/** The Cs* cmdlets: bound here, carried out by the estate. */
export const CMDLETS: readonly Command[] = Object.entries(CMDLET_PARAMETERS).map(([name, { parameters, asks }]) => ({
  name,
  parameters,
  run: (call) =>
    ask(
      name,
      parameters.map((parameter) => parameter.name),
      asks === true,
      call,
    ),
}))

async function* ask(name: string, own: string[], asks: boolean, call: Call): AsyncGenerator<PsValue> {
  if (call.confirm === true || (asks && call.confirm === undefined)) throw promptRefused(call, name)
  const parameters = new Map([...call.args].filter(([parameter]) => own.includes(parameter)))
  const answer = await reach(() => call.session.control.cmdlet(name, parameters, call.session.signal), call)
  if (call.verbose) for (const text of answer.verbose) call.session.say('verbose', text)
  for (const text of answer.warnings) call.session.say('warning', text)
  if (answer.error !== undefined) {
    throw new PsError(answer.error.message, `${answer.error.id},${name}`, answer.error.category, placeOf(call.node))
  }
  yield* enumerate(answer.output)
}

/** A request cut by a stop is a stop; an estate that is away is an error of the block. */
export async function reach<T>(request: () => Promise<T>, call: Call): Promise<T> {
  try {
    return await request()
  } catch (error) {
    if (call.session.signal.aborted) throw new Stopped()
    const message = error instanceof Error ? error.message : String(error)
    throw new PsError(message, 'EstateUnreachable', 'ConnectionError', placeOf(call.node))
  }
}
