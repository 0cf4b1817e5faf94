/** Slack's side of the engine's chat port: the same shape, declared here because chat knows no engine. */
import type { Progress, RunView, ThreadLine } from '../../run/view.ts'

export interface ShowRequest {
  conversation: { platform: string; channel: string }
  view: RunView
  lines: ThreadLine[]
  progress?: Progress
  notices: { key: string; gate: number; people: string[] }[]
  /** What `show` answered as `card` before: see `card-id.ts`. */
  card?: string
}

export interface Shown {
  posted: { card?: string; lines: number[]; notices: string[] }
  /** There is more to show, but not before this time has passed. */
  retryAfterMs?: number
}

export interface SlackPort {
  paceMs: number
  show(request: ShowRequest): Promise<Shown>
}
