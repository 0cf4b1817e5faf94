import * as restate from '@restatedev/restate-sdk'
import type { BotToken } from '../proof/bot-token.ts'
import type { Inside } from '../proof/inside.ts'
import type { ConversationHandlers, Sealed } from '../objects.ts'
import type { SealedState } from '../proof/sealed-state.ts'
import type { EngineAdmin } from '../server/admin.ts'
import { RUNS_KEY } from '../run/runs-object.ts'
import type { ShownMemory, ShownRunIn, ShownTo } from './outbox.ts'
import type { EngineClient } from '../client.ts'
import { threadOf } from '../run/show-run.ts'
import type { ThreadLine } from '../../run/view/view.ts'

export interface ConversationOptions {
  bot: BotToken
  inside: Inside
  /** Without a memory of its own: what an older state of ours would show again is true, and was shown before. */
  kept: SealedState
}

/** Key of the conversation that a run is shown in. */
export function conversationKey({ platform, channel }: { platform: string; channel: string }): string {
  return `${platform}/${channel}`
}

/** `Conversation`, one for each channel: remembers over a start how far each run is shown there. What is shown, and when, is decided in the bot's process (`conversations.ts`). */
export function conversationObject({ bot, inside, kept }: ConversationOptions) {
  const { exclusive, shared } = restate.handlers.object
  return restate.object({
    name: 'Conversation',
    // A channel outlives hundreds of runs: only the records that are asked for are loaded.
    options: { enableLazyState: true },
    handlers: {
      /** Repeated later it is harmless: what is known to have been shown is never forgotten. */
      note: exclusive(async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
        const { run, to, over } = inside.received(ctx, 'Conversation/note', sealed)
        const known = await kept.read<ShownTo>(ctx, 'Conversation', run)
        if (known === null || known.seq <= to.seq) await kept.write(ctx, 'Conversation', run, to)
        if (over) inside.send(ctx, 'Runs/told', RUNS_KEY, { run })
      }),

      shown: shared(async (ctx: restate.ObjectSharedContext, { run }: { run: string }): Promise<ShownTo | null | Sealed> => {
        bot.refuseOthers(ctx, 'Conversation/shown')
        return bot.answer(ctx, 'Conversation/shown', await kept.readShared<ShownTo>(ctx, 'Conversation', run), run)
      }),
    } satisfies ConversationHandlers,
  })
}

/** How far runs are shown in each conversation, as this bot noted it: one question for all of them. What lies there otherwise is left out. */
export async function shownRuns(admin: Pick<EngineAdmin, 'states'>, kept: Pick<SealedState, 'opened'>): Promise<ShownRunIn[]> {
  const records = await admin.states(['Conversation'])
  return records.flatMap(({ key: conversation, name: run, value }) => {
    const to = kept.opened<ShownTo>('Conversation', conversation, run, value)
    return to === undefined ? [] : [{ conversation, run, to }]
  })
}

export interface ShownInEngine {
  memory: ShownMemory
  thread: (run: string) => Promise<ThreadLine[]>
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
