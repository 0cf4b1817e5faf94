/** Keeps one bot connected: dials, says about every second that the worker lives, and comes back when the connection ends. */
import { wellFormed } from '../../audit/canonical.ts'
import type { Heartbeat } from '../../connection/frames.ts'
import type { Order } from '../../run/order.ts'
import type { BotAddress, Logger, WorkerOptions } from '../options.ts'
import { pause } from '../pause.ts'
import { dial, placeOf, type Dialling } from './dial.ts'
import { openLine, type Line, type LineOptions } from './line.ts'

export interface KeepConnectedOptions extends Omit<Dialling, 'now' | 'options'> {
  options: Pick<WorkerOptions, 'name' | 'site' | 'installation' | 'publicKeys' | 'bots'>
  /** Between two heartbeats where there is nothing new. */
  everyMs: number
  /** Silence after which a bot is given up. */
  silenceMs: number
  status(): WorkerStatus
  /** Counts up when there is something new to show. */
  changes(): number
  onOrder(order: Order): void
  onStop(order: string): void
  onChoices: LineOptions['onChoices']
  /** How far our clock is ahead of the bot's. */
  onClock(aheadMs: number): void
  logger: Logger
}

export interface WorkerStatus {
  /** Orders that were taken and not answered yet. */
  running: Heartbeat['running']
  /** SHA-256 of every document that it holds. */
  documents: string[]
  leaving: boolean
}

const FIRST_PAUSE_MS = 100
/** Sooner than a bot that was started again gives the orders of its runs to others. */
const LONGEST_PAUSE_MS = 2_000
const NEWS_MS = 250
/** The same complaint is not written at every try. */
const COMPLAIN_EVERY = 30

/** Until `signal` says stop. `onLine` hears of each connection as it opens. */
export async function keepConnected(
  bot: BotAddress,
  options: KeepConnectedOptions,
  signal: AbortSignal,
  onLine: (line: Line) => void,
): Promise<void> {
  const { name: worker } = options.options
  const complain = complainer(options)
  const dialling = {
    ...options,
    now: () => {
      const { documents, running } = options.status()
      return { documents, running: running.map(({ order }) => order) }
    },
  }
  for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted;) {
    const dialled = await dial(
      bot,
      dialling,
      (socket, aheadMs) => {
        options.onClock(aheadMs)
        const line = openLine(socket, { ...options, place: placeOf(bot) })
        onLine(line)
        return line
      },
      signal,
    )
    if ('why' in dialled) {
      if (!signal.aborted) complain(dialled.why)
    } else {
      options.logger.info({ worker }, `Worker ${worker} is connected to the bot at ${placeOf(bot)}.`)
      complain(undefined)
      pauseMs = FIRST_PAUSE_MS
      await beat(dialled.accepted, options, signal)
      if (!signal.aborted) complain(await dialled.accepted.ended)
    }
    // Many workers that lose one bot do not come back in one moment.
    await pause(pauseMs * (0.75 + Math.random() / 2), signal)
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }
}

export function heartbeatOf({ running, leaving, documents }: WorkerStatus, saidBefore?: string): Omit<Heartbeat, 'arrived'> {
  const same = saidBefore === documents.join()
  // What was cut inside a character, too, is shown.
  return wellFormed({ at: new Date().toISOString(), running, ...(!same && { documents }), ...(leaving && { leaving: true as const }) })
}

/** One heartbeat after the other while the connection lasts, sooner where there is progress to show. */
async function beat(line: Line, options: KeepConnectedOptions, signal: AbortSignal): Promise<void> {
  const { everyMs } = options
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  void line.ended.then(() => over.abort())
  let documents: string | undefined
  while (!until.aborted) {
    const shown = options.changes()
    const now = options.status()
    void line.heartbeat(heartbeatOf(now, documents))
    documents = now.documents.join()
    const next = performance.now() + everyMs
    while (!until.aborted && performance.now() < next && options.changes() === shown) await pause(Math.min(NEWS_MS, everyMs), until)
  }
  if (signal.aborted) await line.ended
}

/** Says why there is no connection: at once where it is another reason than before, else now and then. */
function complainer({ logger, options: { name: worker } }: KeepConnectedOptions): (why: string | undefined) => void {
  let before: string | undefined
  let silent = 0
  return (why) => {
    if (why !== undefined && (why !== before || ++silent >= COMPLAIN_EVERY)) {
      logger.warn({ worker }, `Worker ${worker} is not connected: ${why.replace(/\.$/, '')}. It tries again.`)
      silent = 0
    }
    before = why
  }
}
