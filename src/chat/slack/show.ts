/** Makes a run's conversation in Slack look as the engine wants it: card, thread, direct messages. One try; says what it got done. */
import { createHash } from 'node:crypto'
import type { RunView } from '../../run/view.ts'
import { drawCard } from '../card/draw-card.ts'
import { isOver } from '../words.ts'
import { askPeople, withdrawAsks, type AskDesk } from './asks.ts'
import type { CallLimits } from './api.ts'
import { readCardId, writeCardId, type CardId } from './card-id.ts'
import { planFile } from './plan-file.ts'
import type { ShowRequest, Shown, SlackPort } from './port.ts'
import { CARD_EVENT, findCards, findLines, isAttached, LINES_EVENT, type Mark, type Whose } from './posted.ts'
import { renderCard, type DrawnCard } from './render-card.ts'
import type { Identity, Session } from './session.ts'
import { lineMessages } from './thread-lines.ts'
import { Patience, SlackTrouble } from './trouble.ts'
import { upload } from './upload.ts'
import { section } from './block.ts'

export interface ShowDesk extends AskDesk {
  session: Session
  /** How many times faster than Slack's own limits allow. */
  hurry: number
  /** Told after every show, for the Home tabs. */
  shown(view: RunView, card: string | undefined): void
}

/** What this process knows of a run; a new process begins without, and asks Slack. */
interface Known {
  /** Hash of the card as it was last drawn in Slack. */
  drawn?: string
  /** A post may have arrived although its answer did not. */
  doubt: boolean
  /** Where its card is, even if the engine was not answered in time. */
  card?: string
  /** Lines that stand in the thread. */
  lines: Set<number>
  /** The thread was looked up, or is this process's own from the first line. */
  whole: boolean
  /** Of these, some may stand in Slack without a record. */
  unsure: Set<'asks' | 'plans'>
}

/** A channel takes one message a second. */
const PACE_MS = 1000
const PATIENCE_MS = 8000
/** The engine gives up a try after 30 s. */
const SHOW_WITHIN_MS = 18_000
const MARGIN_MS = 5000
const MOST_KEPT = 2000

export class SlackShow implements SlackPort {
  readonly paceMs: number
  private readonly desk: ShowDesk
  private readonly runs = new Map<string, Known>()
  private readonly bornMs = Date.now()

  constructor(desk: ShowDesk) {
    this.desk = desk
    this.paceMs = PACE_MS / desk.hurry
  }

  async show(request: ShowRequest): Promise<Shown> {
    const shown: Shown = { posted: { lines: [], notices: [] } }
    const id = readCardId(request.card)
    const ts = id?.ts ?? this.known(request.view).card ?? ''
    const work: CardId = { ts, asks: [...(id?.asks ?? [])], plans: [...(id?.plans ?? [])] }
    try {
      await this.all(request, work, shown, limitsUntil(Date.now() + SHOW_WITHIN_MS))
    } catch (cause) {
      const waitMs = cause instanceof Patience ? cause.retryAfterMs : undefined
      if (cause instanceof SlackTrouble && !cause.certain) Object.assign(this.known(request.view), { doubt: true, unsure: everything() })
      const changed = work.ts !== '' && (request.card === undefined || writeCardId(work) !== request.card)
      if (!changed && shown.posted.lines.length + shown.posted.notices.length === 0) {
        throw waitMs === undefined ? cause : Object.assign(cause as Error, { retryAfterMs: waitMs })
      }
      if (waitMs === undefined)
        this.desk.log.warn({ err: cause, run: request.view.run }, 'only a part could be shown in Slack; the rest follows')
      shown.retryAfterMs = waitMs ?? 5000
    }
    if (work.ts !== '') shown.posted.card = writeCardId(work)
    this.desk.shown(request.view, work.ts || undefined)
    if (isOver(request.view.phase) && shown.retryAfterMs === undefined) this.runs.delete(request.view.run)
    return shown
  }

