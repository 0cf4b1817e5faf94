/** The console's side of the engine's chat port: the same shape, declared here because chat knows no engine. */
import type { Progress, RunView, ThreadLine } from '../../run/view.ts'

export interface ShowRequest {
  conversation: { platform: string; channel: string }
  view: RunView
  lines: ThreadLine[]
  progress?: Progress
  notices: { key: string; gate: number; people: string[] }[]
}

export interface Shown {
  posted: { card?: string; lines: number[]; notices: string[] }
}

/** `paceMs`: nobody limits us; ten times a second is as fast as anybody can see. */
export interface ConsolePort {
  paceMs: number
  show(request: ShowRequest): Promise<Shown>
}
