/** What a call of the bot does to the tenant of the stand-in, by Teams' own rules. */
import { accountBy, ACCOUNTS, TENANT, tenantOf, type AccountName, type TeamsAccount } from './accounts.ts'
import { activityFaults, isTooLarge, sizeFaults } from './activity-faults.ts'
import { refusal, refused, type Answer, type Code, type ConnectorCall } from './call.ts'
import type { Message, Messages } from './messages.ts'
import type { Place } from './places.ts'

type Json = Record<string, unknown>

export interface Tenant {
  messages: Messages
  /** What was sent and is no good message for Teams. */
  wrong: string[]
  /** Bytes of files that were put, by name. */
  uploads: Map<string, Buffer>
  /** Who blocked the bot. */
  blocked: Set<AccountName>
  /** Who has not the app: no 1:1 chat with them. */
  without: Set<AccountName>
  /** Places whose roster the bot is not in, by id. */
  outside: Set<string>
}

/** Members of a page, where nothing is asked. */
const PAGE = 200

export function carryOut(tenant: Tenant, call: ConnectorCall): Answer {
  const { operation, conversation, body } = call
  if (isTooLarge(body)) return no('MessageSizeTooBig', 'the payload is larger than 100 KB')
  if (operation === 'create') return create(tenant, body)
  const place = tenant.messages.places.get(conversation)
  if (!place) return no('ConversationNotFound', `there is no conversation ${conversation}`)
  const shut = shutOut(tenant, place)
  if (shut) return shut
  switch (operation) {
    case 'send':
      return send(tenant, place, call)
    case 'update':
      return update(tenant, place, call)
    case 'remove':
      return remove(tenant, place, call)
    case 'member':
      return member(place, call)
    case 'members':
      return members(place, call)
    case 'log-in':
    case 'upload':
    case 'unknown':
      return no('MethodNotAllowed', `${operation} is no call of a conversation`)
  }
}

function shutOut({ outside, without, blocked }: Tenant, { id, kind, members: [first] }: Place): Answer | undefined {
  if (outside.has(id)) return no('BotNotInConversationRoster', 'the bot is not part of the conversation roster')
  if (kind !== 'personal' || first === undefined) return undefined
  if (without.has(first)) return no('BotNotInConversationRoster', 'the bot is not installed for this user')
  return blocked.has(first) ? no('MessageWritesBlocked', 'the user blocked the conversation with the bot') : undefined
}

/** A 1:1 chat, or a new message at the top of a channel. */
function create(tenant: Tenant, { isGroup, members: asked, tenantId, channelData, activity }: Json): Answer {
  const { tenant: inTenant, channel } = (channelData ?? {}) as { tenant?: Json; channel?: Json }
  if ((tenantId ?? inTenant?.['id']) !== TENANT) return no('BadArgument', 'the tenant is not the one of the app')
  if (channel) return createPost(tenant, String(channel['id']), activity)
  const ids = Array.isArray(asked) ? (asked as Json[]).map(({ id }) => String(id)) : []
  const who = ids.length === 1 && isGroup !== true ? accountBy(ids[0] ?? '') : undefined
  if (who === undefined) return no('BadArgument', 'a bot opens a conversation with one user of its tenant')
  if (tenantOf(who) !== TENANT) return no('BadArgument', 'the user is not of this tenant')
  const shut = tenant.without.has(who) ? no('BotNotInConversationRoster', 'the bot is not installed for this user') : undefined
  if (shut) return shut
  return { status: 201, body: { id: tenant.messages.personal(who).id } }
}

function createPost(tenant: Tenant, id: string, activity: unknown): Answer {
  const place = tenant.messages.places.get(id)
  if (place?.kind !== 'channel') return no('ConversationNotFound', `there is no channel ${id}`)
  const shut = shutOut(tenant, place)
  if (shut) return shut
  const body = (activity ?? {}) as Json
  const odd = judged(tenant, body)
  if (odd) return odd
  const message = tenant.messages.post({ ...tenant.messages.read(body), conversation: id, from: 'bot' })
  return { status: 201, body: { id: `${id};messageid=${message.id}`, activityId: message.id } }
}

