import type { ObjectContext } from '@restatedev/restate-sdk'
import { due } from '../../run/due.ts'
import type { Effect } from '../../run/effect.ts'
import { linesOf } from '../../run/thread/lines.ts'
import type { RunState } from '../../run/state.ts'
import { viewOf } from '../../run/view/view-of.ts'
import { waitsFor } from '../../run/view/waits-for.ts'
import type { RunView, ThreadLine } from '../../run/view/view.ts'
import type { ChatPort } from '../../run/view/chat-port.ts'
import { conversationKey } from '../conversation/conversation-object.ts'
import { withHeads } from './thread-of.ts'
import type { Inside } from '../proof/inside.ts'
import { RUNS_KEY } from './runs-object.ts'
import type { StoredRun } from './stored-run.ts'
import { threadOf } from './thread-of.ts'

/** Sends the conversation what the last entry brought: the whole card, its lines, its heads, its notices. */
export function showNews(ctx: ObjectContext, inside: Inside, before: StoredRun | null, after: StoredRun, effects: Effect[]): void {
  const entry = after.entries.at(-1)
  const lines = entry === undefined ? [] : linesOf(entry, before?.state)
  put(ctx, inside, viewOf(after.state), withHeads(lines, after.heads.slice(before?.heads.length ?? 0)), effects)
}

/** Sends the conversation everything again; what it has posted it knows by number. `onlyNews`: a card that shows all of it is left as it is. */
export function showAll(
  ctx: ObjectContext,
  inside: Inside,
  { state, entries, heads }: StoredRun,
  onlyNews: boolean,
  chat: Remembering,
): void {
  const [view, lines] = [viewOf(state), threadOf(entries, heads)]
  if (state.endedAt === undefined) chat.remember?.(view, lines)
  put(ctx, inside, view, lines, due(state), onlyNews)
}

export type Remembering = Pick<ChatPort, 'remember'>

/** Keeps the index of runs true. Called with the state before, it is silent where nothing of the index changed. */
export function noteRun(ctx: ObjectContext, inside: Inside, state: RunState, before?: RunState): void {
  const waits = waitsFor(state)
  if (before !== undefined && before.phase === state.phase && before.endedAt === state.endedAt && waitsFor(before) === waits) return
  const { run, phase, rehearsal, requester, conversation, startedAt, endedAt } = state
  inside.send(ctx, 'Runs/note', RUNS_KEY, {
    run,
    title: state.procedure.title,
    phase,
    ...(waits !== undefined && { waitsFor: waits }),
    rehearsal,
    requester: { id: requester.id, name: requester.name },
    conversation,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
  })
}

function put(ctx: ObjectContext, inside: Inside, view: RunView, lines: ThreadLine[], effects: Effect[], onlyNews = false): void {
  const notices = effects.flatMap((effect) =>
    effect.kind === 'notify' ? [{ key: effect.key, gate: effect.gate, people: effect.people }] : [],
  )
  inside.send(ctx, 'Conversation/put', conversationKey(view.conversation), {
    view,
    lines,
    notices,
    ...(onlyNews && { onlyNews }),
  })
}
