/** The bot of one process: keeps runs in memory, judges commands with the real rules and seals them, and hands orders to workers that live in the same process. No engine, no connection, no durability. */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { append, NO_HEAD } from '../../src/audit/chain.ts'
import type { Entry, LogLine, PublicKeys } from '../../src/audit/entry.ts'
import { RULES_VERSION } from '../../src/audit/rules.ts'
import { checkCommand, signCommand, signerOf, signHead, signProof } from '../../src/audit/signature.ts'
import type { Answer, Page } from '../../src/connection/frames.ts'
import type { Command, PersonCommand, SignedCommand } from '../../src/run/command.ts'
import { newlyDue } from '../../src/run/due.ts'
import type { Effect } from '../../src/run/effect.ts'
import type { Refusal } from '../../src/run/facts/refusal.ts'
import type { Order } from '../../src/run/order.ts'
import type { RunState } from '../../src/run/state.ts'
import type { Bots, openBots } from '../../src/worker/connection/bots.ts'
import { Deaths, type Crash, type Death } from './crash/deaths.ts'

export const INSTALLATION = 'contoso-practice'
export const SITE = 'practice'

/** Who takes orders, and who takes them when that one is gone. */
export const WORKERS = ['anna', 'bert'] as const
export type WorkerName = (typeof WORKERS)[number]

type Given = Pick<Parameters<typeof openBots>[0], 'onOrder' | 'onStop' | 'onChoices'>

export class Bot {
  readonly publicKeys: PublicKeys
  readonly #privateKeys: Record<string, string>
  readonly #workers = new Map<string, Given>()
  readonly #runs = new Map<string, BotRun>()
  /** Brings a worker that does not live yet. */
  need: (worker: WorkerName) => void = () => undefined

  constructor() {
    const pairs = ['chat', 'clock', 'head', ...WORKERS].map((name) => [name, generateKeyPairSync('ed25519')] as const)
    const publicPem = Object.fromEntries(
      pairs.map(([name, { publicKey }]) => [name, String(publicKey.export({ type: 'spki', format: 'pem' }))]),
    )
    this.#privateKeys = Object.fromEntries(
      pairs.map(([name, { privateKey }]) => [name, String(privateKey.export({ type: 'pkcs8', format: 'pem' }))]),
    )
    const pem = (name: string): string => publicPem[name] ?? ''
    this.publicKeys = {
      installation: INSTALLATION,
      chat: pem('chat'),
      clock: pem('clock'),
      head: pem('head'),
      workers: Object.fromEntries(WORKERS.map((name) => [name, { site: SITE, key: pem(name) }])),
    }
  }

  privateKey(name: string): string {
    const key = this.#privateKeys[name]
    if (key === undefined) throw new Error(`${name} has no key`)
    return key
  }

  begin(crash?: Crash): BotRun {
    const run = new BotRun(this, `R-${this.#runs.size + 1}`, crash)
    this.#runs.set(run.id, run)
    return run
  }

  /** A worker's way to this bot. */
  connect(worker: string, given: Given): Bots {
    this.#workers.set(worker, given)
    return {
      command: async (signed) => this.#run(signed.command.run).hear(worker, signed),
      history: async (run, from, nonce) => this.#run(run).history(from, nonce),
      say: () => Promise.resolve(),
      close: () => Promise.resolve(),
    }
  }

  /** Its process is gone: what comes next needs another one. */
  disconnect(worker: string): void {
    this.#workers.delete(worker)
  }

  worker(name: WorkerName): Given {
    if (!this.#workers.has(name)) this.need(name)
    const given = this.#workers.get(name)
    if (given === undefined) throw new Error(`${name} does not live`)
    return given
  }

  #run(id: string): BotRun {
    const run = this.#runs.get(id)
    if (run === undefined) throw new Error(`there is no run ${id}`)
    return run
  }
}

type Without<C, K extends PropertyKey> = C extends unknown ? Omit<C, K> : never
export type Asked = Without<PersonCommand, 'run' | 'eventId' | 'at'>

export class BotRun {
  readonly id: string
  readonly log: LogLine[] = []
  readonly entries: Entry[] = []
  state: RunState | undefined
  /** Told of every entry before its orders go out. */
  heard: (entry: Entry, before: RunState | undefined) => void = () => undefined
  readonly #bot: Bot
  readonly #deaths: Deaths
  #turn = 0
  #changed = Promise.withResolvers<void>()

  constructor(bot: Bot, id: string, crash: Crash | undefined) {
    this.#bot = bot
    this.id = id
    this.#deaths = new Deaths(crash)
  }

  get keys(): PublicKeys {
    return this.#bot.publicKeys
  }

