import type { ChatBackend } from '../backend.ts'
import { isOver } from '../words.ts'
import type { Ledger } from './ledger.ts'

/** How many ended runs a fresh channel shows; the active ones are all there. */
const RECENT = 12

/** After a restart: the channel as the runs themselves tell it. Nothing of it was stored here. */
export async function restoreLedger(ledger: Ledger, backend: ChatBackend): Promise<void> {
  const ours = (await backend.runs()).filter(({ conversation }) => conversation.platform === 'console')
  const recent = ours.filter(({ phase }) => isOver(phase)).slice(0, RECENT)
  const shown = new Set([...ours.filter(({ phase }) => !isOver(phase)), ...recent].map(({ run }) => run))
  for (const run of shown) {
    const [view, lines] = await Promise.all([backend.view(run), backend.lines(run)])
    if (view) ledger.put(view, lines, undefined)
  }
}
