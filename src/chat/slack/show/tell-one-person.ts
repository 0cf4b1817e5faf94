/** Something for one person alone: under the channel's messages, and where Slack does not let us, as a direct message. */
import { z } from 'zod'
import { said, type Note } from '../../note.ts'
import { noteFile } from '../../note-file.ts'
import type { Words } from '../../../words/words.ts'
import type { SlackApi } from '../web-api/api.ts'
import type { ConnectionState, ConnectionLog } from '../../live/connection-state.ts'
import { renderNote, type FilesFate } from '../render/note.ts'
import { typedInSlack } from '../built-in-commands.ts'
import { retried } from '../../live/retried.ts'
import { faultOf, RateLimited, SlackError } from '../web-api/slack-error.ts'
import { upload } from './upload.ts'

const opened = z.object({ channel: z.object({ id: z.string().min(1) }) })

const LONGEST_WAIT = { longestWaitMs: 5000 }
const MOST_KEPT = 5000
/** Nobody tries again, so it never works again either; after so long it is of the past. */
const SAID_MS = 900_000

export interface TellContext {
  api: SlackApi
  log: ConnectionLog
  connection: Pick<ConnectionState, 'up' | 'down'>
  /** Lets time pass. */
  wait?: (ms: number) => Promise<unknown>
}

export class Teller {
  private readonly context: TellContext
  private readonly telling = new Set<Promise<void>>()
  private readonly direct = new Map<string, string>()

  constructor(context: TellContext) {
    this.context = context
  }

  /** Never throws: what was done is done, whether or not its author could be told. */
  async tell(user: string, channel: string | undefined, note: Note, words: Words): Promise<void> {
    const telling = this.withFiles(user, channel, note, words)
    this.telling.add(telling)
    await telling
    this.telling.delete(telling)
  }

  /** Resolves when everybody has been told. */
  async silent(): Promise<void> {
    while (this.telling.size > 0) await Promise.all(this.telling)
  }

  /** The files of an answer that was given already; where they cannot be sent, the person hears that. Never throws. */
  async sendFiles(user: string, note: Note, words: Words, channel?: string): Promise<void> {
    const fate = await this.upload(user, note, words)
    if (typeof fate === 'string') return
    const names = filesOf(words, note).map(({ name }) => name)
    const fault = words.slack.fault(fate.refused)
    const says = words.slack.note.filesUnsent({ names, fault, orElse: note.file?.orElse ?? '' })
    await this.say(user, channel, said('refused', says), words, 'sent')
  }

  async directTo(user: string): Promise<string> {
    const known = this.direct.get(user)
    if (known !== undefined) return known
    const { channel } = opened.parse(await this.context.api.call('conversations.open', { users: user }, LONGEST_WAIT))
    if (this.direct.size >= MOST_KEPT) this.direct.clear()
    this.direct.set(user, channel.id)
    return channel.id
  }

  /** What was opened for them does not serve: it is opened anew. */
  forget(user: string): void {
    this.direct.delete(user)
  }

  private async withFiles(user: string, channel: string | undefined, note: Note, words: Words): Promise<void> {
    await this.say(user, channel, note, words, await this.upload(user, note, words))
  }

  private async say(user: string, channel: string | undefined, note: Note, words: Words, fate: FilesFate): Promise<void> {
    const { text, blocks } = renderNote(words, note, fate)
    const { api, log, connection } = this.context
    const part = `tell ${user}`
    try {
      if (channel !== undefined && (await this.underChannel({ channel, user, text, blocks }))) return connection.up(part)
      await this.retried(async () => {
        await api.call('chat.postMessage', { channel: await this.directTo(user), text, blocks, unfurl_links: false }, LONGEST_WAIT)
      })
      connection.up(part)
    } catch (cause) {
      this.forget(user)
      log.warn({ err: cause, user }, 'somebody could not be told what came of their deed')
      const why = cause instanceof Error ? cause.message : String(cause)
      connection.down(part, `The account ${user} could not be told: “${note.title}” ${why}`, SAID_MS)
    }
  }

  /** Sent as direct messages, because nothing that one person sees can carry a file. */
  private async upload(user: string, note: Note, words: Words): Promise<FilesFate> {
    try {
      for (const { name, text } of filesOf(words, note)) {
        await this.retried(async () => upload(this.context.api, { channel: await this.directTo(user), name, text, comment: note.title }))
      }
      return 'sent'
    } catch (cause) {
      this.forget(user)
      this.context.log.warn({ err: cause, user }, 'a file could not be sent')
      return { refused: faultOf(cause) }
    }
  }

  /** False: Slack says no, whatever its reason, or does not get to it. */
  private async underChannel(args: { channel: string; user: string; text: string; blocks: unknown[] }): Promise<boolean> {
    try {
      await this.retried(() => this.context.api.call('chat.postEphemeral', args, LONGEST_WAIT), 3)
      return true
    } catch (cause) {
      if (cause instanceof SlackError || cause instanceof RateLimited) return false
      throw cause
    }
  }

  private async retried(tell: () => Promise<unknown>, mostTries?: number): Promise<void> {
    await retried(tell, mostTries, this.context.wait)
  }
}

function filesOf(words: Words, note: Note): { name: string; text: string }[] {
  const whole = renderNote(words, note).left > 0 ? [{ name: 'answer.txt', text: noteFile(note, typedInSlack) }] : []
  return [...(note.file ? [note.file] : []), ...whole]
}