  /** In this order: a thread needs its card, and what was decided is said before the card shows it. */
  private async all(request: ShowRequest, work: CardId, shown: Shown, limits: Limits): Promise<void> {
    const { view, conversation, progress } = request
    const identity = await this.desk.session.identity()
    const drawn = renderCard(drawCard(view, progress))
    if (work.ts === '') await this.postCard(request, drawn, work, identity, limits)
    await this.postLines(request, work, shown, identity, limits)
    for (const { key, gate, people } of request.notices) {
      limits()
      // The engine names a notice by its gate; the second one of a gate is for those on duty.
      const unsure = this.known(view).unsure.has('asks')
      const at = { view, channel: conversation.channel, card: work.ts, gate, people, duty: key.endsWith(':escalated'), unsure }
      await askPeople(this.desk, identity, at, work.asks)
      shown.posted.notices.push(key)
    }
    this.known(view).unsure.delete('asks')
    work.asks = await withdrawAsks(this.desk, view, work.asks)
    await this.updateCard(request, drawn, work, limits)
    limits()
    await this.attachPlan(request, drawn, work, identity)
  }

  private async postCard(request: ShowRequest, drawn: DrawnCard, work: CardId, identity: Identity, limits: Limits): Promise<void> {
    const { view, conversation } = request
    const known = this.known(view)
    if (known.doubt || this.maybeEarlier(view.startedAt)) {
      const found = await findCards(this.desk.api, this.whose(view.run, identity), conversation.channel, view.startedAt)
      const live = found.at(-1)
      if (live !== undefined) {
        work.ts = live
        known.card = live
        for (const ts of found.slice(0, -1)) await this.retire(conversation.channel, ts, view.run, limits)
        return
      }
    }
    const args = { channel: conversation.channel, ...drawing(drawn), metadata: this.mark(view.run, CARD_EVENT), ...QUIET }
    await this.begin(view.run, args, drawn, work, limits)
  }

  /** A new card, whose thread is empty: there is nothing to look up. */
  private async begin(run: string, args: Record<string, unknown>, drawn: DrawnCard, work: CardId, limits: Limits): Promise<void> {
    const { ts } = await this.desk.api.call('chat.postMessage', args, limits())
    work.ts = String(ts)
    this.runs.set(run, { doubt: false, card: work.ts, lines: new Set(), whole: true, drawn: hashOf(drawn), unsure: new Set() })
  }

  private async retire(channel: string, ts: string, run: string, limits: Limits): Promise<void> {
    const text = `${run}: this card is not kept up to date. The live one stands below.`
    await this.desk.api.call('chat.update', { channel, ts, text, blocks: [section(text)] }, limits())
  }

  private async postLines(request: ShowRequest, work: CardId, shown: Shown, identity: Identity, limits: Limits): Promise<void> {
    const { view, conversation } = request
    // A refusal to one person was said to that person; the log keeps it.
    shown.posted.lines.push(...request.lines.filter(({ only }) => only !== undefined).map(({ n }) => n))
    const lines = request.lines.filter(({ only }) => only === undefined)
    const first = lines[0]
    if (!first) return
    const known = this.known(view)
    if (known.doubt || (!known.whole && this.maybeEarlier(first.at))) {
      const found = await findLines(this.desk.api, this.whose(view.run, identity), conversation.channel, work.ts, first.at)
      for (const n of found) known.lines.add(n)
      known.whole = true
      known.doubt = false
    }
    shown.posted.lines.push(...lines.filter(({ n }) => known.lines.has(n)).map(({ n }) => n))
    for (const { text, ends } of lineMessages(lines.filter(({ n }) => !known.lines.has(n)))) {
      const metadata = this.mark(view.run, LINES_EVENT, ends)
      const args = { channel: conversation.channel, thread_ts: work.ts, text, mrkdwn: false, metadata, ...QUIET }
      await this.desk.api.call('chat.postMessage', args, limits())
      for (const n of ends) known.lines.add(n)
      shown.posted.lines.push(...ends)
    }
  }

