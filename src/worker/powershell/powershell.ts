import { join } from 'node:path'
import type { BlockOutcome, ShellIdentity } from './outcome.ts'
import type { Told, WorkerFault, ShellFault } from '../../run/facts/worker-fault.ts'
import { findShell } from './find-shell.ts'
import { USUAL_LIMITS, type PowerShellTarget, type ShellLimits } from './target.ts'
import { awaitBlock, type StopOrder } from './await-block.ts'
import type { Mask } from '../mask.ts'
import { startShell, type ShellProcess } from './process.ts'
import { faultOfValues, runRequest, startRequests, type SentBlock, type ShellRequest } from './request.ts'
import { otherMachine } from './machine.ts'
import { within } from '../within.ts'

/** `firstLine` is the line of the document that holds the block's first one. */
export interface PowerShellBlock extends StopOrder, SentBlock {}

/** The PowerShell of one target: a warm process, in which each block has a runspace of its own. */
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
  why: WorkerFault
}

/** A process that was killed and does not go is waited for no longer. */
const GONE_MS = 5_000
/** From the end of the process until whoever waited for it has heard of it. */
const CLOSE_MS = 15_000

interface Warm {
  shell: ShellProcess
  identity: ShellIdentity
}

const HOST_SCRIPT = join(import.meta.dirname, 'host', 'host.ps1')

/**
 * One process at a time, started at the first block, and replaced when it died, grew too big, had to be killed, or ran a block that may have left
 * something in it. For the last the next process is started while that block works. Only what is cut of what it says is masked here.
 */
export function openPowerShell(target: PowerShellTarget, mask: Mask, limits: ShellLimits = USUAL_LIMITS): PowerShell {
  let warm: Warm | undefined
  /** The one that takes its place after the block that runs now. */
  let next: Promise<Warm | NotWarm> | undefined
  const alive = new Set<ShellProcess>()
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
    if ('code' in command) return command
    const shell = startShell(command, target.environment, mask)
    alive.add(shell)
    void shell.gone.then(() => alive.delete(shell))
    const ready = await awaitReady(shell, limits.startMs)
    if ('why' in ready) await within(shell.gone, { ms: GONE_MS })
    if ('why' in ready) return { code: NOT_STARTED, why: { is: 'shell-not-started', target: target.name, why: ready.why } }
    const other = target.runsOn && otherMachine(target.name, target.runsOn, ready)
    if (other !== undefined) {
      await end(shell)
      return other
    }
    for (const [part, request] of startRequests(target.modules, target.initialise, target.readers)) {
      const { outcome } = await ask(shell, request, { timeoutMs: limits.startMs })
      if (outcome.type === 'completed') continue
      await end(shell)
      const why: Told = outcome.errors[0]?.message ?? ('why' in outcome ? outcome.why : { is: 'shell-part-ended', how: outcome.type })
      return { code: NOT_STARTED, why: { is: 'shell-part-failed', target: target.name, part, why } }
    }
    return { shell, identity: ready }
  }

  const warmUp = async (): Promise<Warm | NotWarm> => {
    if (closed) return { code: NOT_STARTED, why: { is: 'shell-closed', target: target.name } }
    if (warm !== undefined && !warm.shell.ended) return warm
    const begun = next
    next = undefined
    // One that was started ahead and failed is no reason yet: it is tried once more, now that a block needs it.
    const ahead = await begun
    const started = ahead !== undefined && !('why' in ahead) && !ahead.shell.ended ? ahead : await start()
    warm = 'why' in started ? undefined : started
    return started
  }

  /** `begin` is asked right before the first byte: whether anybody still waits for it. */
  const run = async (block: PowerShellBlock, begin: () => boolean): Promise<BlockOutcome> => {
    const ready = await warmUp()
    if ('why' in ready) return notStarted(ready.why)
    if (!begin()) return notStarted(CANCELLED)
    blocks += 1
    const onSoils = () => {
      if (!closed) next ??= start()
    }
    const { outcome, memoryBytes, soiled } = await ask(ready.shell, runRequest(`b${blocks}`, block), { ...block, onSoils })
    if (outcome.type === 'lost' || soiled || memoryBytes > limits.memoryBytes) {
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
    return notStarted({ is: 'shell-busy', target: target.name, ms: longestMs })
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
      for (const shell of alive) shell.kill()
      await within(turn, { ms: CLOSE_MS })
      for (const shell of alive) shell.kill()
      await within(Promise.all([...alive].map(({ gone }) => gone)), { ms: GONE_MS })
    },
  }
}

async function end(shell: ShellProcess): Promise<void> {
  shell.kill()
  await within(shell.gone, { ms: GONE_MS })
}

const NOT_STARTED = 'powershell-not-started'
const CANCELLED: WorkerFault = { is: 'cancelled-before-sent' }

function notStarted(why: WorkerFault): BlockOutcome {
  return { type: 'not-started', why, objects: [], outputs: 0, dropped: 0, messages: [], errors: [], tookMs: 0 }
}

/** Waits until a started host says who it is; kills it when it does not in time. */
function awaitReady(shell: ShellProcess, startMs: number): Promise<ShellIdentity | { why: ShellFault }> {
  return new Promise((resolve) => {
    const finish = (found: ShellIdentity | { why: ShellFault }) => {
      clearTimeout(timer)
      if ('why' in found) shell.kill()
      resolve(found)
    }
    const timer = setTimeout(() => finish({ why: { is: 'shell-silent', ms: startMs } }), startMs)
    shell.listen((event) => {
      if (event.type === 'ready') {
        const { version, edition, standIn, pid, machine, dnsName } = event
        finish({ version, edition, standIn, pid, machine, dnsName })
      } else if (event.type === 'end') {
        finish({ why: { is: 'shell-ended', end: event.end, stderr: event.stderr } })
      } else if (event.type === 'garbage') {
        finish({ why: event.fault })
      }
    })
  })
}
