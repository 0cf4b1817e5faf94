/** A stand-in of the bot behind its real gateway: keeps one run in memory, judges commands with the real rules, and hands orders on. No Restate, no durability. */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { append, NO_HEAD } from '../../src/audit/chain.ts'
import type { Entry, PublicKeys } from '../../src/audit/entry.ts'
import { readCommand } from '../../src/audit/read-command.ts'
import type { Proof } from '../../src/audit/signature.ts'
import { checkCommand } from '../../src/audit/signature.ts'
import type { Command, SignedCommand } from '../../src/run/command.ts'
import { newlyDue } from '../../src/run/due.ts'
import type { Effect } from '../../src/run/effect.ts'
import type { Answer, Heartbeat, Page } from '../../src/connection/frames.ts'
import type { WorkerLine } from '../../src/engine/gateway/gateway.ts'
import type { ConnectionOptions } from '../../src/engine/gateway/worker-connection.ts'
import { serveGateway, type GatewayListen } from '../../src/engine/gateway/serve-gateway.ts'
import type { Order } from '../../src/run/order.ts'
import type { RunState } from '../../src/run/state.ts'
import type { Refusal } from '../../src/run/facts/refusal.ts'

export interface RunStandIn extends AsyncDisposable {
  /** Where workers connect. */
  socket: string
  readonly state: RunState | undefined
  entries: Entry[]
  /** Every order that the run called for, oldest first. */
  orders: Order[]
  /** What the workers said of themselves, oldest first; documents as they were last said. */
  heartbeats: (Heartbeat & { worker: string; documents: string[] })[]
  /** What was answered to each command of a worker. */
  answers: { command: Command; answer: { accepted: true; claimed?: object } | { refusal: Refusal } }[]
  /** How far its clock is behind. */
  behindMs: number
  /** The port where workers connect with TLS, where there is one. */
  port: number | undefined
  /** Who is told of workers that connect, in place of the stand-in itself. */
  gateway: ConnectionOptions['gateway'] | undefined
  /** Gives a connected worker an order, over its connection. */
  give(worker: string, order: Order): void
  /** Where orders go; without it they wait in `orders`. */
  deliver: ((order: Order) => unknown) | undefined
  /** Called with each command before it is judged; may hold it up, make the answer get lost, or have the rules break at it, as the engine tells that. */
  before: ((command: Command) => Promise<'lose-answer' | 'break' | void>) | undefined
  /** What is answered instead of the true answer to a command. */
  answer: ((command: Command, answer: unknown) => unknown) | undefined
  /** What is told instead of the true history. */
  history: ((entries: Entry[]) => Entry[]) | undefined
  /** So many entries of it go into one page. */
  pageOf: number
  /** From which entry on each page was asked for. */
  asked: number[]
  /** Judges a command that is signed already. */
  take(signed: SignedCommand): { accepted: true } | { refusal: Refusal }
  /** Judges a command of a person or the engine. */
  send(command: Command): { accepted: true } | { refusal: Refusal }
}

const BROKEN = 'The rules broke at this command (Error: a bug): the run stands as it was.'

