import type { Logger } from 'pino'
import type { BotFrame, ChoicesAnswer, Heartbeat } from '../../connection/frames.ts'
import type { EngineWord } from '../../run/command.ts'
import type { Offer } from '../../run/view/offered.ts'
import type { Progress } from '../../run/view/view.ts'
import type { WorkersView } from '../../run/view/workers-view.ts'
import { takeConnected, takeDisconnected, takeHeartbeat, type Arriving } from './hear-worker.ts'
import { choicesAskedOf, type ChoicesAsked } from './choices-asked.ts'
import { chooseWorker, takeOrder } from './pass-orders.ts'
import {
  allSeen,
  emptySite,
  nextSweep,
  settleOrders,
  stopOrder,
  type SiteAct,
  type SiteRequest,
  type SiteRules,
  type SiteState,
  type SiteStep,
} from './site-state.ts'
import { sweep } from './sweep.ts'
import { viewWorkers } from './view-workers.ts'
import { apartFromBot, CLOCKS_APART_MS, CLOCKS_SAID_MS } from '../../run/clocks.ts'

/** The way to one connected worker. */
export interface WorkerLine {
  send(frame: BotFrame): void
  /** Ends the connection, and says why to whoever is there. */
  refuse(code: string, sentence: string): void
}

/** What runs and connections say to the gateway. Nothing of it is kept over a start: a run hands its orders in again. */
export interface Gateway {
  /** From Run, once its state is stored. The same order again changes nothing. */
  order(request: SiteRequest): void
  /** The answers of these orders are there, or nobody wants them. */
  settle(site: string, orders: string[]): void
  stop(site: string, order: string): void
  /** A worker has proven who it is. `undefined`: another process of this name has replaced this one. */
  connected(site: string, arriving: Arriving, line: WorkerLine): ConnectedWorker | undefined
  workers(): WorkersView
  /** Asks a worker of the site what may be chosen. Never rejects. */
  choices(asked: ChoicesAsked): Promise<Offer>
  /** From now on workers are let in: those that were at work before get their time to come back. */
  opened(): void
  close(): void
}

export interface ConnectedWorker {
  /** How far its clock is ahead, in ms. */
  heartbeat(beat: Heartbeat): number
  choices(id: number, answer: ChoicesAnswer): void
  disconnected(): void
}

export interface GatewayOptions extends SiteRules {
  /** The workers that the configuration lists, by name. */
  workers: Record<string, { site: string }>
  /** Says it to the run until it is heard; never rejects. */
  tell: (word: EngineWord) => void
  progress: (progress: Progress) => void
  log: Logger
}

/** A worker whose connection was cut tries again sooner than this. */
const AWAITED_MS = 2_500

