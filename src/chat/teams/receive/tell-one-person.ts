/** Something for one person alone: in their own chat with the bot. Where that cannot be, a sentence in public says that there is something, and not what. */
import { en } from '../../../words/en.ts'
import type { Words } from '../../../words/words.ts'
import type { ConnectionLog, ConnectionState } from '../../live/connection-state.ts'
import { Paused, PlatformError } from '../../live/platform-error.ts'
import { retried } from '../../live/retried.ts'
import type { Note } from '../../note.ts'
import { noteFile } from '../../note-file.ts'
import type { Outgoing, Reference } from '../bot-port.ts'
import type { TeamsApi } from '../calls/teams-api.ts'
import { TeamsError } from '../calls/teams-error.ts'
import { renderNote, type FilesFate } from '../render/note.ts'
import { xmlText } from '../render/plain-text.ts'
import type { OfferedFiles } from './offered-files.ts'

export interface TellContext {
  api: Pick<TeamsApi, 'send' | 'openDirect'>
  log: ConnectionLog
  connection: Pick<ConnectionState, 'up' | 'down'>
  files: OfferedFiles
  /** Answers are shown in the conversation, to one person alone, where Teams lets us. */
  targeted: boolean
  now?: () => number
  /** Lets time pass. */
  wait?: (ms: number) => Promise<unknown>
}

export interface Listener {
  /** Where they did something. */
  at: Reference
  /** Their `29:` id there. */
  address: string
  /** As `accountName` says it. */
  account: string
  /** For a mention; Teams shows it anyway. */
  name?: string
}

export class Teller {
  private readonly context: TellContext
  private readonly telling = new Set<Promise<void>>()
  /** By address: whoever spoke is answered, whatever account that was said to be. */
  private readonly direct = new Map<string, Reference>()
  private readonly saidPublicly = new Map<string, number>()

  constructor(context: TellContext) {
    this.context = context
  }

  /** Never throws: what was done is done, whether or not its author could be told. `drawn`: sent in the note's place. */
  async tell(to: Listener, words: Words, note: Note, drawn?: Outgoing): Promise<void> {
    await this.kept(this.say(to, words, note, drawn))
  }

  /** The files of an answer that was given already. Never throws. */
  async offerFiles(to: Listener, words: Words, note: Note, left: number): Promise<void> {
    const offers = this.offersOf(to, note, left)
    if (offers.length > 0) await this.kept(this.reached(to, note, words, () => this.sendAll(to, offers)))
  }

  /** To everybody who is there. Never throws: it can be asked for. */
  async greet(at: Reference, words: Words): Promise<void> {
    const { greeting, greetingDirect } = words.teams.note
    const text = at.kind === 'personal' ? greetingDirect : greeting
    await this.kept(
      this.retried(() => this.context.api.send(at, { text, textFormat: 'plain' }, LIMITS), 3).catch((cause: unknown) =>
        this.context.log.warn({ err: cause }, 'a conversation could not be greeted'),
      ),
    )
  }

  /** Resolves when everybody has been told. */
  async silent(): Promise<void> {
    while (this.telling.size > 0) await Promise.all(this.telling)
  }

  /** Work for somebody that nobody waits for: told by `silent` as well. It MUST NOT reject. */
  async kept(telling: Promise<void>): Promise<void> {
    this.telling.add(telling)
    await telling
    this.telling.delete(telling)
  }

  private async say(to: Listener, words: Words, note: Note, drawn: Outgoing | undefined): Promise<void> {
    await this.reached(to, note, words, async () => {
      const fate = drawn === undefined ? await this.offer(to, words, note) : 'offered'
      const { card, summary } = renderNote(words, note, fate)
      const message = drawn ?? { card, summary }
      if (!(await this.targeted(to, message))) await this.sendAll(to, [message])
    })
  }

  /** Teams sends a file only after its person has said yes to a card that offers it. Rejects only with what is no fault of Teams. */
  private async offer(to: Listener, words: Words, note: Note): Promise<FilesFate> {
    try {
      await this.sendAll(to, this.offersOf(to, note, renderNote(words, note).left))
      return 'offered'
    } catch (cause) {
      if (!(cause instanceof PlatformError || cause instanceof Paused)) throw cause
      return { fault: cause.says(words) }
    }
  }

