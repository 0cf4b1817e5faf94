/** The one live card of a run: posted once, kept up to date, and put up again where it was removed. */
import { createHash } from 'node:crypto'
import type { CallLimits, SlackAnswer, SlackApi } from '../slack/web-api/api.ts'
import { section } from '../slack/render/block.ts'
import type { KnownRun } from './known-run.ts'
import type { SaidRequest } from '../../words/said-port.ts'
import { CARD_EVENT, findCards, stands, type Mark } from '../slack/show/posted.ts'
import type { DrawnCard } from '../slack/render/card.ts'
import type { Session } from '../slack/session.ts'
import { isForGood, SlackError } from '../slack/web-api/slack-error.ts'

export interface CardContext {
  api: SlackApi
  session: Session
  installation(): string
  now: () => number
}

export interface CardAt {
  request: SaidRequest
  known: KnownRun
  drawn: DrawnCard
  /** The limits of the next call; throws when the try has lasted long enough. */
  limits: () => CallLimits
}

/** Links and names are not looked for in what we post. */
export const QUIET = { unfurl_links: false, unfurl_media: false, link_names: false }

/** A card that nobody lets us update is replaced so often, and after that by a new gate's only. */
const MOST_RENEWED = 6
const RENEW_MS = 30_000
const LONGEST_RENEW_MS = 1_800_000

/** Posts the card where there is none, and a new one where it was removed or cannot be kept up to date. */
export async function postCard(context: CardContext, at: CardAt): Promise<void> {
  const { request, known } = at
  const { id } = known
  const { view, conversation } = request
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
  const args = { channel: conversation.channel, metadata: markOf(context, view.run, CARD_EVENT), ...QUIET }
  try {
    const { answer, short } = await inShortIfRefused(at, (card) => context.api.call('chat.postMessage', { ...args, ...card }, at.limits()))
    begun(context, at, String(answer['ts']), false)
    if (short) inShort(at)
  } catch (cause) {
    if (cause instanceof SlackError && !cause.certain) known.doubt = true
    throw cause
  }
}

/** Always blocks and text together: text alone would take the blocks away. Where only a short card is taken, that is posted, and thrown is why. */
export async function updateCard(context: CardContext, at: CardAt): Promise<void> {
  const { request, known } = at
  const { channel } = request.conversation
  const { ts } = known.id
  const hash = hashOf(at.drawn)
  if (ts === undefined || known.drawn === hash) return
  const args = { channel, ts, metadata: markOf(context, request.view.run, CARD_EVENT) }
  const update = (card: Drawing): Promise<SlackAnswer> => context.api.call('chat.update', { ...args, ...card }, at.limits())
  let refused: SlackError
  try {
    if (known.short === hash) await update(drawing(at.drawn))
    else {
      const { short } = await inShortIfRefused(at, update)
      known.seenMs = context.now()
      if (short !== undefined) {
        inShort(at)
        throw short
      }
    }
    known.seenMs = context.now()
    return drawnNow(at)
  } catch (cause) {
    if (!isForGood(cause) || (known.short === hash && cause.code !== 'message_not_found')) throw cause
    refused = cause
  }
  return replace(context, at, ts, refused)
}

async function replace(context: CardContext, at: CardAt, ts: string, refused: SlackError): Promise<void> {
  const { request, known } = at
  const there = refused.code === 'message_not_found' ? false : await stands(context.api, request.conversation.channel, ts, at.limits())
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

function refuseToRenew(context: CardContext, { request, known }: CardAt): void {
  const { renewed = 0 } = known.id
  const frozen = known.needs === 'frozen'
  if (frozen && renewed >= MOST_RENEWED && known.drawnGate === request.view.gate?.number) {
    throw new SlackError('not-renewed', { is: 'frozen', run: request.view.run, cards: renewed + 1 }, true, undefined)
  }
  const pauseMs = renewed === 0 ? 0 : Math.min(LONGEST_RENEW_MS, RENEW_MS * 2 ** (renewed - 1))
  const leftMs = known.renewedMs + pauseMs - context.now()
  if (leftMs <= 0) return
  throw new SlackError(
    'not-renewed',
    { is: 'not-renewed', removed: !frozen, times: renewed + 1, seconds: Math.ceil(leftMs / 1000) },
    true,
    undefined,
  )
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
  known.drawn = hashOf(drawn)
  delete known.short
  if (request.view.gate === undefined) delete known.drawnGate
  else known.drawnGate = request.view.gate.number
}

/** The card stands, and not as it is: it is tried again. */
function inShort({ known, drawn }: CardAt): void {
  delete known.drawn
  known.short = hashOf(drawn)
}

type Drawing = Pick<DrawnCard, 'text' | 'blocks'>

function drawing({ text, blocks }: DrawnCard): Drawing {
  return { text, blocks }
}

/** Sends the card; where Slack takes it not as it is, whatever it says why, a short one with the way to the rest. */
async function inShortIfRefused(
  { request, drawn }: CardAt,
  send: (card: Drawing) => Promise<SlackAnswer>,
): Promise<{ answer: SlackAnswer; short?: SlackError }> {
  const { run, words } = request.view
  try {
    return { answer: await send(drawing(drawn)) }
  } catch (cause) {
    if (!isForGood(cause) || cause.code === 'message_not_found') throw cause
    const says = words.slack.card.inShort({ run, code: cause.code })
    try {
      return { answer: await send({ text: drawn.text, blocks: [section(drawn.says), section(says)] }), short: cause }
    } catch (second) {
      throw isForGood(second) ? cause : second
    }
  }
}

/** Where Slack does not let us look, a card too many is better than none. */
async function earlierCards(context: CardContext, { request }: CardAt): Promise<string[]> {
  const { view, conversation } = request
  const whose = { installation: context.installation(), run: view.run, identity: await context.session.identity() }
  try {
    return await findCards(context.api, whose, conversation.channel, view.startedAt)
  } catch (cause) {
    if (isForGood(cause)) return []
    throw cause
  }
}

/** Of two cards that a crash left, the older one says so. */
export async function retireCard(context: CardContext, { request, limits }: CardAt, ts: string): Promise<void> {
  const text = request.view.words.slack.card.retired(request.view.run)
  await context.api.call('chat.update', { channel: request.conversation.channel, ts, text, blocks: [section(text)] }, limits())
}

export function markOf(context: Pick<CardContext, 'installation'>, run: string, event_type: string, lines?: number[]): Mark {
  return { event_type, event_payload: { installation: context.installation(), run, ...(lines ? { lines: lines.join(',') } : {}) } }
}

function hashOf({ text, blocks }: DrawnCard): string {
  return createHash('sha256')
    .update(JSON.stringify([text, blocks]))
    .digest('hex')
}