/** Knows the living workers of all sites, passes orders on, notices who is lost. In memory: the runs are the only durable copy of an order. */
export function openGateway(options: GatewayOptions): Gateway {
  const { log } = options
  const sites = new Map<string, SiteState>()
  const lines = new Map<string, WorkerLine>()
  const asked = choicesAskedOf()
  let timer: NodeJS.Timeout | undefined
  let sweepAt: number | undefined
  let closed = false
  const awaited = (site: string) => ({ workers: namesOf(site), untilMs: openedMs + AWAITED_MS })
  const namesOf = (site: string) => Object.keys(options.workers).filter((name) => options.workers[name]?.site === site)
  const now = () => performance.now()
  let openedMs = now()
  const stateOf = (site: string): SiteState => ({ ...(sites.get(site) ?? emptySite), awaited: awaited(site) })

  const take = (site: string, { state, acts }: SiteStep) => {
    sites.set(site, state)
    for (const act of acts) perform(act)
    plan()
  }

  /** One timer for all sites; none where no order is out. */
  const plan = () => {
    const times = [...sites.keys()].map((site) => nextSweep(stateOf(site), now(), options)).filter((at) => at !== undefined)
    const next = times.length === 0 ? undefined : Math.min(...times)
    if (closed || (sweepAt !== undefined && next !== undefined && Math.abs(sweepAt - next) < 1)) return
    clearTimeout(timer)
    sweepAt = next
    if (next !== undefined) timer = setTimeout(sweepAll, Math.max(0, next - now()))
  }

  const sweepAll = () => {
    const nowMs = now()
    // A sweep that comes late proves that this process stood still: of the workers it says nothing.
    const stoodStill = sweepAt !== undefined && nowMs - sweepAt > options.lostMs / 2
    sweepAt = undefined
    for (const site of sites.keys()) {
      const state = stateOf(site)
      take(site, sweep(stoodStill ? allSeen(state, nowMs) : state, nowMs, options))
    }
  }

  const perform = (act: SiteAct) => {
    switch (act.type) {
      case 'pass':
        lines.get(act.worker)?.send({ type: 'order', order: act.order })
        return
      case 'stop':
        lines.get(act.worker)?.send({ type: 'stop', order: act.order })
        return
      case 'tell':
        options.tell(act.command)
        return
      case 'progress':
        options.progress(act.progress)
        return
    }
  }

  const connect = (site: string, arriving: Arriving, line: WorkerLine): ConnectedWorker | undefined => {
    const { worker, boot } = arriving
    const before = stateOf(site).workers[worker]
    const step = takeConnected(stateOf(site), arriving, now(), options)
    if (step === undefined) return undefined
    const other = lines.get(worker)
    lines.set(worker, line)
    if (other !== undefined)
      other.refuse('replaced', `Another connection of worker ${worker} has taken the place of this one: run one process of that name.`)
    sayWorkerClock(log, worker, arriving.aheadMs, before?.aheadMs ?? 0)
    take(site, step)
    return {
      heartbeat: (beat) => {
        const aheadMs = Date.parse(beat.at) - Date.now()
        // Frames of a connection that was replaced may still arrive.
        if (lines.get(worker) !== line) return aheadMs
        sayWorkerClock(log, worker, aheadMs, stateOf(site).workers[worker]?.aheadMs ?? 0)
        take(site, takeHeartbeat(stateOf(site), worker, { ...beat, aheadMs }, now(), options))
        return aheadMs
      },
      choices: (id, answer) => asked.answered(line, id, answer),
      disconnected: () => {
        asked.gone(line)
        if (lines.get(worker) !== line) return
        lines.delete(worker)
        sites.set(site, takeDisconnected(stateOf(site), worker, boot))
      },
    }
  }

  return {
    order: ({ order, notBefore, again, claimedBy }) => {
      const nowMs = now()
      const arriving = {
        order,
        // Who is told that nobody lives must not be told of workers that are just coming back.
        arrivedMs: Math.max(nowMs, openedMs + AWAITED_MS),
        ...(notBefore !== undefined && { notBeforeMs: nowMs + Date.parse(notBefore) - Date.now() }),
        ...(again && { again }),
        ...(claimedBy && { to: { ...claimedBy, spokenMs: nowMs } }),
      }
      take(order.site, takeOrder(stateOf(order.site), arriving, nowMs, options))
    },
    settle: (site, orders) => take(site, { state: settleOrders(stateOf(site), orders), acts: [] }),
    stop: (site, order) => take(site, stopOrder(stateOf(site), order)),
    connected: connect,
    choices: (question) => {
      const { name = '' } = chooseWorker(stateOf(question.site), question.document, now(), options) ?? {}
      const line = lines.get(name)
      return asked.ask(line && { name, line }, question)
    },
    workers: () => viewWorkers(options.workers, stateOf, { nowMs: now(), lostMs: options.lostMs }),
    opened: () => {
      openedMs = now()
    },
    close: () => {
      closed = true
      clearTimeout(timer)
    },
  }
}

/** A heartbeat may be so late without a clock having changed. */
const LATE_MS = 10_000

/** Said when it begins, when it changes, and when it is over. */
function sayWorkerClock(log: Logger, worker: string, aheadMs: number, beforeMs: number): void {
  const isOff = Math.abs(aheadMs) >= CLOCKS_SAID_MS
  const wasOff = Math.abs(beforeMs) >= CLOCKS_SAID_MS
  if (!isOff && wasOff) log.info({ worker, aheadMs }, `The clock of worker ${worker} is right again.`)
  if (!isOff || (wasOff && Math.abs(aheadMs - beforeMs) < LATE_MS)) return
  const stops =
    Math.abs(aheadMs) > CLOCKS_APART_MS ? 'no orders are given to it' : `beyond ${CLOCKS_APART_MS / 1000} s no orders are given to it`
  log.warn({ worker, aheadMs }, `The clock of worker ${worker} is ${apartFromBot(aheadMs)}, and ${stops}: set the wrong one right.`)
}
