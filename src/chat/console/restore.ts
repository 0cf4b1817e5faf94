import { setTimeout as pause } from 'node:timers/promises'
import type { ChatBackend } from '../backend.ts'
import { isOver } from '../tone.ts'
import type { ChannelState } from './channel-state.ts'
import type { ConsoleLog } from './refuse.ts'

/** How many ended runs a fresh channel shows; the active ones are all there. */
const RECENT = 12

const AGAIN_AFTER_MS = 1000

/** Longer than this the runs that are not there are not waited for, and asked. */
const FILLED_WITHIN_MS = 30_000

/** A channel that fills as the engine drives the active runs anew, so that none of them has to be asked. */
export interface Filling {
  channelState: ChannelState
  /** Resolves when all of them were. */
  filled: Promise<unknown>
}

/** Tries until the engine answers: a console that is open and fills by itself is better than none. */
export async function keepRestoring(filling: Filling, backend: ChatBackend, log: ConsoleLog, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      return await restoreChannelState(filling, backend, signal)
    } catch (error) {
      if (signal.aborted) return
      log.error({ err: error }, 'the console could not be filled with the runs there are; tried again')
      await pause(AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined)
    }
  }
}

/** After a restart: the channel as the runs themselves tell it. Nothing of it was stored here. */
async function restoreChannelState({ channelState, filled }: Filling, backend: ChatBackend, signal: AbortSignal): Promise<void> {
  const ours = (await backend.runs()).filter(({ conversation }) => conversation.platform === 'console')
  const recent = ours.filter(({ phase }) => isOver(phase)).slice(0, RECENT)
  await restore(recent)
  await Promise.race([filled, pause(FILLED_WITHIN_MS, undefined, { signal, ref: false }).catch(() => undefined)])
  await restore(ours.filter(({ phase }) => !isOver(phase)))

  async function restore(listed: { run: string }[]): Promise<void> {
    for (const { run } of listed) {
      if (signal.aborted) return
      if (channelState.runs.has(run)) continue
      const [view, lines] = await Promise.all([backend.view(run), backend.lines(run)])
      if (view) channelState.put(view, lines, undefined)
    }
  }
}