/** The activity that a reply names is not looked at: botbuilder makes one up where it writes by itself, and Teams goes by the conversation. */
function send(tenant: Tenant, place: Place, { thread, asked, body }: ConnectorCall): Answer {
  const { messages } = tenant
  if (thread !== undefined && (place.kind !== 'channel' || !standing(tenant, place, thread, true)))
    return no('ConversationNotFound', `there is no thread ${thread}`)
  const odd = judged(tenant, body)
  if (odd) return odd
  const said = { ...messages.read(body), conversation: place.id, from: 'bot' as const, ...(thread !== undefined && { thread }) }
  if (asked?.['isTargetedActivity'] !== 'true') return { status: 201, body: { id: messages.post(said).id } }
  const only = accountBy(String((body['recipient'] as Json | undefined)?.['id']))
  if (only === undefined || place.kind === 'personal' || !place.members.includes(only))
    return no('BadArgument', 'a targeted message names one member of a channel or a group chat')
  return { status: 201, body: { id: messages.post({ ...said, only }).id } }
}

function update(tenant: Tenant, place: Place, { of = '', body }: ConnectorCall): Answer {
  const message = standing(tenant, place, of, false)
  if (!message) return no('ActivityNotFoundInConversation', `there is no activity ${of}`)
  if (message.from !== 'bot') return no('BadArgument', 'a bot changes its own messages only')
  const odd = judged(tenant, body)
  if (odd) return odd
  delete message.card
  delete message.summary
  Object.assign(message, tenant.messages.read(body), { edits: message.edits + 1 })
  for (const key of tenant.messages.views.keys()) if (key.startsWith(`${message.id} `)) tenant.messages.views.delete(key)
  return { status: 200, body: { id: message.id } }
}

function remove(tenant: Tenant, place: Place, { of = '' }: ConnectorCall): Answer {
  const message = standing(tenant, place, of, false)
  if (!message) return no('ActivityNotFoundInConversation', `there is no activity ${of}`)
  if (message.from !== 'bot') return no('BadArgument', 'a bot removes its own messages only')
  message.deleted = true
  return { status: 200 }
}

function member({ members: there }: Place, { of = '' }: ConnectorCall): Answer {
  const name = accountBy(of)
  return name !== undefined && there.includes(name)
    ? { status: 200, body: rosterEntry(name) }
    : no('MemberNotFoundInConversation', `${of} is no member`)
}

function members({ members: there }: Place, { asked = {} }: ConnectorCall): Answer {
  const size = Number(asked['pageSize'] ?? PAGE)
  const from = Number(asked['continuationToken'] ?? 0)
  if (!Number.isInteger(size) || size < 1 || !Number.isInteger(from)) return no('BadArgument', 'pageSize or continuationToken is no number')
  const next = from + size < there.length ? { continuationToken: String(from + size) } : {}
  return { status: 200, body: { members: there.slice(from, from + size).map(rosterEntry), ...next } }
}

function rosterEntry(name: AccountName): Json {
  const account: TeamsAccount = ACCOUNTS[name]
  const [givenName = '', surname = ''] = account.name.split(' ')
  const entra = account.object === undefined ? {} : { objectId: account.object, aadObjectId: account.object }
  const { id, upn, role } = account
  return {
    id,
    name: account.name,
    ...entra,
    givenName,
    surname,
    email: upn,
    userPrincipalName: upn,
    tenantId: tenantOf(name),
    userRole: role,
  }
}

/** `evenRemoved`: a thread outlives the message that it hangs under. */
function standing({ messages }: Tenant, place: Place, id: string, evenRemoved: boolean): Message | undefined {
  return messages.all.find((message) => message.id === id && message.conversation === place.id && (evenRemoved || !message.deleted))
}

function judged({ wrong }: Tenant, body: Json): Answer | undefined {
  const faults = activityFaults(body)
  wrong.push(...faults, ...sizeFaults(body))
  return faults.length > 0 ? no('BadSyntax', faults.join('; ')) : undefined
}

function no(code: Code, message: string): Answer {
  return refused(refusal(code), message)
}
