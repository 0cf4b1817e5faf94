import type { EngineClient } from '../client.ts'
import type { Inside } from '../proof/inside.ts'
import { threadOf } from '../run/thread-of.ts'
import type { ConversationsOptions } from './conversations.ts'
import type { ShownRunIn, ShownTo } from './outbox.ts'

export interface ShownInEngine extends Pick<ConversationsOptions, 'memory' | 'thread'> {
  /** Takes all of it at once, where each run would ask for itself. `wanted`: MUST be runs of which this process has heard nothing; asked when all is there. */
  readBeforehand(all: Promise<readonly ShownRunIn[]>, wanted: (run: string) => boolean): Promise<void>
}

/** How far a run is shown stands in the engine, and its lines are made of the entries there. */
export function shownInEngine(client: Pick<EngineClient, 'shown' | 'noteShown' | 'history'>, inside: Inside): ShownInEngine {
  const read = new Map<string, ShownTo>()
  const placeOf = (conversation: string, run: string) => JSON.stringify([conversation, run])
  /** Once it has begun to be shown here, what was read is old. */
  const taken = (conversation: string, run: string): ShownTo | undefined => {
    const place = placeOf(conversation, run)
    const to = read.get(place)
    read.delete(place)
    return to
  }
  return {
    readBeforehand: async (all, wanted) => {
      for (const { conversation, run, to } of await all) if (wanted(run)) read.set(placeOf(conversation, run), to)
    },
    memory: {
      shown: async (key, run) => taken(key, run) ?? client.shown(key, run),
      noteShown: (key, note) => {
        taken(key, note.run)
        return client.noteShown(key, inside.sealed('Conversation/note', key, note))
      },
    },
    thread: async (run) => {
      const { entries, heads } = await client.history(run)
      return threadOf(entries, heads)
    },
  }
}
