/** Makes a run's conversation in Slack look as the engine wants it: card, thread, direct messages. One try of each way; says what it got done. */
import type { SaidView } from '../../words/said-view.ts'
import { drawCard } from '../card/draw-card.ts'
import { isOver } from '../tone.ts'
import type { CallLimits } from '../slack/web-api/api.ts'
import { askPeople, STILL_TRIED, type AskContext } from './approval-requests.ts'
import { writeCardId } from './card-id.ts'
import { firstKnown, isUnsure, nowSure, type KnownRun } from './known-run.ts'
import type { ConnectionState, ConnectionLog } from './connection-state.ts'
import { postCard, retireCard, updateCard, type CardAt } from './live-card.ts'
import { tellOfNoCard } from './no-card.ts'
import { planFile } from './plan-file.ts'
import type { Shown } from '../../run/view/chat-port.ts'
import type { SaidPort, SaidRequest } from '../../words/said-port.ts'
import { isAttached } from '../slack/show/posted.ts'
import { renderCard } from '../slack/render/card.ts'
import { postLines } from './show-lines.ts'
import { takeBackAsks } from './take-back.ts'
import { isForGood, RateLimited, SlackError } from '../slack/web-api/slack-error.ts'
import { upload } from '../slack/show/upload.ts'
import { Ways } from './ways.ts'

export interface ShowContext extends AskContext {
  log: ConnectionLog
  connection: Pick<ConnectionState, 'up' | 'down'>
  /** How many times faster than Slack's own limits allow. */
  hurry: number
  /** Told after every show: for the Home tabs, and to see that the card stands. */
  shown(view: SaidView, card: string | undefined): void
}

/** A channel takes one message a second. */
const INTERVAL_MS = 1000
const LONGEST_WAIT_MS = 8000
/** The engine gives up a try after 30 s. */
const SHOW_WITHIN_MS = 18_000
const MARGIN_MS = 5000
const MOST_KEPT = 2000

export class SlackShow implements SaidPort {
  readonly intervalMs: number
  private readonly context: ShowContext
  private readonly runs = new Map<string, KnownRun>()
  private readonly bornMs: number

  constructor(context: ShowContext) {
    this.context = context
    this.intervalMs = INTERVAL_MS / context.hurry
    this.bornMs = context.now()
  }

  /** Somebody saw that the card of this run is not there any more. */
  cardRemoved(run: string): void {
    const known = this.runs.get(run)
    if (known) known.needs = 'removed'
  }

  async show(request: SaidRequest): Promise<Shown> {
    const { view } = request
    const known = this.known(request)
    // A try that the engine gave up is not over: two at once would say everything twice.
    if (known.busy) throw new RateLimited({ is: 'being-shown', run: view.run, seconds: 1 }, 500)
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
    const limits = limitsUntil(this.context.now, this.context.now() + SHOW_WITHIN_MS)
    const card = drawCard(view, progress)
    const first: CardAt = { request, known, limits, drawn: renderCard(card) }
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
    const notTold = await this.ask(first, shown)
    const at = notTold.length === 0 ? first : { ...first, drawn: renderCard(card, notTold) }
    await takeBackAsks(this.context, at)
    if (known.needs !== 'removed' && known.id.ts !== undefined) {
      const wanted = String(view.seq)
      await ways.go({ name: 'update', fails: `its card in ${where} does not show how it stands.`, wanted }, () =>
        updateCard(this.context, at),
      )
    }
    await this.retireOthers(at)
    await this.attachPlan(at)
    return this.done(request, known, shown)
  }

  private done({ view, card }: SaidRequest, known: KnownRun, shown: Shown): Shown {
    const { id, ways } = known
    const written = writeCardId(id)
    if (written !== card && (id.ts !== undefined || id.asks.length > 0 || id.noCard === true)) shown.posted.card = written
    this.context.shown(view, known.needs === undefined ? id.ts : undefined)
    ways.endRound()
    const waitMs = ways.waitMs()
    if (waitMs !== undefined) shown.retryAfterMs = Math.max(waitMs, 200)
    else if (isOver(view.phase)) this.runs.delete(view.run)
    return shown
  }

  /** A notice is given when everybody of it was told; whom it did not reach, the card names. */
  private async ask(at: CardAt, shown: Shown): Promise<string[]> {
    const notTold: string[] = []
    for (const { key, gate, people } of at.request.notices) {
      // The engine names a notice by its gate; the second one of a gate is for those on duty.
      const left = await askPeople(this.context, at, { gate, people, duty: key.endsWith(':escalated') })
      if (left.length === 0) shown.posted.notices.push(key)
      notTold.push(...left.filter((says) => says !== STILL_TRIED))
    }
    return [...new Set(notTold)]
  }

  private async retireOthers(at: CardAt): Promise<void> {
    const { known } = at
    for (const ts of known.retire) {
      const fails = 'an older card of it does not say that it is one.'
      const done = await known.ways.go({ name: `retire ${ts}`, fails }, () => retireCard(this.context, at, ts))
      if (done) known.retire = known.retire.filter((each) => each !== ts)
    }
  }

  /** Once a gate, where the card could not hold all of what will be sent. */
  private async attachPlan({ request, drawn, known, limits }: CardAt): Promise<void> {
    const { view, conversation } = request
    const { gate } = view
    const { ts } = known.id
    if (!drawn.cutPlan || !gate || ts === undefined || known.needs === 'removed' || known.id.plans.includes(gate.number)) return
    const file = planFile(view, gate)
    const { api } = this.context
    const what = `plan ${gate.number}`
    const fails = `the whole plan of gate ${gate.number} could not be attached to its thread; /countersign plan ${view.run} shows it.`
    await known.ways.go({ name: 'plan', fails, wanted: what }, async () => {
      limits()
      const identity = await this.context.session.identity()
      if (isUnsure(known, what)) {
        const there = await isAttached(api, identity, conversation.channel, ts, file.name, view.startedAt).catch(forGoodIs(false))
        if (there) return void known.id.plans.push(gate.number)
        nowSure(known, what)
      }
      try {
        await upload(api, { channel: conversation.channel, thread: ts, ...file })
      } catch (cause) {
        if (cause instanceof SlackError && !cause.certain) known.unsure.add(what)
        throw cause
      }
      known.id.plans.push(gate.number)
    })
  }

  private known({ view: { run, startedAt }, card }: SaidRequest): KnownRun {
    const found = this.runs.get(run)
    if (found) return found
    if (this.runs.size >= MOST_KEPT) {
      const idle = [...this.runs].find(([, { busy }]) => !busy)
      if (idle) this.runs.delete(idle[0])
    }
    // Something of an earlier process may stand in Slack without a record.
    const inherited = Date.parse(startedAt) < this.bornMs + MARGIN_MS
    const known = firstKnown(card, new Ways(this.context, run), inherited)
    this.runs.set(run, known)
    return known
  }
}

/** The limits of the next call; throws when the try has lasted long enough. */
function limitsUntil(now: () => number, untilMs: number): () => CallLimits {
  return () => {
    const left = untilMs - now()
    if (left <= 0) throw new RateLimited({ is: 'waits', seconds: 1 }, 1000)
    return { longestWaitMs: Math.min(left, LONGEST_WAIT_MS) }
  }
}

function forGoodIs<T>(value: T): (cause: unknown) => T {
  return (cause) => {
    if (isForGood(cause)) return value
    throw cause
  }
}
