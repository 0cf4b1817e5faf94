import { addAbortListener } from 'node:events'
import type { ShellFault } from '../../run/facts/worker-fault.ts'
import type { BlockError, BlockMessage, BlockOutcome, BlockProgress, BlockReport, PlainValue, StopCause } from './outcome.ts'
import type { ShellEnd, ShellEvent, ShellProcess } from './process.ts'
import type { ShellRequest } from './request.ts'

export interface StopOrder {
  timeoutMs: number
  onProgress?: (progress: BlockProgress) => void
  /** Hears all that comes, also what the report has no room for. */
  onObject?: (object: PlainValue) => void
  onMessage?: (message: BlockMessage) => void
  onError?: (error: BlockError) => void
  /** The block may leave something in its process: another one will be needed after it. */
  onSoils?: () => void
  signal?: AbortSignal
}

/** What a report holds of what came. */
const MOST_OBJECTS = 2_000
const MOST_LINES = 1_000
/** A killed process that is still there after this is given up: it hangs in the system itself. */
const KILLED_MS = 5_000

/**
 * Sends one request and collects what comes until it is done, stopped or lost. Asked to stop (cancelled, or past its time), the block has `graceMs`;
 * then the process is killed with its children.
 */
export function awaitBlock(
  shell: ShellProcess,
  request: ShellRequest,
  graceMs: number,
  order: StopOrder,
): Promise<{ outcome: BlockOutcome; memoryBytes: number; soiled: boolean }> {
  const report: BlockReport = { objects: [], outputs: 0, dropped: 0, messages: [], errors: [], tookMs: 0 }
  const startedAt = performance.now()
  return new Promise((resolve) => {
    let cause: StopCause | undefined
    let grace: NodeJS.Timeout | undefined
    let memoryBytes = 0
    let soiled = false

    const stop = (why: StopCause) => {
      if (cause !== undefined) return
      cause = why
      shell.send({ id: request.id, op: 'stop' })
      grace = setTimeout(kill, graceMs)
    }
    const kill = () => {
      shell.kill()
      grace = setTimeout(() => finish((told) => lost(told, UNKILLED, cause, graceMs)), KILLED_MS)
    }
    const timer = setTimeout(() => stop('timed-out'), order.timeoutMs)
    const listening = order.signal && addAbortListener(order.signal, () => stop('cancelled'))

    const finish = (ending: (report: BlockReport) => BlockOutcome) => {
      clearTimeout(timer)
      clearTimeout(grace)
      listening?.[Symbol.dispose]()
      shell.listen(() => {})
      report.tookMs = Math.round(performance.now() - startedAt)
      resolve({ outcome: ending(report), memoryBytes, soiled })
    }

    shell.listen((event) => {
      if (event.type === 'end') {
        finish((told) => lost(told, event, cause, graceMs))
      } else if (event.type === 'done' && event.id === request.id) {
        memoryBytes = event.memory
        soiled = event.soiled
        report.outputs = event.outputs
        report.dropped = event.dropped
        if (event.exitCode !== null) report.exitCode = event.exitCode
        const state = event.state
        finish((told) => ended(told, state, cause))
      } else {
        note(report, request.id, event, order)
      }
    })
    shell.send(request)
  })
}

const UNKILLED: ShellEnd = { type: 'end', end: { how: 'unkilled', ms: KILLED_MS }, stderr: [] }

function note(report: BlockReport, id: string, event: ShellEvent, order: StopOrder): void {
  if ('id' in event && event.id !== id) return
  switch (event.type) {
    case 'output':
      order.onObject?.(event.value)
      if (report.objects.length < MOST_OBJECTS) report.objects.push(event.value)
      return
    case 'progress':
      order.onProgress?.({ activity: event.activity, status: event.status, percent: event.percent })
      return
    case 'warning':
    case 'verbose':
    case 'information':
      order.onMessage?.({ kind: event.type, text: event.text })
      if (report.messages.length < MOST_LINES) report.messages.push({ kind: event.type, text: event.text })
      return
    case 'soils':
      order.onSoils?.()
      return
    case 'error': {
      const { message, code, category, line, column } = event
      const place = { ...(line === null ? {} : { line }), ...(column === null ? {} : { column }) }
      noteError(report, { message, code, category, ...place }, order)
      return
    }
    case 'garbage':
    case 'fault':
      noteError(report, { message: event.type === 'fault' ? event.text : event.fault, code: 'BadLine', category: 'ProtocolError' }, order)
      return
    case 'ready':
    case 'pong':
    case 'done':
    case 'end':
      return
  }
}

function noteError(report: BlockReport, error: BlockError, order: StopOrder): void {
  order.onError?.(error)
  if (report.errors.length < MOST_LINES) report.errors.push(error)
}

/** A bad line may have been an output or an error: such a block is not called completed. */
function ended(report: BlockReport, state: 'completed' | 'failed' | 'stopped', cause: StopCause | undefined): BlockOutcome {
  if (state === 'stopped') return { ...report, type: 'stopped', cause: cause ?? 'cancelled' }
  return { ...report, type: state === 'completed' && report.errors.length === 0 ? 'completed' : 'failed' }
}

function lost(report: BlockReport, end: ShellEnd, cause: StopCause | undefined, graceMs: number): BlockOutcome {
  const stderr = end.stderr.slice(-SHOWN_STDERR)
  const by = cause === 'timed-out' ? 'timeout' : 'asked'
  const why: ShellFault = cause === undefined ? { is: 'shell-lost', end: end.end, stderr } : { is: 'block-unstopped', graceMs, by, stderr }
  return { ...report, type: 'lost', why, ...(end.exitCode !== undefined && { exitCode: end.exitCode }), ...(cause && { cause }) }
}

/** Its last lines. */
const SHOWN_STDERR = 3
