import { setImmediate } from 'node:timers/promises'
import type { Control } from './control.ts'
import { limit, project } from './project.ts'
import { refuseLook, type Cmdlets } from './refuse-look.ts'
import { refuseUnknown } from './refuse-unknown.ts'
import { Scope } from './scope.ts'
import type { Session } from './session.ts'
import { PsError, Stopped } from './stand-in-error.ts'
import { run } from './statements.ts'
import { parse } from './syntax.ts'
import { PsSecure, type PsValue } from './values.ts'

export type Say = (message: Record<string, unknown>) => void

const KEPT_OBJECTS = 1000
const LONGEST_TEXT = 1_000_000

/** Runs one block and says what comes of it; ends as completed, failed or stopped, never by throwing. */
export async function runText(
  control: Control,
  block: { purpose: 'look' | 'act'; text: string; values: Record<string, unknown>; firstLine: number; cmdlets?: Cmdlets | undefined },
  signal: AbortSignal,
  say: Say,
): Promise<{ state: string; outputs: number; dropped: number }> {
  let outputs = 0
  const session: Session = {
    control,
    signal,
    say: (kind, text) => say({ type: kind, text: limit(text, LONGEST_TEXT) }),
    progress: (activity, status, percent) => say({ type: 'progress', activity: limit(activity, 200), status: limit(status, 200), percent }),
  }
  const end = (state: string) => ({ state, outputs, dropped: Math.max(0, outputs - KEPT_OBJECTS) })
  try {
    const values: Record<string, PsValue> = {}
    for (const [name, sent] of Object.entries(block.values)) values[name] = readValue(sent)
    const tree = parse(block.text.slice(1))
    const names = new Set(Object.keys(values).map((name) => name.toLowerCase()))
    refuseUnknown(tree)
    if (block.purpose === 'look') refuseLook(tree, block.cmdlets, names)
    for await (const value of run(tree, new Scope(values), session)) {
      outputs += 1
      if (outputs <= KEPT_OBJECTS) say({ type: 'output', value: project(value) })
    }
    return end('completed')
  } catch (error) {
    // Lets what was said leave before the last line.
    await setImmediate()
    if (error instanceof Stopped) return end('stopped')
    say(errorOf(error, block.firstLine))
    return end('failed')
  }
}

function errorOf(error: unknown, firstLine: number): Record<string, unknown> {
  if (!(error instanceof PsError)) {
    const message = `The PowerShell stand-in broke: ${error instanceof Error ? error.message : String(error)}`
    return { type: 'error', message, code: 'StandInBroke', category: 'NotSpecified', line: null, column: null }
  }
  const { message, code, category, place } = error
  const line = place === undefined ? null : firstLine + place.line - 1
  return { type: 'error', message: limit(message, LONGEST_TEXT), code, category, line, column: place?.column ?? null }
}

/** As the host reads values: texts are marked with a leading `=`. */
function readValue(sent: unknown): PsValue {
  if (typeof sent === 'string') return sent.slice(1)
  // Nobody can change a value, and so it is no array, as in the host.
  if (Array.isArray(sent)) return Object.freeze(sent.map(readValue)) as PsValue[]
  if (typeof sent === 'number' || typeof sent === 'boolean' || sent === null) return sent
  if (typeof sent === 'object' && 'secure' in sent && typeof sent.secure === 'string') return new PsSecure(sent.secure.slice(1))
  throw new PsError('A value is of a kind that the stand-in does not take.', 'StandInDoesNotKnow', 'InvalidArgument')
}
