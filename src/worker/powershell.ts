import { join } from 'node:path'
import type { BlockOutcome, ShellIdentity, ShellValue } from './block-outcome.ts'
import { findShell } from './find-shell.ts'
import { USUAL_LIMITS } from './powershell-target.ts'
import type { PowerShellTarget, ShellLimits } from './powershell-target.ts'
import { awaitBlock } from './shell-block.ts'
import type { StopOrder } from './shell-block.ts'
import { startShell } from './shell-process.ts'
import type { ShellProcess } from './shell-process.ts'
import { faultOfValues, importRequest, runRequest } from './shell-request.ts'
import type { ShellRequest } from './shell-request.ts'
import { otherMachine } from './shell-machine.ts'
import { awaitReady } from './shell-ready.ts'
import { within } from './within.ts'

export interface PowerShellBlock extends StopOrder {
  text: string
  values: Record<string, ShellValue>
  /** Line of the document that holds the block's first line. */
  firstLine: number
}

/** The warm PowerShell process of one target. */
export interface PowerShell {
  /** Runs one block; blocks of one target run one after the other. Never rejects for anything that the block or the process does. */
  runBlock(block: PowerShellBlock): Promise<BlockOutcome>
  /** Starts the process if there is none, and says which PowerShell it is, or why there is none. */
  identify(): Promise<ShellIdentity | NotWarm>
  /** Ends the process with its children; a block still running is lost. */
  close(): Promise<void>
}

export interface NotWarm {
  code: string
  why: string
}

/** A process that was killed and does not go is waited for no longer. */
const GONE_MS = 5_000
/** From the end of the process until whoever waited for it has heard of it. */
const CLOSE_MS = 15_000

interface Warm {
  shell: ShellProcess
  identity: ShellIdentity
}

const HOST_SCRIPT = join(import.meta.dirname, 'host.ps1')

/** One process at a time, started at the first block, and replaced when it died, grew too big or had to be killed. */
export function openPowerShell(target: PowerShellTarget, limits: ShellLimits = USUAL_LIMITS): PowerShell {
  let warm: Warm | undefined
  /** The process that is being started. */
  let starting: ShellProcess | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let closed = false
  let blocks = 0

  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const mine = turn.then(act)
    turn = mine.catch(() => {})
    return mine
  }

  const ask = (shell: ShellProcess, request: ShellRequest, order: StopOrder) => awaitBlock(shell, request, limits.graceMs, order)

  const start = async (): Promise<Warm | NotWarm> => {
    const command = findShell(target, HOST_SCRIPT, process.platform)
    if ('code' in command) return { code: command.code, why: command.sentence }
    const shell = startShell(command, target.environment)
    starting = shell
    const ready = await awaitReady(shell, limits.startMs)
    if ('why' in ready) await within(shell.gone, { ms: GONE_MS })
    if ('why' in ready) return { code: NOT_STARTED, why: `PowerShell for target ${target.name} did not start: ${ready.why}` }
    const other = target.runsOn && otherMachine(target.name, target.runsOn, ready)
    if (other !== undefined) {
      await end(shell)
      return { code: other.code, why: other.sentence }
    }
    const requests: [string, ShellRequest][] = target.modules.map((name) => [`module ${name}`, importRequest('import', name)])
    if (target.initialise !== undefined) {
      requests.push(['`initialise` script', runRequest('initialise', target.initialise.text, target.initialise.values, 1, true)])
    }
    for (const [what, request] of requests) {
      const { outcome } = await ask(shell, request, { timeoutMs: limits.startMs })
      if (outcome.type === 'completed') continue
      await end(shell)
      const why = outcome.errors[0]?.message ?? ('why' in outcome ? outcome.why : `it was ${outcome.type}`)
      return { code: NOT_STARTED, why: `The ${what} of target ${target.name} failed: ${why}` }
    }
    return { shell, identity: ready }
  }

  const warmUp = async (): Promise<Warm | NotWarm> => {
    if (closed) return { code: NOT_STARTED, why: `PowerShell for target ${target.name} is closed.` }
    if (warm !== undefined && !warm.shell.ended) return warm
    const started = await start()
    starting = undefined
    warm = 'why' in started ? undefined : started
    return started
  }

  /** `begin` is asked right before the first byte: whether anybody still waits for it. */
  const run = async (block: PowerShellBlock, begin: () => boolean): Promise<BlockOutcome> => {
    const ready = await warmUp()
    if ('why' in ready) return notStarted(ready.why)
    if (!begin()) return notStarted(CANCELLED)
    blocks += 1
    const request = runRequest(`b${blocks}`, block.text, block.values, block.firstLine, false)
    const { outcome, memoryBytes } = await ask(ready.shell, request, block)
    if (outcome.type === 'lost' || memoryBytes > limits.memoryBytes) {
      await end(ready.shell)
      warm = undefined
    }
    return { ...outcome, shell: ready.identity }
  }

  /** Its turn and its process are waited for as long as both may take, and no longer than until it is cancelled: then it never begins. */
  const runInTurn = async (block: PowerShellBlock): Promise<BlockOutcome> => {
    const fault = faultOfValues(block.values)
    if (fault !== undefined) return notStarted(fault)
    let state: 'waits' | 'begun' | 'left' = 'waits'
    const { promise: begun, resolve: tell } = Promise.withResolvers<void>()
    const begin = (): boolean => {
      if (state === 'left' || block.signal?.aborted === true) return false
      state = 'begun'
      tell()
      return true
    }
    const hasBegun = () => state === 'begun'
    const outcome = inTurn(() => (state === 'left' ? Promise.resolve(notStarted(CANCELLED)) : run(block, begin)))
    const longestMs = limits.startMs + block.timeoutMs
    const waited = await within(Promise.race([outcome, begun]), { ms: longestMs, signal: block.signal })
    if ('value' in waited || hasBegun()) return outcome
    state = 'left'
    if (waited.ended === 'stopped') return notStarted(CANCELLED)
    return notStarted(
      `PowerShell for target ${target.name} was not free for ${Math.round(longestMs / 1000)} s: nothing was sent. See what else runs there.`,
    )
  }

  return {
    runBlock: runInTurn,
    identify: async () => {
      // What runs in it may take long, and need not be waited for.
      if (warm !== undefined && !warm.shell.ended) return warm.identity
      return inTurn(async () => warmUp().then((ready) => ('why' in ready ? ready : ready.identity)))
    },
    close: async () => {
      closed = true
      starting?.kill()
      warm?.shell.kill()
      await within(turn, { ms: CLOSE_MS })
      warm?.shell.kill()
      if (warm) await within(warm.shell.gone, { ms: GONE_MS })
    },
  }
}

async function end(shell: ShellProcess): Promise<void> {
  shell.kill()
  await within(shell.gone, { ms: GONE_MS })
}

const NOT_STARTED = 'powershell-not-started'
const CANCELLED = 'It was cancelled before it was sent.'

function notStarted(why: string): BlockOutcome {
  return { type: 'not-started', why, objects: [], outputs: 0, dropped: 0, messages: [], errors: [], tookMs: 0 }
}
