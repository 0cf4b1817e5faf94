import { setTimeout } from 'node:timers/promises'
import type { Call, Command } from '../command.ts'
import { toNumber, toText } from '../convert.ts'
import { PsError, Stopped, placeOf, unknown } from '../stand-in-error.ts'
import { enumerate } from '../values.ts'
import type { PsValue } from '../values.ts'

const message = { name: 'Message', kind: 'value', position: 0, mandatory: true } as const

/** What says something, waits, or asks. */
export const TALK_COMMANDS: readonly Command[] = [
  { name: 'Write-Output', parameters: [{ name: 'InputObject', kind: 'value', position: 0, mandatory: true }], run: writeOutput },
  { name: 'Write-Warning', parameters: [message], run: (call) => say(call, 'warning') },
  { name: 'Write-Verbose', parameters: [message], run: (call) => say(call, 'verbose') },
  { name: 'Write-Host', parameters: [{ name: 'Object', kind: 'value', position: 0 }], run: (call) => say(call, 'information') },
  {
    name: 'Write-Error',
    parameters: [message, { name: 'Category', kind: 'value' }, { name: 'ErrorId', kind: 'value' }],
    run: writeError,
  },
  {
    name: 'Write-Progress',
    parameters: [
      { name: 'Activity', kind: 'value', position: 0, mandatory: true },
      { name: 'Status', kind: 'value', position: 1 },
      { name: 'PercentComplete', kind: 'value' },
      { name: 'Completed', kind: 'switch' },
    ],
    run: writeProgress,
  },
  {
    name: 'Start-Sleep',
    parameters: [
      { name: 'Seconds', kind: 'value', position: 0 },
      { name: 'Milliseconds', kind: 'value' },
    ],
    run: sleep,
  },
  { name: 'Get-Date', parameters: [], run: getDate },
  { name: 'Read-Host', parameters: [{ name: 'Prompt', kind: 'value', position: 0 }], run: readHost },
]

async function* writeOutput(call: Call): AsyncGenerator<PsValue> {
  yield* enumerate(call.args.get('InputObject') ?? null)
}

// oxlint-disable-next-line require-yield
async function* say(call: Call, kind: 'warning' | 'verbose' | 'information'): AsyncGenerator<PsValue> {
  // Verbose messages are shown where they are asked for only.
  if (kind === 'verbose' && !call.verbose) return
  call.session.say(kind, toText(call.args.get('Message') ?? call.args.get('Object') ?? null))
}

/** As `[datetime]` has it here: a text in UTC. */
async function* getDate(): AsyncGenerator<PsValue> {
  yield new Date().toISOString()
}

/** `$ErrorActionPreference` is Stop: an error ends the block. */
// oxlint-disable-next-line require-yield
async function* writeError(call: Call): AsyncGenerator<PsValue> {
  const type = 'Microsoft.PowerShell.Commands.WriteErrorException'
  const id = call.args.get('ErrorId')
  const code = id === undefined ? type : `${toText(id)},${type}`
  throw new PsError(toText(call.args.get('Message') ?? ''), code, toText(call.args.get('Category') ?? 'NotSpecified'), placeOf(call.node))
}

// oxlint-disable-next-line require-yield
async function* writeProgress(call: Call): AsyncGenerator<PsValue> {
  if (call.args.get('Completed') === true) return
  const status = call.args.get('Status')
  const percent = call.args.get('PercentComplete')
  call.session.progress(
    toText(call.args.get('Activity') ?? ''),
    status === undefined ? 'Processing' : toText(status),
    toNumber(percent ?? -1) ?? -1,
  )
}

// oxlint-disable-next-line require-yield
async function* sleep(call: Call): AsyncGenerator<PsValue> {
  const milliseconds = call.args.get('Milliseconds')
  const time =
    milliseconds === undefined ? (toNumber(call.args.get('Seconds') ?? null) ?? Number.NaN) * 1000 : (toNumber(milliseconds) ?? Number.NaN)
  if (!Number.isFinite(time) || time < 0) throw unknown('how long to sleep', call.node)
  try {
    await setTimeout(time, undefined, { signal: call.session.signal })
  } catch {
    throw new Stopped()
  }
}

/** Nobody is there to answer. */
// oxlint-disable-next-line require-yield
async function* readHost(call: Call): AsyncGenerator<PsValue> {
  throw promptRefused(call, 'HostFunctionNotImplemented,Microsoft.PowerShell.Commands.ReadHostCommand', 'NotImplemented')
}

export function promptRefused(call: Call, code: string, category: string): PsError {
  const sentence = 'A command that prompts the user failed because the host program or the command type does not support user interaction.'
  return new PsError(sentence, code, category, placeOf(call.node))
}
