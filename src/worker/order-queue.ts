/** Takes orders, works on them beside each other, and speaks of them until the run has its answer. */
import type { WorkerCommand } from '../run/command.ts'
import type { Order } from '../run/order.ts'
import type { Progress } from '../run/view/view.ts'
import type { WorkerContext } from './context.ts'
import { deliver } from './deliver.ts'
import { observe } from './attempt/observe.ts'
import { perform, resultOf } from './attempt/perform.ts'

export interface OrderQueue {
  /** Takes the order; one that it has already changes nothing, and one that comes as it leaves is another worker's. */
  take(order: Order): void
  /** What is done for this order is ended, if anything is. */
  stop(order: string): void

  /** Orders that were taken and not answered yet, for the heartbeat. */
  running(): { order: string; progress?: Progress }[]
  /** Counts up when there is something new to show. */
  readonly changes: number
  /** Takes nothing more; what is held goes on. */
  leave(): void
  readonly leaving: boolean
  /** Takes nothing more, stops what runs, and waits until the runs know. */
  close(): Promise<void>
}

interface TakenOrder {
  order: Order
  stop: AbortController
  progress?: Progress
  ended: Promise<void>
}

/** How many answered questions are remembered, to answer again without looking again. */
const REMEMBERED = 500
/** How long closing waits until the last results are taken. */
const FAREWELL_MS = 10_000

export function openOrderQueue(context: WorkerContext): OrderQueue {
  const takenOrders = new Map<string, TakenOrder>()
  const answered = new Map<string, WorkerCommand | undefined>()
  const farewell = new AbortController()
  let closing = false
  let changes = 0

  const start = (order: Order, work: (taken: TakenOrder) => Promise<void>) => {
    const taken: TakenOrder = { order, stop: new AbortController(), ended: Promise.resolve() }
    takenOrders.set(order.key, taken)
    changes += 1
    taken.ended = work(taken)
      .catch((error: unknown) => {
        // Silence about an order is lost contact, which leads to a question to the estate: the right end for a fault of ours.
        context.logger.error(
          { run: order.run, order: order.key, err: error },
          `Order ${order.key} met a fault of the worker itself; it is given up.`,
        )
      })
      .finally(() => {
        takenOrders.delete(order.key)
        changes += 1
      })
  }

  const remember = (key: string, answer?: WorkerCommand) => {
    answered.set(key, answer)
    const [oldest] = answered.keys()
    if (answered.size > REMEMBERED && oldest !== undefined) answered.delete(oldest)
  }

  const carryOut = async (taken: TakenOrder): Promise<void> => {
    const { order } = taken
    const report = (news: { percent?: number; text: string }) => {
      taken.progress = progressOf(context, order, news, taken.progress)
      changes += 1
    }
    if (order.kind === 'observe') {
      const answer = await observe(context, order, taken.stop.signal, report)
      remember(order.key, answer)
      await deliver(context, answer, farewell.signal)
      return
    }
    const performing = await perform(context, order, taken.stop.signal, report)
    remember(order.key)
    try {
      if (!performing.known) await deliver(context, resultOf(context, order, performing), farewell.signal)
    } finally {
      await performing.release()
    }
  }

  const close = async () => {
    closing = true
    for (const taken of takenOrders.values()) taken.stop.abort()
    const timer = setTimeout(() => farewell.abort(), FAREWELL_MS)
    await Promise.all([...takenOrders.values()].map((taken) => taken.ended))
    clearTimeout(timer)
  }

  return {
    take: (order) => {
      if (closing || takenOrders.has(order.key)) return
      const before = answered.get(order.key)
      if (before) start(order, async () => void (await deliver(context, before, farewell.signal)))
      else if (!answered.has(order.key)) start(order, carryOut)
    },
    stop: (key) => takenOrders.get(key)?.stop.abort(),
    running: () => [...takenOrders].map(([order, { progress }]) => ({ order, ...(progress === undefined ? {} : { progress }) })),
    leave: () => {
      closing = true
    },
    get leaving() {
      return closing
    },
    get changes() {
      return changes
    },
    close,
  }
}

/** What a block says of itself, in the bounds of what is told: a percentage beyond them would be no frame, and cost the connection. */
export function progressOf(
  context: Pick<WorkerContext, 'mask'>,
  order: Order,
  news: { percent?: number; text: string },
  before: Progress | undefined,
): Progress {
  const isShare = news.percent !== undefined && news.percent >= 0 && news.percent <= 100
  const percent = isShare ? news.percent : before?.percent
  const { run, key, step, item } = order
  return {
    run,
    order: key,
    step,
    item,
    text: context.mask(news.text).slice(0, 300),
    at: new Date().toISOString(),
    ...(percent === undefined ? {} : { percent }),
  }
}
