/** A line that somebody typed, or a button pressed in a client that knows no other way; answered in their own chat. */
import type { Procedure } from '../../../procedure/procedure.ts'
import { refusedNote, said } from '../../note.ts'
import { eventIdOf } from '../../receive/dedupe.ts'
import { takeChatAction, type Taken } from '../../receive/take-action.ts'
import { chooseAmong, verbOf } from '../../receive/verb-alone.ts'
import { readTyped, SHOWN_HERE, type Typed } from '../../typed.ts'
import { TYPED_AGE_MS, type TeamsContext } from '../context.ts'
import { messageActivity, type MessageActivity } from './activities.ts'
import { checksOf, letIn, speakerOf, type Speaker } from './speaker.ts'
import { tellTaken } from './tell-taken.ts'
import { asTyped, isForUs, lineOf } from './typed-line.ts'
import { takePress } from './pressed.ts'
import { readRefresh, viewFor } from './refreshed.ts'

export async function onMessage(context: TeamsContext, raw: unknown): Promise<void> {
  const read = messageActivity.safeParse(raw)
  if (!read.success) return context.log.warn({ issues: read.error.issues.slice(0, 3) }, 'a message of Teams could not be read')
  const { data } = read
  const pressed = typeof data.value === 'object' && data.value !== null
  const typed = asTyped(context.port.withoutMention(raw))
  if (!pressed && !isForUs(data, typed, context.backend.loaded().procedures)) return
  const speaker = speakerOf(context, data, raw)
  if (speaker === undefined) return
  if ('refused' in speaker) return void context.teller.tell(speaker.listener, speaker.words, speaker.refused)
  letIn(context, speaker)
  if (pressed) return onSubmit(context, speaker, data, raw)
  const eventId = eventIdOf('teams', 'message', [data.id ?? undefined], raw)
  const { outcome, again } = context.once.do(eventId, () => take(context, speaker, typed, eventId))
  const taken = await outcome
  // Teams waits for its answer, and not for what is told.
  if (!again) void tellTaken(context, speaker, taken)
}

async function take(context: TeamsContext, speaker: Speaker, typed: string, eventId: string): Promise<Taken> {
  const { words, who, channel, taking } = speaker
  const loaded = context.backend.loaded()
  const text = lineOf(typed, loaded.procedures)
  const read = readTyped(text, loaded.procedures, words)
  const verb = loaded.procedures.filter((procedure) => isVerb(procedure, text))
  if ('fault' in read && verb.length > 0) {
    const known = context.backend.findPerson(who.account)
    const note = 'refusal' in known ? refusedNote(words, known.refusal) : chooseAmong(words, loaded, known.person, text, verb).offers
    return { reply: { note } }
  }
  const light = 'fault' in read || NEEDS_NO_ENGINE.has(read.type)
  const here = !('fault' in read) && SHOWN_HERE.has(read.type)
  const before = checksOf(context, speaker, TYPED_AGE_MS, here)
  return takeChatAction(taking, { account: who.account, before, channel, eventId, action: { type: 'typed', text }, light })
}

const NEEDS_NO_ENGINE: ReadonlySet<Typed['type']> = new Set(['list', 'show', 'help', 'whoami'])

function isVerb(procedure: Procedure, text: string): boolean {
  return verbOf(procedure).replace(/^\//, '') === text.toLowerCase().replace(/^\//, '')
}

/** A button pressed in a client that does not know Action.Execute: it arrives as a message, so nothing can take the card's place. */
async function onSubmit(context: TeamsContext, speaker: Speaker, { id, value }: MessageActivity, raw: unknown): Promise<void> {
  const asked = readRefresh(value)
  if (asked === undefined) {
    const { taken, again } = await takePress(context, speaker, id ?? undefined, value, raw)
    if (!again) void tellTaken(context, speaker, taken)
    return
  }
  const { listener, words } = speaker
  const drawn = await viewFor(context, speaker, asked)
  if ('note' in drawn) return void context.teller.tell(listener, words, drawn.note)
  const { card } = drawn
  void context.teller.tell(listener, words, said('info', card.fallbackText), { card, summary: card.fallbackText })
}
