/** A run's conversation in Teams: the card as a root message of a channel with its lines below it, or messages of a chat one after the other. */
import { createHash } from 'node:crypto'
import type { Person } from '../../../policy/policy.ts'
import type { SaidView } from '../../../words/said-view.ts'
import type { Card } from '../../card/card.ts'
import type { AskSaid } from '../../live/ask-said.ts'
import type { Asked, Direct, Drawing, Limits, Messages, Place, TellMark } from '../../live/messages.ts'
import { isForGood, NoAccount, saysFault } from '../../live/platform-error.ts'
import type { LineText } from '../../live/thread-lines.ts'
import type { FittedCard } from '../../adaptive/adaptive-card.ts'
import type { Outgoing, Reference } from '../bot-port.ts'
import type { TeamsApi } from '../calls/teams-api.ts'
import { TeamsError } from '../calls/teams-error.ts'
import type { Remembered } from '../remembered.ts'
import { askActivity, mentionActivity, saysActivity, summaryOf, textActivity } from '../render/ask.ts'
import { linkTo } from '../render/link.ts'
import { plainText } from '../render/plain-text.ts'
import { baseCard, shortCard, type ForAll } from '../render/run-card.ts'
import { isOver } from '../../tone.ts'
import type { Roster, AccountIds } from './roster.ts'
import type { SentCards } from './sent-cards.ts'

export interface MessagesContext {
  api: TeamsApi
  remembered: Remembered
  roster: Roster
  sent: SentCards
  /** How many times faster than Teams' own limits allow. */
  hurry: number
  /** The Teams account of a person of `people.yaml`. */
  account: (person: string) => AccountIds | undefined
  people(): readonly Person[]
}

const INTERVAL_MS = 1000
const DIRECT_WAIT = { longestWaitMs: 3000 }
const MOST_KEPT = 5000

export class TeamsMessages implements Messages {
  readonly platform = 'Teams'
  readonly intervalMs: number
  /** With three bytes a character it stays below the 28 KB that older clients take. */
  readonly lineText: LineText = { longest: 7000, write: plainText, units: /[\s\S]/gu }
  private readonly context: MessagesContext
  private readonly direct = new Map<string, string>()

  constructor(context: MessagesContext) {
    this.context = context
    this.intervalMs = INTERVAL_MS / context.hurry
  }

  isId(id: string): boolean {
    return /^[\w:.;=@-]{1,300}$/.test(id)
  }

  /** Drawn anew each time it is looked at: whom Teams should ask for their own view is learnt while people are asked. */
  draw(place: Place, view: SaidView, card: Card, notTold: readonly string[]): Drawing {
    return this.drawing(place, view, card, (forAll) => baseCard(card, { ...forAll, notTold }))
  }

  drawShort(place: Place, view: SaidView, card: Card, why: string): Drawing {
    return this.drawing(place, view, card, (forAll) => ({ card: shortCard(card, why, forAll), cut: true }))
  }

  async retireCard({ channel }: Place, id: string, says: string, limits: Limits): Promise<void> {
    await this.context.api.updateCard(this.reach(channel), id, saysActivity(says), limits)
  }

  /** Teams lets no bot look: what stands takes the very same content once more. */
  async stands({ channel }: Place, id: string): Promise<boolean | undefined> {
    return this.context.sent.stands(channel, id)
  }

  async removedOf(channel: string, ids: readonly string[]): Promise<string[]> {
    return this.context.sent.removedOf(channel, ids)
  }

  hasThreads(channel: string): boolean {
    return this.reach(channel).kind === 'channel'
  }

  async say({ channel }: Place, card: string, words: string, _ends: readonly number[], limits: Limits): Promise<boolean> {
    try {
      await this.context.api.send(this.thread(channel, card), { text: words, textFormat: 'plain' }, limits)
      return true
    } catch (cause) {
      if (cause instanceof TeamsError && cause.done) return true
      if (!(cause instanceof TeamsError) || !cause.gone) throw cause
      // Whoever is told that a card is gone looks: a second one is not easily taken back.
      if (this.hasThreads(channel) && (await this.context.sent.isGone(channel, card))) return false
      throw new TeamsError(cause.call, (words) => cause.says(words), { code: cause.code, certain: cause.certain, cause })
    }
  }

  async mention({ channel }: Place, card: string, { person }: Asked, says: string, limits: Limits): Promise<string> {
    const member = await this.context.roster.member(channel, this.accountNamed(person), limits)
    return this.context.api.send(this.thread(channel, card), mentionActivity(member, says), limits)
  }

  accountOf(person: string): string | undefined {
    const account = this.context.account(person)
    return account && `${account.tenant}/${account.object}`
  }

  async checkAccount({ channel }: Place, person: string): Promise<void> {
    await this.context.roster.member(channel, this.accountNamed(person), DIRECT_WAIT)
  }

