/** Where Teams reaches each conversation and by which id it knows people, kept in `<state>/teams.json`: both are only told when somebody speaks. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { Reference } from './bot-port.ts'
import { withoutThread } from './calls/limits.ts'
import type { ConnectionLog } from '../live/connection-state.ts'

/** Whom Teams knows by which id: another one for each bot, and no person. */
export interface Met {
  tenant: string
  object: string
  /** `29:…` */
  id: string
}

const conversation = z.strictObject({
  conversation: z.string().min(1).max(1000),
  serviceUrl: z.url().max(1000),
  tenant: z.string().min(1).max(100),
  kind: z.enum(['channel', 'groupChat', 'personal']),
})
const met = z.strictObject({ tenant: z.string().min(1).max(100), object: z.string().min(1).max(100), id: z.string().min(1).max(1000) })
/** Both: the longest silent first. */
const kept = z.strictObject({ v: z.literal(1), conversations: z.array(conversation), people: z.array(met) })

/** Of more than this, those that were silent longest are forgotten: what is lost comes again. */
const MOST_KEPT = 5000

export class Remembered {
  private readonly conversations = new Map<string, Reference>()
  private readonly people = new Map<string, Met>()
  private readonly file: string
  private readonly otherwise: Pick<Reference, 'serviceUrl' | 'tenant'>
  private readonly log: Pick<ConnectionLog, 'warn'>

  /** Reads what is there; what cannot be read is said, and begun anew. `otherwise`: for conversations that never spoke to us. */
  constructor(file: string, otherwise: Pick<Reference, 'serviceUrl' | 'tenant'>, log: Pick<ConnectionLog, 'warn'>) {
    this.file = file
    this.otherwise = otherwise
    this.log = log
    const { conversations, people } = this.read()
    for (const each of conversations) this.conversations.set(each.conversation, each)
    for (const each of people) this.people.set(keyOf(each), each)
  }

  /** Where an activity came from that Teams itself signed, or a 1:1 chat that was opened. */
  note({ conversation: id, serviceUrl, tenant, kind }: Reference): void {
    const now = { conversation: withoutThread(id), serviceUrl, tenant, kind }
    if (keep(this.conversations, now.conversation, now)) this.write()
  }

  /** Whose activity it was, once they were let in. */
  met({ tenant, object, id }: Met): void {
    if (keep(this.people, keyOf({ tenant, object }), { tenant, object, id })) this.write()
  }

  /** The conversation, or the thread of a channel below this message. */
  reach(id: string, thread?: string): Reference {
    const known = this.conversations.get(id) ?? { ...this.otherwise, conversation: id, kind: kindOf(id) }
    return thread === undefined ? known : { ...known, conversation: `${id};messageid=${thread}` }
  }

  idOf(account: Pick<Met, 'tenant' | 'object'>): string | undefined {
    return this.people.get(keyOf(account))?.id
  }

  private read(): Pick<z.output<typeof kept>, 'conversations' | 'people'> {
    try {
      if (existsSync(this.file)) return kept.parse(JSON.parse(readFileSync(this.file, 'utf8')))
    } catch (cause) {
      this.log.warn(
        { err: cause, file: this.file },
        `${this.file} cannot be read and is begun anew: conversations in Teams are reached by teams.serviceUrl until somebody speaks there.`,
      )
    }
    return { conversations: [], people: [] }
  }

  /** By rename, so that no half of it is ever read. */
  private write(): void {
    const text = JSON.stringify({ v: 1, conversations: [...this.conversations.values()], people: [...this.people.values()] })
    try {
      writeFileSync(`${this.file}.new`, text, { mode: 0o600 })
      renameSync(`${this.file}.new`, this.file)
    } catch (cause) {
      this.log.warn(
        { err: cause, file: this.file },
        `${this.file} cannot be written: after a start, conversations in Teams are reached by teams.serviceUrl until somebody speaks there.`,
      )
    }
  }
}

/** Moved to the end: what speaks is kept. True: something of it is new. */
function keep<T extends object>(all: Map<string, T>, key: string, now: T): boolean {
  const before = all.get(key)
  all.delete(key)
  all.set(key, now)
  for (const silent of all.keys()) {
    if (all.size <= MOST_KEPT) break
    all.delete(silent)
  }
  return JSON.stringify(before) !== JSON.stringify(now)
}

function keyOf({ tenant, object }: Pick<Met, 'tenant' | 'object'>): string {
  return `${tenant}/${object}`.toLowerCase()
}

/** Channels, group chats and 1:1 chats have ids of their own kinds. */
function kindOf(id: string): Reference['kind'] {
  if (/@thread\.(?:tacv2|skype)$/.test(id)) return 'channel'
  return id.endsWith('@thread.v2') ? 'groupChat' : 'personal'
}
