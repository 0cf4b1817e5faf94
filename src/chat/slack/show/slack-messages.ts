/** What a run's conversation needs of Slack. */
import { createHash } from 'node:crypto'
import type { SaidView } from '../../../words/said-view.ts'
import type { Card } from '../../card/card.ts'
import type { AskSaid } from '../../live/ask-said.ts'
import type { Asked, Direct, Drawing, Limits, Messages, Place, TellMark } from '../../live/messages.ts'
import { isForGood, NoAccount, saysFault } from '../../live/platform-error.ts'
import type { AccountIds, Accounts } from '../account.ts'
import { section } from '../render/block.ts'
import { renderCard, type DrawnCard } from '../render/card.ts'
import { LINE_TEXT } from '../render/text.ts'
import { linkTo, type Session } from '../session.ts'
import type { SlackAnswer, SlackApi } from '../web-api/api.ts'
import { RateLimited, SlackError } from '../web-api/slack-error.ts'
import { askMessage, mentionMessage } from './ask-message.ts'
import {
  ASK_EVENT,
  CARD_EVENT,
  findAsk,
  findTold,
  TELL_EVENT,
  findCards,
  findLines,
  isAttached,
  LINES_EVENT,
  removedOf,
  stands,
  type Mark,
  type Whose,
} from './posted.ts'
import type { Teller } from './tell-one-person.ts'
import { upload } from './upload.ts'

export interface SlackMessagesOptions {
  api: SlackApi
  session: Session
  accounts: Pick<Accounts, 'standing'>
  teller: Pick<Teller, 'directTo' | 'forget'>
  /** The Slack account of a person of `people.yaml`. */
  accountOf(person: string): AccountIds | undefined
  installation(): string
  /** How many times faster than Slack's own limits allow. */
  hurry: number
}

/** A channel takes one message a second. */
const INTERVAL_MS = 1000
/** How old Slack's word about an account may be when somebody is asked. */
const ASKED_AGE_MS = 60_000
const DIRECT_WAIT_MS = 3000

/** Links and names are not looked for in what we post. */
const QUIET = { unfurl_links: false, unfurl_media: false, link_names: false }

export class SlackMessages implements Messages {
  readonly platform = 'Slack'
  readonly intervalMs: number
  readonly lineText = LINE_TEXT
  private readonly options: SlackMessagesOptions

  constructor(options: SlackMessagesOptions) {
    this.options = options
    this.intervalMs = INTERVAL_MS / options.hurry
  }

  isId(id: string): boolean {
    return /^\d{1,12}\.\d{1,9}$/.test(id)
  }

  draw(place: Place, _view: SaidView, card: Card, notTold: readonly string[]): Drawing {
    return this.drawing(place, renderCard(card, notTold))
  }

  drawShort(place: Place, _view: SaidView, card: Card, why: string): Drawing {
    const { text, says } = renderCard(card)
    return this.drawing(place, { text, blocks: [section(says), section(why)], cutPlan: true })
  }

  async retireCard({ channel }: Place, ts: string, says: string, limits: Limits): Promise<void> {
    await this.options.api.call('chat.update', { channel, ts, text: says, blocks: [section(says)] }, limits)
  }

  stands({ channel }: Place, ts: string, limits: Limits): Promise<boolean | undefined> {
    return stands(this.options.api, channel, ts, limits)
  }

  removedOf(channel: string, ids: readonly string[]): Promise<string[]> {
    return removedOf(this.options.api, channel, ids)
  }

  hasThreads(): boolean {
    return true
  }

  async say(place: Place, card: string, text: string, ends: readonly number[], limits: Limits): Promise<boolean> {
    const { channel } = place
    const metadata = this.mark(place, LINES_EVENT, { lines: ends.join(',') })
    const args = { channel, thread_ts: card, text, mrkdwn: false, metadata, ...QUIET }
    const answer = await this.options.api.call('chat.postMessage', args, limits)
    if (!fellBeside(answer)) return true
    await this.takeBack(channel, String(answer['ts']))
    return false
  }

  async attach({ channel }: Place, card: string, file: { name: string; text: string; comment: string }): Promise<void> {
    await upload(this.options.api, { channel, thread: card, ...file })
  }

  async mention(place: Place, card: string, asked: Asked, says: string, limits: Limits): Promise<string> {
    const user = this.options.accountOf(asked.person)?.user
    if (user === undefined) throw this.noAccount()
    const { channel } = place
    const args = { channel, thread_ts: card, ...mentionMessage(says, user), metadata: this.mark(place, ASK_EVENT, asked), ...QUIET }
    return idOf(await this.options.api.call('chat.postMessage', args, limits))
  }

  accountOf(person: string): string | undefined {
    const account = this.options.accountOf(person)
    return account && `${account.team}/${account.user}`
  }