  /** Resolves with the next entry. */
  next(): Promise<void> {
    return this.#changed.promise
  }

  /** Something is broken that no entry tells of. */
  fail(why: Error): void {
    this.#changed.promise.catch(() => undefined)
    this.#changed.reject(why)
  }

  /** A person's word: why it is refused, where it is. */
  ask(asked: Asked): Refusal | undefined {
    return this.#say({ ...asked, run: this.id, eventId: randomUUID(), at: new Date().toISOString() })
  }

  /** A worker's word. Of one that is gone nothing arrives any more. */
  hear(worker: string, signed: SignedCommand): Answer {
    const { command } = signed
    const dead = command.type === 'result' ? this.#deaths.of(command.attempt) : undefined
    if (dead !== undefined) {
      if (!dead.known) this.#lost(worker, dead.order)
      dead.known = true
      dead.over.resolve()
      return { accepted: true }
    }
    const { entry, refusal } = this.#judge(signed)
    if (refusal !== undefined || entry === undefined) return { refusal: refusal ?? { code: 'nothing', facts: {} } }
    if (command.type !== 'claim') return { accepted: true }
    const struck = this.state && this.#deaths.strike(this.state, command)
    if (struck !== undefined) this.#strike(worker as WorkerName, struck)
    const { run, seq, hash, at } = entry
    return { accepted: true, claimed: { at, signature: this.#prove({ proves: 'claimed', run, seq, hash, at }) } }
  }

  /** It goes on for as long as a process that is not there any more would have, and another one gets what comes. */
  #strike(worker: WorkerName, struck: Death): void {
    this.#turn += 1
    if (struck.when === 'before') this.#bot.worker(worker).onStop(struck.order)
    void struck.begun.promise.then(() => {
      if (!struck.known) this.#lost(worker, struck.order)
      struck.known = true
    })
  }

  history(from: number, nonce: string): Page {
    const { seq, hash } = this.entries.at(-1) ?? NO_HEAD
    const newest = this.#prove({ proves: 'newest', run: this.id, seq, hash, nonce })
    return { entries: this.entries.slice(from - 1), more: false, newest }
  }

  #prove(proof: Parameters<typeof signProof>[0]): string {
    return signProof(proof, this.#bot.privateKey('head'))
  }

  #say(command: Command): Refusal | undefined {
    const signer = signerOf(command)
    return this.#judge(signCommand(command, signer, this.#bot.privateKey(signer))).refusal
  }

  #judge(signed: SignedCommand): { entry?: Entry; refusal?: Refusal } {
    const stranger = checkCommand(signed, this.#bot.publicKeys)
    if (stranger !== undefined) throw new Error(stranger)
    const before = this.state
    const head = before === undefined ? NO_HEAD : { seq: before.seq, hash: before.head }
    const { entry, state, refusal } = append({ head, ...(before && { state: before }) }, signed, new Date().toISOString())
    if (entry === undefined || state === undefined) return refusal ? { refusal } : {}
    this.entries.push(entry)
    this.log.push({ entry })
    // As the engine stores it: what JSON cannot keep would be lost here.
    this.state = JSON.parse(JSON.stringify(state)) as RunState
    this.heard(entry, before)
    for (const effect of newlyDue(before, this.state)) this.#act(effect)
    const changed = this.#changed
    this.#changed = Promise.withResolvers()
    changed.resolve()
    return { entry, ...(refusal && { refusal }) }
  }

  /** Nothing waits for a time here: who must be quick is the estate. */
  #act(effect: Effect): void {
    switch (effect.kind) {
      case 'order':
        return this.#give(effect.order)
      case 'head':
        return this.#pin(effect.final)
      case 'lock':
        if (effect.act === 'take') this.#soon(() => void this.#say({ run: this.id, type: 'lock-granted', lock: effect.lock }))
        return
      case 'stop':
      case 'timer':
      case 'notify':
      case 'tell':
        return
    }
  }

  #give(order: Order): void {
    this.#soon(() => this.#bot.worker(WORKERS[this.#turn % WORKERS.length] ?? WORKERS[0]).onOrder(order))
  }

  #pin(final: boolean): void {
    const { seq, hash, at } = this.entries.at(-1)!
    const head = { run: this.id, seq, hash, at, final, rules: RULES_VERSION }
    this.log.push({ head: signHead(head, this.#bot.privateKey('head')) })
  }

  #lost(worker: string, order: string): void {
    this.#soon(() => void this.#say({ run: this.id, type: 'lost-contact', order, worker, why: 'its process is gone' }))
  }

  #soon(what: () => void): void {
    setImmediate(() => {
      try {
        what()
      } catch (error) {
        this.fail(error as Error)
      }
    })
  }
}