  /** Always blocks and text together: text alone would take the blocks away. */
  private async updateCard({ view, conversation }: ShowRequest, drawn: DrawnCard, work: CardId, limits: Limits): Promise<void> {
    const known = this.known(view)
    const hash = hashOf(drawn)
    if (known.drawn === hash) return
    const args = { channel: conversation.channel, ts: work.ts, ...drawing(drawn), metadata: this.mark(view.run, CARD_EVENT) }
    try {
      await this.desk.api.call('chat.update', args, limits())
      known.drawn = hash
    } catch (cause) {
      if (!(cause instanceof SlackTrouble) || !GONE.has(cause.code)) throw cause
      // Somebody removed it, or the workspace lets nobody edit: the run gets a new card, and its thread goes on there.
      const { ts: _, ...anew } = args
      await this.begin(view.run, { ...anew, ...QUIET }, drawn, work, limits)
    }
  }

  /** Once a gate, where the card could not hold all of what will be sent. */
  private async attachPlan({ view, conversation }: ShowRequest, drawn: DrawnCard, work: CardId, identity: Identity): Promise<void> {
    const { gate } = view
    if (!drawn.cutPlan || !gate || work.plans.includes(gate.number)) return
    const { unsure } = this.known(view)
    const file = planFile(view, gate)
    const { api } = this.desk
    try {
      const there = unsure.has('plans') && (await isAttached(api, identity, conversation.channel, work.ts, file.name, view.startedAt))
      if (!there) await upload(api, { channel: conversation.channel, thread: work.ts, ...file })
      unsure.delete('plans')
    } catch (cause) {
      if (!(cause instanceof SlackTrouble) || !cause.certain || cause.code === 'unreachable') throw cause
      this.desk.log.warn({ err: cause, run: view.run }, 'the plan could not be attached; /countersign plan shows it')
    }
    work.plans.push(gate.number)
  }

  /** Something of an earlier process may stand in Slack without a record. */
  private maybeEarlier(at: string): boolean {
    return Date.parse(at) < this.bornMs + MARGIN_MS
  }

  private known({ run, startedAt }: Pick<RunView, 'run' | 'startedAt'>): Known {
    const unsure: Known['unsure'] = this.maybeEarlier(startedAt) ? everything() : new Set()
    const known: Known = this.runs.get(run) ?? { doubt: false, lines: new Set(), whole: false, unsure }
    if (this.runs.size > MOST_KEPT) this.runs.clear()
    this.runs.set(run, known)
    return known
  }

  private whose(run: string, identity: Identity): Whose {
    return { installation: this.desk.installation(), run, identity }
  }

  private mark(run: string, event_type: string, lines?: number[]): Mark {
    return { event_type, event_payload: { installation: this.desk.installation(), run, ...(lines ? { lines: lines.join(',') } : {}) } }
  }
}

function everything(): Known['unsure'] {
  return new Set(['asks', 'plans'])
}

/** The limits of the next call; throws when the try has lasted long enough. */
type Limits = () => CallLimits

function limitsUntil(untilMs: number): Limits {
  return () => {
    const left = untilMs - Date.now()
    if (left <= 0) throw new Patience('the rest', 1000)
    return { patienceMs: Math.min(left, PATIENCE_MS) }
  }
}

const QUIET = { unfurl_links: false, unfurl_media: false, link_names: false }
const GONE = new Set(['message_not_found', 'edit_window_closed', 'cant_update_message'])

function drawing({ text, blocks }: DrawnCard): { text: string; blocks: object[] } {
  return { text, blocks }
}

function hashOf({ text, blocks }: DrawnCard): string {
  return createHash('sha256')
    .update(JSON.stringify([text, blocks]))
    .digest('hex')
}