  async checkAccount(_place: Place, person: string): Promise<void> {
    const { session, accounts } = this.options
    const account = this.options.accountOf(person)
    if (account === undefined) throw this.noAccount()
    const { enterprise } = await session.identity()
    // people.yaml does not name the Grid; whether the account is of this one, Slack says itself.
    const because = await accounts.standing(enterprise === undefined ? account : { ...account, enterprise }, ASKED_AGE_MS)
    if (because) throw new NoAccount(({ slack }) => slack.fault({ is: 'unfit', because }))
  }

  async openDirect(_place: Place, person: string): Promise<string> {
    const account = this.options.accountOf(person)
    if (account === undefined) throw this.noAccount()
    return this.options.teller.directTo(account.user)
  }

  async postDirect(place: Place, { person, channel }: Direct, says: AskSaid | string, mark: Asked | TellMark | undefined): Promise<string> {
    const { api, teller } = this.options
    const metadata = mark && this.mark(place, 'tells' in mark ? TELL_EVENT : ASK_EVENT, mark)
    const args = { channel, ...askMessage(says), ...(metadata && { metadata }), unfurl_links: false }
    try {
      return idOf(await api.call('chat.postMessage', args, { longestWaitMs: DIRECT_WAIT_MS }))
    } catch (cause) {
      const account = this.options.accountOf(person)
      if (isForGood(cause) && account) teller.forget(account.user)
      throw cause
    }
  }

  async updateDirect({ channel }: Direct, ts: string, says: AskSaid | string, limits: Limits): Promise<void> {
    await this.options.api.call('chat.update', { channel, ts, ...askMessage(says) }, limits)
  }

  async removeDirect({ channel }: Direct, ts: string): Promise<void> {
    await this.options.api.call('chat.delete', { channel, ts }, { longestWaitMs: DIRECT_WAIT_MS })
  }

  async linkTo({ channel }: Place, card: string): Promise<string> {
    return linkTo(await this.options.session.identity(), channel, card)
  }

  async findCards(place: Place): Promise<string[]> {
    return findCards(this.options.api, await this.whose(place), place.channel, place.since)
  }

  async findLines(place: Place, card: string): Promise<ReadonlySet<number>> {
    return findLines(this.options.api, await this.whose(place), place.channel, card, place.since)
  }

  async findFile({ channel, since }: Place, card: string, name: string): Promise<boolean> {
    const { api, session } = this.options
    return isAttached(api, await session.identity(), channel, card, name, since)
  }

  async findAsk(place: Place, { channel }: Direct, asked: Asked): Promise<string | undefined> {
    return findAsk(this.options.api, await this.whose(place), { channel }, asked, place.since)
  }

  async findTold(place: Place, { channel }: Direct, mark: TellMark): Promise<string | undefined> {
    return findTold(this.options.api, await this.whose(place), channel, mark, place.since)
  }

  async findMention(place: Place, card: string, asked: Asked): Promise<string | undefined> {
    return findAsk(this.options.api, await this.whose(place), { channel: place.channel, thread: card }, asked, place.since)
  }

  /** Always blocks and text together: text alone would take the blocks away. */
  private drawing(place: Place, { text, blocks, cutPlan }: Omit<DrawnCard, 'says'>): Drawing {
    const { api } = this.options
    const { channel } = place
    const metadata = this.mark(place, CARD_EVENT)
    return {
      cutPlan,
      hash: createHash('sha256')
        .update(JSON.stringify([text, blocks]))
        .digest('hex'),
      post: async (limits) => idOf(await api.call('chat.postMessage', { channel, metadata, ...QUIET, text, blocks }, limits)),
      update: async (ts, limits) => {
        await api.call('chat.update', { channel, ts, metadata, text, blocks }, limits)
      },
    }
  }

  private async takeBack(channel: string, ts: string): Promise<void> {
    try {
      await this.options.api.call('chat.delete', { channel, ts }, { longestWaitMs: DIRECT_WAIT_MS })
    } catch (cause) {
      if (!(cause instanceof SlackError) && !(cause instanceof RateLimited)) throw cause
    }
  }

  private mark({ run }: Place, event_type: string, facts: Partial<Mark['event_payload']> = {}): Mark {
    return { event_type, event_payload: { installation: this.options.installation(), run, ...facts } }
  }

  private async whose({ run }: Place): Promise<Whose> {
    return { installation: this.options.installation(), run, identity: await this.options.session.identity() }
  }

  private noAccount(): NoAccount {
    return new NoAccount(saysFault({ is: 'no-account', platform: this.platform }))
  }
}

function idOf(answer: SlackAnswer): string {
  return String(answer['ts'])
}

/** Slack puts an answer to a message that is gone into the channel, and says so by leaving the thread out. */
function fellBeside({ message }: SlackAnswer): boolean {
  return typeof message === 'object' && message !== null && !('thread_ts' in message)
}
