/** Puts a run's lines into its thread: in order, each once, and never beside it. */
import type { CardAt, CardContext } from './live-card.ts'
import { isForGood, PlatformError } from './platform-error.ts'
import { lineMessages, type LineMessage } from './thread-lines.ts'

/** Nobody is asked whether the card stands when it was seen to so lately. */
const SEEN_MS = 20_000

/** `posted` takes up `n` of every line that stands in the thread. Stops where the card turns out to be removed: `known.needs` says so. */
export async function postLines(context: CardContext, at: CardAt, posted: number[]): Promise<void> {
  const { request, known } = at
  const { lineText } = context.messages
  const lines = request.lines.filter(({ only, n }) => only === undefined && !posted.includes(n))
  const [first] = lines
  const { ts } = known.id
  if (first === undefined || ts === undefined) return
  if (known.doubt || (!known.whole && known.inherited)) await lookUp(context, at, ts, first.at)
  posted.push(...lines.filter(({ n }) => known.lines.has(n)).map(({ n }) => n))
  const missing = lines.filter(({ n }) => !known.lines.has(n))
  if (missing.length > 0 && (await isRemoved(context, at, ts))) return
  for (const message of lineMessages(missing, lineText)) {
    const text = known.moved ? `${lineText.write(request.view.words.live.card.moved)}\n${message.text}` : message.text
    if (!(await say(context, at, ts, { ...message, text }))) return
    known.moved = false
    for (const n of message.ends) known.lines.add(n)
    posted.push(...message.ends)
  }
}

/** Where the platform does not let us look, a line too many is better than one too few. */
async function lookUp({ messages }: CardContext, { place, known }: CardAt, ts: string, since: string): Promise<void> {
  try {
    const found = await messages.findLines({ ...place, since }, ts)
    for (const n of found) known.lines.add(n)
  } catch (cause) {
    if (!isForGood(cause)) throw cause
  }
  known.whole = true
  known.doubt = false
}

async function isRemoved({ messages, now }: CardContext, { place, known, limits }: CardAt, ts: string): Promise<boolean> {
  if (now() - known.seenMs < SEEN_MS) return false
  limits()
  const there = await messages.stands(place, ts, { longestWaitMs: 0 })
  if (there === true) known.seenMs = now()
  if (there === false) known.needs = 'removed'
  return there === false
}

/** False: the thread is gone, and nothing of it was said. */
async function say({ messages, now }: CardContext, { place, known, limits }: CardAt, ts: string, message: LineMessage): Promise<boolean> {
  try {
    if (await messages.say(place, ts, message.text, message.ends, limits())) {
      known.seenMs = now()
      return true
    }
  } catch (cause) {
    if (cause instanceof PlatformError && !cause.certain) known.doubt = true
    if (!isForGood(cause) || !(cause.gone || (await messages.stands(place, ts, limits())) === false)) throw cause
  }
  known.needs = 'removed'
  return false
}
