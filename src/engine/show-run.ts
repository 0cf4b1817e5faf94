import type { ObjectContext } from '@restatedev/restate-sdk'
import { due } from '../run/due.ts'
import type { Effect } from '../run/effect.ts'
import { linesOf } from '../run/lines-of.ts'
import type { RunState } from '../run/state.ts'
import { viewOf } from '../run/view-of.ts'
import type { ThreadLine } from '../run/view.ts'
import type { ConversationObject } from './conversation-object.ts'
import { conversationKey } from './conversation-object.ts'
import { headLine } from './head-line.ts'
import type { RunsObject } from './runs-object.ts'
import { RUNS_KEY } from './runs-object.ts'
import type { StoredRun } from './stored-run.ts'
import { threadOf } from './thread-of.ts'

/** Sends the conversation what the last entry brought: the whole card, its lines, its heads, its notices. */
export function showNews(ctx: ObjectContext, before: StoredRun | null, after: StoredRun, effects: Effect[]): void {
  const entry = after.entries.at(-1)
  const lines = entry === undefined ? [] : linesOf(entry, before?.state)
  put(ctx, after.state, [...lines, ...after.heads.slice(before?.heads.length ?? 0).map(headLine)], effects)
}

/** Sends the conversation everything again; what it has posted it knows by number. */
export function showAll(ctx: ObjectContext, stored: StoredRun): void {
  put(ctx, stored.state, threadOf(stored.entries, stored.heads), due(stored.state))
}

/** Keeps the index of runs true. Called with the state before, it is silent where nothing of the index changed. */
export function noteRun(ctx: ObjectContext, state: RunState, before?: RunState): void {
  if (before !== undefined && before.phase === state.phase && before.endedAt === state.endedAt) return
  const { run, phase, rehearsal, requester, conversation, startedAt, endedAt } = state
  ctx.objectSendClient<RunsObject>({ name: 'Runs' }, RUNS_KEY).note({
    id: run,
    title: state.procedure.title,
    phase,
    rehearsal,
    requester: { id: requester.id, name: requester.name },
    conversation,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
  })
}

function put(ctx: ObjectContext, state: RunState, lines: ThreadLine[], effects: Effect[]): void {
  const notices = effects.flatMap((effect) =>
    effect.kind === 'notify' ? [{ key: effect.key, gate: effect.gate, people: effect.people }] : [],
  )
  ctx
    .objectSendClient<ConversationObject>({ name: 'Conversation' }, conversationKey(state.conversation))
    .put({ view: viewOf(state), lines, notices })
}
