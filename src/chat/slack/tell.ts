/** Something for one person alone: under the channel's messages, and where Slack does not let us, as a direct message. */
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Note } from '../note.ts'
import type { SlackApi } from './api.ts'
import type { LinkLog } from './link.ts'
import { noteFile, renderNote } from './render-note.ts'
import { Patience, SlackTrouble } from './trouble.ts'
import { upload } from './upload.ts'

const opened = z.object({ channel: z.object({ id: z.string().min(1) }) })

const PATIENCE = { patienceMs: 5000 }
const MOST_KEPT = 5000

export class Teller {
  private readonly api: SlackApi
  private readonly log: LinkLog
  private readonly telling = new Set<Promise<void>>()
  private readonly direct = new Map<string, string>()

  constructor(api: SlackApi, log: LinkLog) {
    this.api = api
    this.log = log
  }

  /** Never throws: what was done is done, whether or not its author could be told. */
  async tell(user: string, channel: string | undefined, note: Note): Promise<void> {
    const telling = this.say(user, channel, note)
    this.telling.add(telling)
    await telling
    this.telling.delete(telling)
  }

  /** Resolves when everybody has been told. */
  async silent(): Promise<void> {
    while (this.telling.size > 0) await Promise.all(this.telling)
  }

  private async say(user: string, channel: string | undefined, note: Note): Promise<void> {
    const { text, blocks } = renderNote(note)
    try {
      await patiently(async () => {
        const told = channel !== undefined && (await this.underChannel({ channel, user, text, blocks }))
        if (told) return
        await this.api.call('chat.postMessage', { channel: await this.directTo(user), text, blocks, unfurl_links: false }, PATIENCE)
      })
    } catch (cause) {
      this.log.warn({ err: cause, user }, 'somebody could not be told what came of their deed')
    }
    await this.sendFiles(user, note)
  }

  /** The files of an answer; sent as direct messages, because nothing that one person sees can carry one. */
  async sendFiles(user: string, note: Note): Promise<void> {
    const left = renderNote(note).left > 0 ? [{ name: 'answer.txt', text: noteFile(note) }] : []
    for (const { name, text } of [...(note.file ? [note.file] : []), ...left]) {
      try {
        await upload(this.api, { channel: await this.directTo(user), name, text, comment: note.title })
      } catch (cause) {
        this.log.warn({ err: cause, user }, 'a file could not be sent')
      }
    }
  }

  async directTo(user: string): Promise<string> {
    const known = this.direct.get(user)
    if (known !== undefined) return known
    const { channel } = opened.parse(await this.api.call('conversations.open', { users: user }, PATIENCE))
    if (this.direct.size >= MOST_KEPT) this.direct.clear()
    this.direct.set(user, channel.id)
    return channel.id
  }

  private async underChannel(args: { channel: string; user: string; text: string; blocks: unknown[] }): Promise<boolean> {
    try {
      await this.api.call('chat.postEphemeral', args, PATIENCE)
      return true
    } catch (cause) {
      if (cause instanceof SlackTrouble && NOT_THERE.has(cause.code)) return false
      throw cause
    }
  }
}

/** Whoever waits for an answer would rather hear it twice than not at all: a broken connection and a pause are not the end of it. */
async function patiently(tell: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await tell()
    } catch (cause) {
      const again = cause instanceof Patience || (cause instanceof SlackTrouble && (!cause.certain || cause.code === 'unreachable'))
      if (!again || tries === MOST_TRIES) throw cause
      await pause(cause instanceof Patience ? Math.min(cause.retryAfterMs, 10_000) : 300 * 2 ** tries)
    }
  }
}

const MOST_TRIES = 5
const NOT_THERE = new Set(['not_in_channel', 'user_not_in_channel', 'channel_not_found', 'is_archived'])