  async openDirect({ channel }: Place, person: string): Promise<string> {
    const account = this.accountNamed(person)
    const key = `${account.tenant}/${account.object}`
    const known = this.direct.get(key)
    if (known !== undefined) return known
    const { api, remembered, roster } = this.context
    const id = remembered.idOf(account) ?? (await roster.member(channel, account, DIRECT_WAIT)).id
    const opened = await api.openDirect(this.reach(channel), id, DIRECT_WAIT)
    remembered.note(opened)
    if (this.direct.size >= MOST_KEPT) this.direct.clear()
    this.direct.set(key, opened.conversation)
    return opened.conversation
  }

  async postDirect(
    _place: Place,
    { person, channel }: Direct,
    says: AskSaid | string,
    _mark: Asked | TellMark | undefined,
    limits: Limits,
  ): Promise<string> {
    const activity = typeof says === 'string' ? textActivity(says) : askActivity(says)
    try {
      return await this.context.api.send(this.reach(channel), activity, {
        longestWaitMs: Math.min(limits.longestWaitMs, DIRECT_WAIT.longestWaitMs),
      })
    } catch (cause) {
      // What was opened for them does not serve: it is opened anew.
      if (isForGood(cause)) this.direct.delete(this.accountOf(person) ?? '')
      throw cause
    }
  }

  async updateDirect({ channel }: Direct, id: string, says: AskSaid | string, limits: Limits): Promise<void> {
    await this.context.api.update(this.reach(channel), id, typeof says === 'string' ? saysActivity(says) : askActivity(says), limits)
  }

  async removeDirect({ channel }: Direct, id: string, limits: Limits): Promise<void> {
    await this.context.api.remove(this.reach(channel), id, limits)
  }

  async linkTo({ channel }: Place, card: string): Promise<string> {
    return linkTo(this.reach(channel), card)
  }

  // A bot cannot look for its messages: after a crash a line too many is better than one too few.
  async findCards(): Promise<string[]> {
    return []
  }

  async findLines(): Promise<ReadonlySet<number>> {
    return new Set()
  }

  async findFile(): Promise<boolean> {
    return false
  }

  async findAsk(): Promise<undefined> {
    return undefined
  }

  async findTold(): Promise<undefined> {
    return undefined
  }

  async findMention(): Promise<undefined> {
    return undefined
  }

  private drawing({ channel }: Place, view: SaidView, card: Card, draw: (forAll: ForAll) => FittedCard): Drawing {
    const { api, sent } = this.context
    const summary = summaryOf(`${card.run} · ${card.state} · ${card.title}`)
    const at = this.reach(channel)
    let last: { of: string; drawn: FittedCard; activity: Outgoing } | undefined
    const drawn = (): NonNullable<typeof last> => {
      const forAll = this.forAll(view)
      const of = JSON.stringify(forAll)
      if (last?.of !== of) {
        const fitted = draw(forAll)
        last = { of, drawn: fitted, activity: { card: fitted.card, summary } }
      }
      return last
    }
    return {
      get hash() {
        return createHash('sha256').update(JSON.stringify(drawn().activity)).digest('hex')
      },
      get cutPlan() {
        return drawn().drawn.cut
      },
      post: async (limits) => {
        const { activity } = drawn()
        const id = await api.send(at, activity, limits)
        sent.note(channel, id, activity)
        return id
      },
      update: async (id, limits) => {
        const { activity } = drawn()
        await api.updateCard(at, id, activity, limits)
        sent.note(channel, id, activity)
      },
    }
  }

  private forAll(view: SaidView): ForAll {
    const { account, remembered } = this.context
    const all = this.context.people().map(({ id }) => id)
    const userIds = whoActs(view, all).flatMap((person) => {
      const of = account(person)
      return (of && remembered.idOf(of)) ?? []
    })
    return { over: isOver(view.phase), userIds }
  }

  private accountNamed(person: string): AccountIds {
    const account = this.context.account(person)
    if (account === undefined) throw new NoAccount(saysFault({ is: 'no-account', platform: this.platform }))
    return account
  }

  private reach(channel: string): Reference {
    return this.context.remembered.reach(channel)
  }

  private thread(channel: string, card: string): Reference {
    return this.context.remembered.reach(channel, this.hasThreads(channel) ? card : undefined)
  }
}

/** `all`: ids of `people.yaml`. Those whose own card differs from everybody's, the first of them first. When a run needs people, anybody may be the one who knows the way out. */
export function whoActs({ requester, gate, attention, confirm }: SaidView, all: readonly string[]): string[] {
  const atGate = gate === undefined ? [] : [...gate.asked, ...(gate.called?.people ?? []), ...gate.mayReject]
  return [...new Set([...atGate, requester.id, ...(attention === undefined && confirm === undefined ? [] : all)])]
}
