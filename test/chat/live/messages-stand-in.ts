/** A stand-in of a platform that cannot look for what it was sent, and has no files: what Teams is to a bot. It keeps what stands there. */
import { createHash } from 'node:crypto'
import type { SaidView } from '../../../src/words/said-view.ts'
import type { Card } from '../../../src/chat/card/card.ts'
import type { AskSaid } from '../../../src/chat/live/ask-said.ts'
import type { Asked, Direct, Drawing, Messages, Place } from '../../../src/chat/live/messages.ts'
import { NoAccount, PlatformError } from '../../../src/chat/live/platform-error.ts'
import type { LineText } from '../../../src/chat/live/thread-lines.ts'

export interface Standing {
  id: string
  channel: string
  /** The message under which it hangs. */
  under?: string
  text: string
}

/** What is done to a call: `before` it is carried out, or after. */
export type Fault = { error: Error; done: boolean }

export class MessagesStandIn implements Messages {
  readonly platform = 'Teams'
  readonly intervalMs = 1000
  readonly lineText: LineText = { longest: 200, write: (text) => text, units: /[\s\S]/gu }
  messages: Standing[] = []
  /** People without an account here, and those who must not be told. */
  readonly without = new Set<string>()
  readonly unfit = new Set<string>()
  fails: (call: string, text: string) => Fault | undefined = () => undefined
  private made = 0

  isId(id: string): boolean {
    return /^m\d+$/.test(id)
  }

  draw({ channel }: Place, _view: SaidView, card: Card, notTold: readonly string[]): Drawing {
    return this.drawing(channel, [card.state, card.status, ...notTold].join('\n'), card.gate !== undefined)
  }

  drawShort({ channel }: Place, _view: SaidView, card: Card, why: string): Drawing {
    return this.drawing(channel, `${card.state}\n${why}`, true)
  }

  async retireCard(_: Place, id: string, says: string): Promise<void> {
    await this.change('retire', id, says)
  }

  async stands(): Promise<undefined> {
    return undefined
  }

  async removedOf(): Promise<string[]> {
    return []
  }

  hasThreads(): boolean {
    return true
  }

  async say({ channel }: Place, card: string, text: string): Promise<boolean> {
    await this.post('say', channel, text, card)
    return true
  }

  async mention({ channel }: Place, card: string, { person }: Asked, says: string): Promise<string> {
    return this.post('mention', channel, `@${person} ${says}`, card)
  }

  accountOf(person: string): string | undefined {
    return this.without.has(person) ? undefined : person
  }

  async checkAccount(_: Place, person: string): Promise<void> {
    if (this.unfit.has(person)) throw new NoAccount(() => `${person} is a guest.`)
  }

  async openDirect(_: Place, person: string): Promise<string> {
    return `1:1 ${person}`
  }

  async postDirect(_: Place, { channel }: Direct, says: AskSaid | string): Promise<string> {
    return this.post('direct', channel, textOf(says))
  }

  async updateDirect(_: Direct, id: string, says: AskSaid | string): Promise<void> {
    await this.change('update direct', id, textOf(says))
  }

  async removeDirect(_: Direct, id: string): Promise<void> {
    await this.call('remove', id, () => void (this.messages = this.messages.filter((each) => each.id !== id)))
  }

  async linkTo({ channel }: Place, card: string): Promise<string> {
    return `https://teams.example/${channel}/${card}`
  }

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

  private drawing(channel: string, text: string, cutPlan: boolean): Drawing {
    return {
      hash: createHash('sha256').update(text).digest('hex'),
      cutPlan,
      post: () => this.post('post', channel, text),
      update: (id) => this.change('update', id, text),
    }
  }

  private async post(call: string, channel: string, text: string, under?: string): Promise<string> {
    const id = `m${++this.made}`
    await this.call(call, text, () => {
      this.gone(under)
      this.messages.push({ id, channel, text, ...(under === undefined ? {} : { under }) })
    })
    return id
  }

  private async change(call: string, id: string, text: string): Promise<void> {
    await this.call(call, text, () => {
      this.gone(id)
      for (const message of this.messages) if (message.id === id) message.text = text
    })
  }

  private gone(id: string | undefined): void {
    if (id === undefined || this.messages.some((message) => message.id === id)) return
    throw new PlatformError(() => 'Teams has no such message.', { code: 'ActivityNotFoundInConversation', certain: true, gone: true })
  }

  private async call(call: string, text: string, act: () => void): Promise<void> {
    const fault = this.fails(call, text)
    if (fault?.done !== false) act()
    if (fault) throw fault.error
  }
}

function textOf(says: AskSaid | string): string {
  if (typeof says === 'string') return says
  const { heading, way } = says
  return `${heading}\n${'says' in way ? way.says : way.link}`
}