export async function startRunStandIn(
  keys: PublicKeys,
  sign: (command: Command) => SignedCommand,
  prove: (proof: Proof) => string,
  listen?: GatewayListen,
): Promise<RunStandIn> {
  const timers = new Set<NodeJS.Timeout>()
  let state: RunState | undefined

  const instant = () => new Date(Date.now() - run.behindMs).toISOString()

  const judge = (signed: SignedCommand) => {
    const read = readCommand(signed)
    if ('fault' in read) return { refusal: { code: 'bad-command', sentence: read.fault } }
    const stranger = checkCommand(signed, keys)
    if (stranger !== undefined) return { refusal: { code: 'not-signed', sentence: stranger } }
    const sealed = append({ head: headOf(run.entries), ...(state === undefined ? {} : { state }) }, signed, instant())
    if (sealed.entry === undefined || sealed.state === undefined) {
      return { refusal: sealed.refusal ?? { code: 'nothing' as const, facts: {} } }
    }
    const effects = newlyDue(state, sealed.state)
    state = sealed.state
    run.entries = [...run.entries, sealed.entry]
    for (const effect of effects) act(effect)
    if (sealed.refusal) return { refusal: sealed.refusal }
    if (signed.command.type !== 'claim') return { accepted: true as const }
    const { run: of, seq, hash, at } = sealed.entry
    return { accepted: true as const, claimed: { at, signature: prove({ proves: 'claimed', run: of, seq, hash, at }) } }
  }

  const act = (effect: Effect) => {
    if (effect.kind === 'lock' && effect.act === 'take')
      soon(0, () => run.send({ type: 'lock-granted', run: state?.run ?? '', lock: effect.lock }))
    if (effect.kind !== 'order') return
    const { order, notBefore } = effect
    run.orders.push(order)
    // Who is not there when the order is given is not given it: it waits in `orders` until a test hands it out.
    const { deliver } = run
    if (notBefore === undefined) soon(0, () => deliver?.(order))
    else soon(Date.parse(notBefore) - Date.now() + 5, () => run.deliver?.(order))
  }

  const soon = (ms: number, what: () => unknown) => {
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        what()
      },
      Math.max(0, ms),
    )
    timers.add(timer)
  }

  const command = async (signed: SignedCommand): Promise<Answer> => {
    const fate = await run.before?.(signed.command)
    if (fate === 'break') return { gaveUp: BROKEN }
    const answer = judge(signed)
    run.answers.push({ command: signed.command, answer })
    if (fate === 'lose-answer') return { unanswered: 'the answer got lost' }
    return (run.answer?.(signed.command, answer) ?? answer) as Answer
  }
  const history = async ({ from, nonce }: { from: number; nonce: string }): Promise<Page> => {
    const { seq, hash } = headOf(run.entries)
    const newest = prove({ proves: 'newest', run: state?.run ?? '', seq, hash, nonce })
    run.asked.push(from)
    const rest = (run.history?.(run.entries) ?? run.entries).slice(from - 1)
    const entries = rest.slice(0, run.pageOf)
    const more = entries.length < rest.length
    return { entries, more, ...(!more && { newest }) }
  }

  const lines = new Map<string, WorkerLine>()
  const socket = join(tmpdir(), `run-${randomUUID().slice(0, 8)}.sock`)
  const server = await serveGateway({
    socket,
    gateway: {
      workers: () => ({ workers: [], waiting: [] }),
      connected: (site, arriving, line) => {
        if (run.gateway !== undefined) return run.gateway.connected(site, arriving, line)
        const { worker, documents } = arriving
        lines.set(worker, line)
        let held = documents
        return {
          heartbeat: (beat) => {
            held = beat.documents ?? held
            run.heartbeats.push({ ...beat, worker, documents: held })
            return Date.parse(beat.at) - Date.parse(instant())
          },
          choices: () => undefined,
          disconnected: () => undefined,
        }
      },
    },
    questions: { command, history },
    ...(listen && { listen }),
    keys,
    prove,
    // Workers that a test stops are to find the connection as they left it.
    lostMs: 600_000,
    log: pino({ level: 'silent' }),
  })

  const run: RunStandIn = {
    socket,
    port: server.port,
    gateway: undefined,
    get state() {
      return state
    },
    entries: [],
    orders: [],
    heartbeats: [],
    answers: [],
    behindMs: 0,
    give: (worker, order) => lines.get(worker)?.send({ type: 'order', order }),
    deliver: undefined,
    before: undefined,
    answer: undefined,
    history: undefined,
    pageOf: Infinity,
    asked: [],
    take: judge,
    send: (command) => judge(sign(command)),
    [Symbol.asyncDispose]: async () => {
      for (const timer of timers) clearTimeout(timer)
      await server.close()
      rmSync(socket, { force: true })
    },
  }
  return run
}

function headOf(entries: Entry[]): { seq: number; hash: string } {
  return entries.at(-1) ?? NO_HEAD
}
