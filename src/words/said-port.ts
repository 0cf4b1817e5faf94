import type { ShowRequest, Shown } from '../run/view/chat-port.ts'
import type { Words } from './words.ts'
import type { SaidLine, SaidView } from './said-view.ts'

/** What the engine asks to have shown, in the words of the conversation. */
export type SaidRequest = Omit<ShowRequest, 'view' | 'lines'> & {
  view: SaidView
  lines: SaidLine[]
  /** The same view in somebody's own words. */
  viewIn(words: Words): SaidView
}

/** `ChatPort` behind the words: `intervalMs` and `show` promise what they promise there. */
export interface SaidPort {
  intervalMs: number
  show(request: SaidRequest): Promise<Shown>
}
