/** What a worker says of itself to its site, about every second. It changes no run: only its absence does, or a new boot id. */
import type { Order } from './order.ts'
import type { Progress } from './view/view.ts'

export interface Heartbeat {
  /** In which form it and the bot speak to each other; another than the bot's is given no orders. */
  stateVersion: number
  /** The name under which the configuration knows it; its key verifies `signature`. */
  worker: string
  site: string
  /** New at every start of the process. An order that was handed to another boot is lost. */
  boot: string
  /** Counted from 1 by this boot; one that is not higher than the last that was taken is refused, so a recorded one is worth nothing. */
  seq: number
  /** By the worker's clock (UTC, ISO 8601): tells how far it is from the bot's, and orders nothing. */
  at: string
  /** SHA-256 of every document that this worker holds. */
  documents: string[]
  /** Orders that were accepted and have not ended. */
  running: { order: string; progress?: Progress }[]
  /** It is told to stop: it takes nothing more, and what it has not begun is another's. */
  leaving?: true
}

/** Body of `Site.heartbeat` (key: the site). Ed25519, base64, over the canonical JSON of `heartbeat`. */
export interface SignedHeartbeat {
  heartbeat: Heartbeat
  signature: string
}

/** Answer of `Site.heartbeat`; a worker that is refused says the sentence in its log and goes on trying. `aheadMs`: the worker's clock less the bot's. `stateVersion`: the bot's own. */
export type HeartbeatAnswer = { accepted: true; aheadMs: number; stateVersion: number } | { refusal: { code: string; sentence: string } }

/** Body of a worker's handler `order`: accepted at once, worked on outside the handler. The worker MUST ignore a key that it is working on. */
export interface OrderDelivery {
  /** In which form the order is written; one of another form than the worker's is not carried out. */
  stateVersion: number
  order: Order
}

/** Body of a worker's handler `stop`: end what is done for this order, if anything is. */
export interface StopDelivery {
  order: string
  /** Of the head key, over installation, site and order: whoever reaches the engine can call the handler. */
  signature: string
}
