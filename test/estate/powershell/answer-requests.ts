/** The stand-in's side of the protocol of `src/worker/powershell/host/host.ps1`, over a syntax tree. It knows little, and refuses the rest. */
import { hostname } from 'node:os'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { reachControl } from './control.ts'
import type { Cmdlets } from './refuse-look.ts'
import { runText } from './run-text.ts'
import type { Say } from './run-text.ts'

const KNOWN_MODULE = /(^|[\\/])CountersignPractice(\.psm1)?$/

const text = { id: z.string(), text: z.string(), values: z.record(z.string(), z.unknown()) }
const cmdlet = z.object({ name: z.string(), parameters: z.union([z.literal('any'), z.array(z.string())]) })
const request = z.union([
  z.object({ op: z.literal('run'), purpose: z.enum(['look', 'act']), firstLine: z.number(), ...text }),
  z.object({ op: z.literal('initialise'), ...text }),
  z.object({ op: z.literal('readers'), id: z.string(), cmdlets: z.array(cmdlet) }),
  z.object({ op: z.literal('import'), id: z.string(), module: z.string() }),
  z.object({ op: z.literal('stop'), id: z.string() }),
  z.object({ op: z.literal('ping') }),
])

const send = (message: Record<string, unknown>) => void process.stdout.write(`${JSON.stringify(message)}\n`)
const control = reachControl(process.env)
let cmdlets: Cmdlets | undefined
let running: { id: string; stop: AbortController } | undefined

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => take(line))
lines.on('close', () => process.exit(0))
const dnsName = hostname()
const machine = dnsName.split('.')[0]
send({ type: 'ready', version: process.version, edition: 'stand-in', pid: process.pid, standIn: true, machine, dnsName })

function take(line: string): void {
  const read = request.safeParse(readJson(line))
  if (!read.success) return send({ type: 'fault', text: `The stand-in was sent a line that is no request: ${line.slice(0, 120)}` })
  const asked = read.data
  if (asked.op === 'ping') return send({ type: 'pong' })
  if (asked.op === 'stop') {
    if (running?.id === asked.id) running.stop.abort()
    return
  }
  if (running !== undefined) return send({ type: 'fault', text: `The stand-in cannot do this now: ${line.slice(0, 120)}` })
  const { id } = asked
  const say: Say = (message) => send({ ...message, id })
  if (asked.op === 'import') return importModule(asked.module.slice(1), say)
  if (asked.op === 'readers') {
    cmdlets = asked.cmdlets
    return finish(say, { state: 'completed', outputs: 0, dropped: 0 })
  }
  const stop = new AbortController()
  running = { id, stop }
  const block = asked.op === 'run' ? { ...asked, cmdlets } : { ...asked, purpose: 'act' as const, firstLine: 1 }
  void runText(control, block, stop.signal, say).then((done) => {
    running = undefined
    finish(say, done)
  })
}

function importModule(name: string, say: Say): void {
  const known = KNOWN_MODULE.test(name)
  const message = `The PowerShell stand-in knows the module CountersignPractice only, not ${name}.`
  if (!known) say({ type: 'error', message, code: 'StandInDoesNotKnow', category: 'NotImplemented', line: null, column: null })
  finish(say, { state: known ? 'completed' : 'failed', outputs: 0, dropped: 0 })
}

function finish(say: Say, done: { state: string; outputs: number; dropped: number }): void {
  say({ type: 'done', ...done, exitCode: null, memory: process.memoryUsage().rss, soiled: false })
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
