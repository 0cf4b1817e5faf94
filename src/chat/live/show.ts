/** Makes a run's conversation look as the engine wants it: card, thread, direct messages. One try of each way; says what it got done. */
import { drawCard } from '../card/draw-card.ts'
import { isOver } from '../tone.ts'
import { askPeople, STILL_TRIED, type AskContext } from './approval-requests.ts'
import { attachPlan } from './attach-plan.ts'
import { firstKnown, type KnownRun, readCardId, writeCardId } from './known-run.ts'
import type { ConnectionState, ConnectionLog } from './connection-state.ts'
import { postCard, retireCard, updateCard, type CardAt } from './live-card.ts'
import type { Limits } from './messages.ts'
import { Paused, saysFault, type Says, isForGood } from './platform-error.ts'
import type { Words } from '../../words/words.ts'
import type { PlatformName } from '../../words/live-words.ts'
import { isFirstOfPlatform, isSameConversation } from '../../run/view/conversations-of.ts'
import type { Shown } from '../../run/view/chat-port.ts'
import type { SaidPort, SaidRequest } from '../../words/said-port.ts'
import { postLines } from './show-lines.ts'
import { takeBackAsks } from './take-back.ts'
import { tellPeople } from './tell-people.ts'
import { Ways } from './ways.ts'

export interface ShowContext extends AskContext {
  log: ConnectionLog
  connection: Pick<ConnectionState, 'up' | 'down'>
  /** Told after every show where the card is now; undefined: it has none that stands. */
  shown(request: SaidRequest, card: string | undefined): void
}

const LONGEST_WAIT_MS = 8000
/** The engine gives up a try after 30 s. */
const SHOW_WITHIN_MS = 18_000
const MARGIN_MS = 5000
const MOST_KEPT = 2000

export class LiveShow implements SaidPort {
  readonly intervalMs: number
  private readonly context: ShowContext
  /** By conversation and run, because a run is shown in several. */
  private readonly runs = new Map<string, KnownRun>()
  private readonly bornMs: number

  constructor(context: ShowContext) {
    this.context = context
    this.intervalMs = context.messages.intervalMs
    this.bornMs = context.now()
  }

  /** Somebody saw that the card of this run is not there any more. */
  cardRemoved(run: string, channel: string): void {
    const known = this.runs.get(keyOf(run, channel))
    if (known) known.needs = 'removed'
  }

  /** Whom nothing reached in this conversation of the run, a sentence each in somebody's words: for a card that is one person's own. */
  notTold(run: string, channel: string, words: Words): string[] {
    return saidOf(this.runs.get(keyOf(run, channel))?.notTold ?? [], words)
  }

  async show(request: SaidRequest): Promise<Shown> {
    const { view } = request
    const { platform } = this.context.messages
    const known = this.known(request)
    // A try that the engine gave up is not over: two at once would say everything twice.
    if (known.busy) throw new Paused(saysFault({ is: 'being-shown', platform, run: view.run, seconds: 1 }), 500)
    known.busy = true
    try {
      return await this.all(request, known)
    } finally {
      known.busy = false
    }
  }

  /** In this order, because a thread needs its card, and what was decided is said before the card shows it; none of them waits for another that failed. */
  private async all(request: SaidRequest, known: KnownRun): Promise<Shown> {
    const { view, progress, conversation } = request
    const { ways } = known
    const shown: Shown = { posted: { lines: [], notices: [] } }
    const { messages, now } = this.context
    const limits = limitsUntil(messages.platform, now, now() + SHOW_WITHIN_MS)
    const card = drawCard(view, progress)
    const place = { run: view.run, channel: conversation.channel, since: view.startedAt }
    const first: CardAt = { request, known, place, limits, card, drawn: messages.draw(place, view, card, []) }
    // A refusal to one person was said to that person; the log keeps it.
    shown.posted.lines.push(...request.lines.filter(({ only }) => only !== undefined).map(({ n }) => n))
    const where = `channel ${conversation.channel}`
    const begin = async (): Promise<void> => {
      if (known.id.ts !== undefined && known.needs === undefined) return
      await ways.go({ name: 'card', fails: `its card cannot be posted in ${where}.`, wanted: view.phase }, () =>
        postCard(this.context, first),
      )
    }
    const say = (): Promise<boolean> =>
      ways.go({ name: 'lines', fails: `its thread in ${where} takes no lines.` }, () => postLines(this.context, first, shown.posted.lines))
    await begin()
    if (known.needs !== 'removed') await say()
    if (known.needs === 'removed' && !ways.failed('card')) {
      await begin()
      await say()
    }
    await tellOfNoCard(this.context, first)
    known.notTold = await this.ask(first, shown)
    const notTold = saidOf(known.notTold, view.words)
    const at = notTold.length === 0 ? first : { ...first, drawn: messages.draw(place, view, card, notTold) }
    await takeBackAsks(this.context, at)
    if (known.needs !== 'removed' && known.id.ts !== undefined) {
      const wanted = String(view.seq)
      await ways.go({ name: 'update', fails: `its card in ${where} does not show how it stands.`, wanted }, () =>
        updateCard(this.context, at),
      )
    }
    await this.retireOthers(at)
    await attachPlan(this.context, at)
    return this.done(request, known, shown)
  }

