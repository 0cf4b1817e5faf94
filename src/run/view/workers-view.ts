/** How the workers are, as people are told it: who lives, who was chosen for what, and what has nobody. */
export interface WorkersView {
  workers: WorkerStatus[]
  /** Orders that no worker has, the oldest first. */
  waiting: WaitingOrder[]
}

export interface WorkerStatus {
  site: string
  worker: string
  state: 'connected' | 'silent' | 'leaving' | 'never-seen'
  /** Since when it is connected, or was heard of last where it is silent; UTC, ISO 8601. */
  since?: string
  /** Keys of the orders that it has. */
  orders: string[]
  /** Its clock less ours, in ms. */
  aheadMs?: number
}

export interface WaitingOrder {
  site: string
  order: string
  /** UTC, ISO 8601. */
  since: string
}
