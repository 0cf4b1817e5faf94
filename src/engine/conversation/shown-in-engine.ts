import type { EngineClient } from '../client.ts'
import type { Inside } from '../proof/inside.ts'
import { threadOf } from '../run/thread-of.ts'
import type { ConversationsOptions } from './conversations.ts'

/** How far a run is shown stands in the engine, and its lines are made of the entries there. */
export function shownInEngine(client: EngineClient, inside: Inside): Pick<ConversationsOptions, 'memory' | 'thread'> {
  return {
    memory: {
      shown: (key, run) => client.shown(key, run),
      noteShown: (key, note) => client.noteShown(key, inside.sealed('Conversation/note', key, note)),
    },
    thread: async (run) => {
      const { entries, heads } = await client.history(run)
      return threadOf(entries, heads)
    },
  }
}
