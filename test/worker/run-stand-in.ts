/** A stand-in of the engine's two calls: keeps one run in memory, judges commands with the real rules, and hands orders on. No Restate, no durability. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { append, NO_HEAD } from '../../src/audit/chain.ts'
import type { Entry, PublicKeys } from '../../src/audit/entry.ts'
import { readCommand } from '../../src/audit/read-command.ts'
import type { Proof } from '../../src/audit/signature.ts'
import { checkCommand } from '../../src/audit/signature.ts'
import type { Command, SignedCommand } from '../../src/run/command.ts'
import { newlyDue } from '../../src/run/due.ts'
import type { Effect } from '../../src/run/effect.ts'
import type { SignedHeartbeat } from '../../src/run/heartbeat.ts'
import type { Order } from '../../src/run/order.ts'
import type { RunState } from '../../src/run/state.ts'
import type { Refusal } from '../../src/run/facts/refusal.ts'
import { STATE_VERSION } from '../../src/audit/state-version.ts'

export interface RunStandIn extends AsyncDisposable {
  url: string
  readonly state: RunState | undefined
  entries: Entry[]
  /** Every order that the run called for, oldest first. */
  orders: Order[]
  heartbeats: SignedHeartbeat[]
  /** What was answered to each command of a worker. */
  answers: { command: Command; answer: { accepted: true; claimed?: object } | { refusal: Refusal } }[]
  /** How far its clock is behind. */
  behindMs: number
  /** What its answers to heartbeats name; `undefined`: they name none. */
  stateVersion: number | undefined
  /** Where orders go; without it they wait in `orders`. */
  deliver: ((order: Order) => unknown) | undefined
  /** Called with each command before it is judged; may hold it up, make the answer get lost, or have the rules break at it, as the engine tells that. */
  before: ((command: Command) => Promise<'lose-answer' | 'break' | void>) | undefined
  /** What is answered instead of the true answer to a command. */
  answer: ((command: Command, answer: unknown) => unknown) | undefined
  /** What is told instead of the true history. */
  history: ((entries: Entry[]) => Entry[]) | undefined
  /** Judges a command that is signed already. */
  take(signed: SignedCommand): { accepted: true } | { refusal: Refusal }
  /** Judges a command of a person or the engine. */
  send(command: Command): { accepted: true } | { refusal: Refusal }
}

/** What Restate 1.7 answers when a handler gave up for good. */
const BROKEN = { code: 500, message: 'The rules broke at this command (Error: a bug): the run stands as it was.', source: 'invocation' }

export async function startRunStandIn(
  keys: PublicKeys,
  sign: (command: Command) => SignedCommand,
  prove: (proof: Proof) => string,
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

  const route = async (path: string, body: unknown): Promise<unknown> => {
    if (path.endsWith('/history')) {
      const { from, nonce } = body as { from: number; nonce: string }
      const { seq, hash } = headOf(run.entries)
      const newest = prove({ proves: 'newest', run: state?.run ?? '', seq, hash, nonce })
      return { entries: (run.history?.(run.entries) ?? run.entries).slice(from - 1), heads: [], newest }
    }
    if (path.endsWith('/heartbeat')) {
      run.heartbeats.push(body as SignedHeartbeat)
      const aheadMs = Date.parse((body as SignedHeartbeat).heartbeat.at) - Date.parse(instant())
      return { accepted: true, aheadMs, ...(run.stateVersion !== undefined && { stateVersion: run.stateVersion }) }
    }
    const { command } = body as SignedCommand
    const fate = await run.before?.(command)
    if (fate === 'break') return BROKEN
    const answer = judge(body as SignedCommand)
    run.answers.push({ command, answer })
    return fate === 'lose-answer' ? undefined : (run.answer?.(command, answer) ?? answer)
  }

  const server = createServer((request, response) => {
    void bodyOf(request)
      .then((body) => route(request.url ?? '', body))
      .then((answer) => {
        if (answer === undefined) return response.destroy()
        if (answer === BROKEN) response.statusCode = 500
        return response.end(JSON.stringify(answer))
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const run: RunStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get state() {
      return state
    },
    entries: [],
    orders: [],
    heartbeats: [],
    answers: [],
    behindMs: 0,
    stateVersion: STATE_VERSION,
    deliver: undefined,
    before: undefined,
    answer: undefined,
    history: undefined,
    take: judge,
    send: (command) => judge(sign(command)),
    [Symbol.asyncDispose]: async () => {
      for (const timer of timers) clearTimeout(timer)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return run
}

function headOf(entries: Entry[]): { seq: number; hash: string } {
  return entries.at(-1) ?? NO_HEAD
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? undefined : (JSON.parse(text) as unknown)
}