  private async reached(to: Listener, note: Note, words: Words, send: () => Promise<void>): Promise<void> {
    const { log, connection } = this.context
    const part = `tell ${to.account}`
    try {
      await send()
      connection.up(part)
    } catch (cause) {
      this.direct.delete(to.address)
      log.warn({ err: cause, account: to.account }, 'somebody could not be told what came of their deed')
      const fault = cause instanceof PlatformError || cause instanceof Paused ? cause.says(en) : String(cause)
      connection.down(part, en.teams.note.notTold({ person: to.account, title: note.title, fault }), SAID_MS)
      await this.sayPublicly(to, words)
    }
  }

  /** To nobody but this person; false: Teams says no, or is not asked. */
  private async targeted({ at, address }: Listener, message: Outgoing): Promise<boolean> {
    if (!this.context.targeted || at.kind === 'personal') return false
    try {
      await this.retried(() => this.context.api.send(at, { ...message, targeted: address }, LIMITS), 2)
      return true
    } catch (cause) {
      if (cause instanceof PlatformError || cause instanceof Paused) return false
      throw cause
    }
  }

  private async sendAll(to: Listener, messages: readonly Outgoing[]): Promise<void> {
    for (const message of messages) await this.retried(async () => this.context.api.send(await this.directTo(to), message, LIMITS))
  }

  private async directTo({ at, address }: Listener): Promise<Reference> {
    if (at.kind === 'personal') return at
    const known = this.direct.get(address)
    if (known !== undefined) return known
    const opened = await this.context.api.openDirect(at, address, LIMITS)
    if (this.direct.size >= MOST_KEPT) this.direct.clear()
    this.direct.set(address, opened)
    return opened
  }

  private async retried(send: () => Promise<unknown>, mostTries?: number): Promise<void> {
    try {
      await retried(send, mostTries, this.context.wait)
    } catch (cause) {
      if (!(cause instanceof TeamsError) || !cause.done) throw cause
    }
  }

  /** Once in a while for each person and conversation, whatever they do meanwhile: others read it, too. */
  private async sayPublicly({ at, address, account, name }: Listener, words: Words): Promise<void> {
    const { api, log, now = Date.now } = this.context
    const key = `${at.conversation} ${account}`
    if (at.kind === 'personal' || now() - (this.saidPublicly.get(key) ?? Number.NEGATIVE_INFINITY) < SAID_MS) return
    if (this.saidPublicly.size >= MOST_KEPT) this.saidPublicly.clear()
    this.saidPublicly.set(key, now())
    const mention = `<at>${xmlText(name ?? account)}</at>`
    const text = words.teams.note.noWay(mention)
    try {
      await api.send(
        at,
        { text, textFormat: 'xml', entities: [{ type: 'mention', text: mention, mentioned: { id: address, name: name ?? account } }] },
        LIMITS,
      )
    } catch (cause) {
      log.warn({ err: cause, account }, 'nor could that be said in the conversation')
    }
  }

  private offersOf({ account }: Listener, note: Note, left: number): Outgoing[] {
    const whole = left > 0 ? [{ name: 'answer.txt', text: noteFile(note), orElse: '' }] : []
    return [...(note.file ? [note.file] : []), ...whole].map(({ name, text, orElse }) => {
      const context = { file: this.context.files.offer({ account, name, text, orElse }) }
      return {
        summary: name,
        attachments: [
          {
            contentType: 'application/vnd.microsoft.teams.card.file.consent',
            name,
            content: {
              description: note.title.slice(0, 300),
              sizeInBytes: Buffer.byteLength(text),
              acceptContext: context,
              declineContext: context,
            },
          },
        ],
      }
    })
  }
}

const LIMITS = { longestWaitMs: 5000 }
const MOST_KEPT = 5000
/** Nobody tries again, so it never works again either; after so long it is of the past. */
const SAID_MS = 900_000
