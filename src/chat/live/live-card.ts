/** The one live card of a run: posted once, kept up to date, and put up again where it was removed. */
import type { Card } from '../card/card.ts'
import type { KnownRun } from './known-run.ts'
import type { SaidRequest } from '../../words/said-port.ts'
import type { Drawing, Limits, Messages, Place } from './messages.ts'
import { isForGood, PlatformError, saysFault } from './platform-error.ts'

export interface CardContext {
  messages: Messages
  now: () => number
}

export interface CardAt {
  request: SaidRequest
  known: KnownRun
  place: Place
  card: Card
  drawn: Drawing
  /** The limits of the next call; throws when the try has lasted long enough. */
  limits: () => Limits
}

/** A card that nobody lets us update is replaced so often, and after that by a new gate's only. */
const MOST_RENEWED = 6
const RENEW_MS = 30_000
const LONGEST_RENEW_MS = 1_800_000

/** Posts the card where there is none, and a new one where it was removed or cannot be kept up to date. */
export async function postCard(context: CardContext, at: CardAt): Promise<void> {
  const { known } = at
  const { id } = known
  if (known.needs !== undefined) refuseToRenew(context, at)
  if (known.doubt || (id.ts === undefined && known.inherited)) {
    const found = (await earlierCards(context, at)).filter((ts) => id.ts === undefined || known.needs === undefined || ts > id.ts)
    const live = found.at(-1)
    if (live !== undefined) {
      begun(context, at, live, true)
      known.retire.push(...found.slice(0, -1))
      return
    }
  }
  try {
    const { answer, short } = await inShortIfRefused(context, at, (drawing) => drawing.post(at.limits()))
    begun(context, at, answer, false)
    if (short) inShort(at)
  } catch (cause) {
    if (cause instanceof PlatformError && !cause.certain) known.doubt = true
    throw cause
  }
}

/** Where only a short card is taken, that is shown, and thrown is why. */
export async function updateCard(context: CardContext, at: CardAt): Promise<void> {
  const { known, drawn } = at
  const { ts } = known.id
  if (ts === undefined || known.drawn === drawn.hash) return
  const update = (drawing: Drawing): Promise<void> => drawing.update(ts, at.limits())
  let refused: PlatformError
  try {
    if (known.short === drawn.hash) await update(drawn)
    else {
      const { short } = await inShortIfRefused(context, at, update)
      known.seenMs = context.now()
      if (short !== undefined) {
        inShort(at)
        throw short
      }
    }
    known.seenMs = context.now()
    return drawnNow(at)
  } catch (cause) {
    if (!isForGood(cause) || (known.short === drawn.hash && !cause.gone)) throw cause
    refused = cause
  }
  return replace(context, at, ts, refused)
}

async function replace(context: CardContext, at: CardAt, ts: string, refused: PlatformError): Promise<void> {
  const { known } = at
  const there = refused.gone ? false : await context.messages.stands(at.place, ts, at.limits())
  if (there === false) {
    known.needs = 'removed'
    return postCard(context, at)
  }
  try {
    known.needs = 'frozen'
    await postCard(context, at)
  } catch (second) {
    // Where no other can be posted, this one may be updated some day.
    delete known.needs
    throw second
  }
}

function refuseToRenew({ messages: { platform }, now }: CardContext, { request, known }: CardAt): void {
  const { renewed = 0 } = known.id
  const frozen = known.needs === 'frozen'
  const no = { code: 'not-renewed', certain: true }
  if (frozen && renewed >= MOST_RENEWED && known.drawnGate === request.view.gate?.number) {
    throw new PlatformError(saysFault({ is: 'frozen', platform, run: request.view.run, cards: renewed + 1 }), no)
  }
  const pauseMs = renewed === 0 ? 0 : Math.min(LONGEST_RENEW_MS, RENEW_MS * 2 ** (renewed - 1))
  const leftMs = known.renewedMs + pauseMs - now()
  if (leftMs <= 0) return
  throw new PlatformError(saysFault({ is: 'not-renewed', removed: !frozen, times: renewed + 1, seconds: Math.ceil(leftMs / 1000) }), no)
}

/** A new card, whose thread is empty, or one of an earlier process, whose thread is looked up. */
function begun(context: CardContext, at: CardAt, ts: string, found: boolean): void {
  const { known } = at
  const { id, needs } = known
  if (needs !== undefined && ts !== id.ts) {
    id.renewed = (id.renewed ?? 0) + 1
    // What hung in the thread of a removed card is hung up again.
    if (needs === 'removed') id.plans = []
    known.renewedMs = context.now()
    known.moved = true
  }
  delete known.needs
  id.ts = ts
  delete id.noCard
  delete known.drawn
  known.seenMs = context.now()
  if (found) return
  Object.assign(known, { whole: true, doubt: false })
  drawnNow(at)
}

function drawnNow({ known, request, drawn }: CardAt): void {
  known.drawn = drawn.hash
  delete known.short
  if (request.view.gate === undefined) delete known.drawnGate
  else known.drawnGate = request.view.gate.number
}

/** The card stands, and not as it is: it is tried again. */
function inShort({ known, drawn }: CardAt): void {
  delete known.drawn
  known.short = drawn.hash
}

/** Sends the card; where the platform takes it not as it is, whatever it says why, a short one with the way to the rest. */
async function inShortIfRefused<T>(
  { messages }: CardContext,
  { request, place, card, drawn }: CardAt,
  send: (drawing: Drawing) => Promise<T>,
): Promise<{ answer: T; short?: PlatformError }> {
  try {
    return { answer: await send(drawn) }
  } catch (cause) {
    if (!isForGood(cause) || cause.gone) throw cause
    const { platform } = messages
    const why = request.view.words.live.card.inShort({ platform, run: place.run, code: cause.code })
    try {
      return { answer: await send(messages.drawShort(place, request.view, card, why)), short: cause }
    } catch (second) {
      throw isForGood(second) ? cause : second
    }
  }
}

/** Where the platform does not let us look, a card too many is better than none. */
async function earlierCards({ messages }: CardContext, { place }: CardAt): Promise<string[]> {
  try {
    return await messages.findCards(place)
  } catch (cause) {
    if (isForGood(cause)) return []
    throw cause
  }
}

/** Of two cards that a crash left, the older one says so. */
export async function retireCard({ messages }: CardContext, { request, place, limits }: CardAt, ts: string): Promise<void> {
  await messages.retireCard(place, ts, request.view.words.live.card.retired(place.run), limits())
}
