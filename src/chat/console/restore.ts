import { setTimeout as pause } from 'node:timers/promises'
import type { ChatBackend } from '../backend.ts'
import { isOver } from '../words.ts'
import type { Ledger } from './ledger.ts'
import type { ConsoleLog } from './refuse.ts'

/** How many ended runs a fresh channel shows; the active ones are all there. */
const RECENT = 12

const AGAIN_AFTER_MS = 1000

/** Tries until the engine answers: a console that is open and fills by itself is better than none. */
export async function keepRestoring(ledger: Ledger, backend: ChatBackend, log: ConsoleLog, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      return await restoreLedger(ledger, backend, signal)
    } catch (error) {
      if (signal.aborted) return
      log.error({ err: error }, 'the console could not be filled with the runs there are; tried again')
      await pause(AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined)
    }
  }
}

/** After a restart: the channel as the runs themselves tell it. Nothing of it was stored here. */
async function restoreLedger(ledger: Ledger, backend: ChatBackend, signal: AbortSignal): Promise<void> {
  const ours = (await backend.runs()).filter(({ conversation }) => conversation.platform === 'console')
  const recent = ours.filter(({ phase }) => isOver(phase)).slice(0, RECENT)
  const shown = new Set([...ours.filter(({ phase }) => !isOver(phase)), ...recent].map(({ run }) => run))
  for (const run of shown) {
    if (signal.aborted) return
    const [view, lines] = await Promise.all([backend.view(run), backend.lines(run)])
    if (view) ledger.put(view, lines, undefined)
  }
}