  private done(request: SaidRequest, known: KnownRun, shown: Shown): Shown {
    const { view, card, conversation } = request
    const { id, ways } = known
    const written = writeCardId(id)
    if (written !== card && (id.ts !== undefined || id.asks.length > 0 || id.noCard === true)) shown.posted.card = written
    this.context.shown(request, known.needs === undefined ? id.ts : undefined)
    ways.endRound()
    const waitMs = ways.waitMs()
    if (waitMs !== undefined) shown.retryAfterMs = Math.max(waitMs, 200)
    else if (isOver(view.phase)) this.runs.delete(keyOf(view.run, conversation.channel))
    return shown
  }

  /** A notice is given when everybody of it was told; whom it did not reach, the card names. */
  private async ask(at: CardAt, shown: Shown): Promise<Says[]> {
    const notTold: Says[] = []
    const { view, conversation, notices } = at.request
    // People are asked once on each platform.
    if (!isFirstOfPlatform(view, conversation)) {
      shown.posted.notices.push(...notices.map(({ key }) => key))
      return notTold
    }
    for (const notice of notices) {
      const { key, people } = notice
      if ('tells' in notice) {
        const told = await tellPeople(this.context, at, notice)
        if (told.given) shown.posted.notices.push(key)
        notTold.push(...told.notTold.filter((says) => says !== STILL_TRIED))
        continue
      }
      const { gate } = notice
      // The engine names a notice by its gate; the second one of a gate is for those on duty.
      const left = await askPeople(this.context, at, { gate, people, duty: key.endsWith(':escalated') })
      if (left.length === 0) shown.posted.notices.push(key)
      notTold.push(...left.filter((says) => says !== STILL_TRIED))
    }
    return notTold
  }

  private async retireOthers(at: CardAt): Promise<void> {
    const { known } = at
    for (const ts of known.retire) {
      const fails = 'an older card of it does not say that it is one.'
      const done = await known.ways.go({ name: `retire ${ts}`, fails }, () => retireCard(this.context, at, ts))
      if (done) known.retire = known.retire.filter((each) => each !== ts)
    }
  }

  private known({ view, conversation: { channel }, card }: SaidRequest): KnownRun {
    const { run, startedAt } = view
    const key = keyOf(run, channel)
    const found = this.runs.get(key)
    if (found) return found
    if (this.runs.size >= MOST_KEPT) {
      const idle = [...this.runs].find(([, { busy }]) => !busy)
      if (idle) this.runs.delete(idle[0])
    }
    const { messages } = this.context
    // Something of an earlier process may stand in Slack without a record.
    const inherited = Date.parse(startedAt) < this.bornMs + MARGIN_MS
    const at = view.conversation.channel === channel ? run : `${channel}/${run}`
    const ways = new Ways({ ...this.context, platform: messages.platform }, run, at)
    const known = firstKnown(
      readCardId(card, (id) => messages.isId(id)),
      ways,
      inherited,
    )
    this.runs.set(key, known)
    return known
  }
}

/** Who is asked twice is named once. */
function saidOf(notTold: readonly Says[], words: Words): string[] {
  return [...new Set(notTold.map((says) => says(words)))]
}

function keyOf(run: string, channel: string): string {
  return `${channel} ${run}`
}

/** The limits of the next call; throws when the try has lasted long enough. */
function limitsUntil(platform: PlatformName, now: () => number, untilMs: number): () => Limits {
  return () => {
    const left = untilMs - now()
    if (left <= 0) throw new Paused(saysFault({ is: 'waits', platform, seconds: 1 }), 1000)
    return { longestWaitMs: Math.min(left, LONGEST_WAIT_MS) }
  }
}

/** Whoever started the run was told that its card shows how far it is: where none can be posted, they hear of that, once. */
async function tellOfNoCard(context: AskContext, { request, known, place, limits }: CardAt): Promise<void> {
  const { messages } = context
  const { id, ways } = known
  const { run, requester, conversation } = request.view
  const refused = ways.failed('card')?.cause
  // A mirror is the matter of whoever asked for it, and a trouble that the console names.
  if (!isSameConversation(conversation, request.conversation)) return
  if (id.ts !== undefined || id.noCard === true || !isForGood(refused)) return
  if (messages.accountOf(requester.id) === undefined) return
  const words = context.words(requester.id)
  const says = words.live.ask.noCard({ run, fault: refused.says(words) })
  const fails = `${requester.name}, who started it, does not hear that it has no card.`
  await ways.go({ name: 'no card', fails }, async () => {
    const to = { person: requester.id, channel: await messages.openDirect(place, requester.id) }
    await messages.postDirect(place, to, says, undefined, limits())
    id.noCard = true
  })
}
