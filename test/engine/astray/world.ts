/** A run, its gateway and two workers, and what may become of frames, connections and processes between them. Rules, orders and gateway are the product's own. */
import pino from 'pino'
import { vi } from 'vitest'
import type { BotFrame } from '../../../src/connection/frames.ts'
import { openGateway, type ConnectedWorker, type Gateway } from '../../../src/engine/gateway/gateway.ts'
import { handOrders, handOrdersAgain } from '../../../src/engine/run/send-effects.ts'
import type { Command, WorkerCommand } from '../../../src/run/command.ts'
import { decide } from '../../../src/run/decide.ts'
import { newlyDue } from '../../../src/run/due.ts'
import type { Event } from '../../../src/run/event.ts'
import { evolveAll } from '../../../src/run/evolve.ts'
import type { RunState } from '../../../src/run/state.ts'
import type { Random } from '../../run/nevers/random.ts'
import { Process, type Site } from './process.ts'

const RULES = { lostMs: 8_000, noWorkerMs: 5_000 }
const QUIET = pino({ level: 'silent' })
const NAMES = ['b1', 'b2']

interface Question {
  command: WorkerCommand
  /** Who waits for the answer, and for which order. */
  process: Process
  key: string
}

interface Link {
  process: Process
  up: Question[]
  down: (BotFrame | { answers: string; accepted: boolean })[]
  connected: ConnectedWorker
  /** How many orders have come over it. */
  heard: number
}

export class World {
  /** Nonces that were granted, by attempt. */
  readonly granted = new Map<string, string[]>()
  readonly site: Site
  readonly seen = new Map<string, number>()
  readonly #random: Random
  readonly #processes: Process[]
  readonly #links = new Map<Process, Link>()
  /** Stopped as by SIGSTOP: they do and hear nothing, and wake up later. */
  readonly #still = new Set<Process>()
  /** Of connections that have ended, and still under way. */
  readonly #late: Question[] = []
  #gateway: Gateway
  #count = 0

  constructor(state: RunState, random: Random) {
    this.#random = random
    this.site = { state, effects: new Map(), locks: new Map(), begun: new Map(NAMES.map((name) => [name, new Set()])) }
    this.#gateway = this.#open()
    this.#processes = NAMES.map((name) => this.#start(name))
    handOrdersAgain(this.#gateway, state)
  }

  close(): void {
    this.#gateway.close()
  }

  /** One thing happens. */
  turn(): void {
    const process = this.#random.pick(this.#processes)
    const link = this.#links.get(process)
    const chance = this.#random.next()
    if (this.#still.has(process)) return chance < 0.1 ? void this.#still.delete(process) : this.#time()
    if (link === undefined) return chance < 0.6 ? this.#connect(process) : chance < 0.8 ? this.#time() : process.work(this.#random)
    if (chance < 0.25) return this.#hear(link.up.shift())
    if (chance < 0.5) return this.#hearDown(link)
    if (chance < 0.75) return process.work(this.#random)
    if (chance < 0.86) return this.#time()
    if (chance < 0.89) return void this.#still.add(process)
    if (chance < 0.92) return this.#cut(link)
    // The same frame twice, whatever its connection would do against that; or one of a connection that is no more.
    if (chance < 0.95) return this.#hear(this.#late.length > 0 ? this.#takeLate() : link.up[0])
    if (chance < 0.97) return this.#startAgain(process)
    return chance < 0.985 ? this.#startBotAgain() : this.site.locks.clear()
  }

  #open(): Gateway {
    const gateway = openGateway({
      ...RULES,
      workers: Object.fromEntries(NAMES.map((name) => [name, { site: 'b' }])),
      tell: (word) => void this.#decide(word),
      progress: () => undefined,
      log: QUIET,
    })
    gateway.opened()
    return gateway
  }

  /** As `Run.command` does it: decide, keep, hand out. */
  #decide(command: Command): boolean {
    const at = new Date().toISOString()
    const before = this.site.state
    const { events, refusal } = decide(before, command, at)
    if (events.length > 0) {
      for (const event of events) this.#note(event)
      this.site.state = { ...evolveAll(before, events, at), head: `head ${++this.#count}` }
      handOrders(this.#gateway, before, this.site.state, newlyDue(before, this.site.state))
    }
    return refusal === undefined
  }

  #note(event: Event): void {
    this.seen.set(event.type, (this.seen.get(event.type) ?? 0) + 1)
    if (event.type !== 'claimed') return
    const attempt = JSON.stringify(event.attempt)
    this.granted.set(attempt, [...(this.granted.get(attempt) ?? []), event.nonce])
  }

  #start(worker: string): Process {
    const process: Process = new Process(worker, `${worker} ${++this.#count}`, this.site, (command, key) =>
      this.#links.get(process)?.up.push({ command, process, key }),
    )
    return process
  }

  #connect(process: Process): void {
    const { worker, boot, doing } = process
    const down: Link['down'] = []
    const line = { send: (frame: BotFrame) => down.push(frame), refuse: () => this.#links.delete(process) }
    const arriving = { worker, boot, documents: [this.site.state.procedure.hash], running: [...doing.keys()], aheadMs: 0 }
    const connected = this.#gateway.connected('b', arriving, line)
    if (connected === undefined) return
    this.#links.set(process, { process, up: [], down, connected, heard: 0 })
    process.sayAgain()
  }

  /** What was sent may still come, in any order, or never. */
  #cut({ process, up, connected }: Link): void {
    this.#late.push(...up.filter(() => this.#random.chance(0.7)))
    this.#links.delete(process)
    connected.disconnected()
  }

  #startAgain(process: Process): void {
    const link = this.#links.get(process)
    if (link !== undefined) this.#cut(link)
    for (const [place, holder] of this.site.locks) if (holder === process) this.site.locks.delete(place)
    this.#processes[this.#processes.indexOf(process)] = this.#start(process.worker)
  }

  #startBotAgain(): void {
    for (const link of this.#links.values()) this.#cut(link)
    this.#gateway.close()
    this.#gateway = this.#open()
    handOrdersAgain(this.#gateway, this.site.state)
  }

  /** Whoever lives and is connected says so meanwhile. */
  #time(): void {
    for (let left = this.#random.pick([10, 300, 700, 3_000, 9_000, 31_000]); left > 0; left -= 2_000) {
      vi.advanceTimersByTime(Math.min(left, 2_000))
      for (const [process, link] of this.#links) if (!this.#still.has(process)) this.#beat(link)
    }
  }

  #beat({ process, connected, heard }: Link): void {
    connected.heartbeat({ at: new Date().toISOString(), running: [...process.doing.keys()].map((order) => ({ order })), arrived: heard })
  }

  #hear(question: Question | undefined): void {
    if (question === undefined) return
    const accepted = this.#decide(question.command)
    this.#links.get(question.process)?.down.push({ answers: question.key, accepted })
  }

  #hearDown(link: Link): void {
    const frame = link.down.shift()
    if (frame === undefined) return
    if ('answers' in frame) return link.process.answered(frame.answers, frame.accepted)
    if (frame.type !== 'order') return
    link.heard += 1
    link.process.take(frame.order)
  }

  #takeLate(): Question | undefined {
    return this.#late.splice(this.#random.below(this.#late.length), 1)[0]
  }
}
