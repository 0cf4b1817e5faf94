/**
 * A stand-in for Teams in this process, behind the bot's port: it keeps messages and threads as Teams does, refuses what it does not know,
 * answers one call with an error as long as it is told to, and is down when it is told so. Its HTTP brother is test/teams/stand-in.
 */
import {
  CallFailed,
  type BotPort,
  type Calls,
  type CallFault,
  type Member,
  type Outgoing,
  type Reference,
} from '../../../src/chat/teams/bot-port.ts'
import type { TeamsCall } from '../../../src/words/teams-words.ts'

export interface Post {
  id: string
  conversation: string
  /** The root message that it answers. */
  thread?: string
  activity: Outgoing
  atMs: number
}

export interface Refusing {
  call: TeamsCall | readonly TeamsCall[]
  fault: CallFault
  /** Was it carried out all the same? */
  done: boolean
  once: boolean
  /** Only calls that are so. */
  where?: (call: Called) => boolean
}

export interface Called {
  call: TeamsCall
  conversation: string
  /** Message, member or person. */
  id?: string
  activity?: Outgoing
  atMs: number
  refused: boolean
}

export const CHANNEL = '19:incident@thread.tacv2'
export const TENANT = '72f988bf-0000-4000-8000-000000000001'
/** How long a call takes. */
const CALL_MS = 40

const MEMBERS = ['amir', 'carol', 'both', 'dana', 'erin', 'max', 'zoe']

export const objectOf = (person: string): string => `00000000-0000-4000-8000-${Buffer.from(person).toString('hex').padStart(12, '0')}`
export const idOf = (person: string): string => `29:${person}`
export const directOf = (person: string): string => `a:${person}`

export class Team implements Pick<BotPort, 'continueIn'> {
  posts: Post[] = []
  readonly calls: Called[] = []
  refusing: Refusing | undefined
  /** Nobody listens until then. */
  downUntilMs = 0
  readonly guests = new Set(['both'])
  nowMs: number

  constructor(nowMs: number) {
    this.nowMs = nowMs
  }

  async continueIn<T>(reference: Reference, work: (calls: Calls) => Promise<T>): Promise<T> {
    const { conversation } = reference
    const does = async <R>(call: TeamsCall, more: Pick<Called, 'id' | 'activity'>, answer: () => R): Promise<R> =>
      this.answered({ call, conversation, ...more, atMs: this.nowMs, refused: false }, answer)
    return work({
      send: (activity) => does('send', { activity }, () => this.post(conversation, activity)),
      update: (id, activity) => does('update', { id, activity }, () => void (this.find(conversation, id).activity = activity)),
      remove: (id) => does('remove', { id }, () => this.removePost(this.find(conversation, id))),
      member: (id) => does('member', { id }, () => this.member(id)),
      members: () => Promise.reject(new CallFailed({ status: 501 })),
      openDirect: (id) =>
        does('create', { id }, () => ({ ...reference, conversation: directOf(this.personOf(id)), kind: 'personal' as const })),
    })
  }

  private answered<R>(called: Called, answer: () => R): R {
    this.nowMs += CALL_MS
    this.calls.push(called)
    const asked = this.refusing
    const refusing = asked && [asked.call].flat().includes(called.call) && (asked.where?.(called) ?? true) ? asked : undefined
    const down = this.nowMs < this.downUntilMs
    called.refused = refusing !== undefined || down
    if (down) throw new CallFailed({ system: 'ECONNREFUSED' })
    if (refusing?.once) this.refusing = undefined
    if (refusing?.done === true) answer()
    if (refusing !== undefined) throw new CallFailed(refusing.fault)
    return answer()
  }

  private post(where: string, activity: Outgoing): string {
    const [conversation = '', thread] = where.split(';messageid=')
    if (thread !== undefined) this.find(conversation, thread)
    const id = String(this.nowMs * 1000 + this.calls.length)
    this.posts.push({ id, conversation, activity, atMs: this.nowMs, ...(thread === undefined ? {} : { thread }) })
    return id
  }

  private find(where: string, id: string): Post {
    const [conversation] = where.split(';messageid=')
    const found = this.posts.find((each) => each.conversation === conversation && each.id === id)
    if (found === undefined) throw new CallFailed({ status: 404, code: 'ActivityNotFoundInConversation' })
    return found
  }

  /** As people do it. */
  removePost(post: Post | undefined): void {
    this.posts = this.posts.filter((each) => each !== post)
  }

  private member(id: string): Member {
    const person = this.personOf(id)
    return { id: idOf(person), object: objectOf(person), tenant: TENANT, name: person, role: this.guests.has(person) ? 'guest' : 'user' }
  }

  private personOf(id: string): string {
    const person = MEMBERS.find((each) => [objectOf(each), idOf(each)].includes(id))
    if (person === undefined) throw new CallFailed({ status: 404, code: 'MemberNotFoundInConversation' })
    return person
  }
}

/** What a message says, with all of its card. */
export function wordsIn({ activity: { text, card } }: Post): string {
  return [text ?? '', ...textsIn(card)].join('\n')
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => (['text', 'title', 'url'].includes(key) ? [String(each)] : textsIn(each)))
}
