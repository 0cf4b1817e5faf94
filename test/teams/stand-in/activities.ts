/** What people do in Teams, as Teams tells it to a bot. Field by field from learn.microsoft.com: messages to bots, universal actions, files of bots. */
import { randomUUID } from 'node:crypto'
import { ACCOUNTS, BOT, TENANT, tenantOf, type AccountName, type TeamsAccount } from './accounts.ts'
import type { Message } from './messages.ts'
import { TEAM, type Place } from './places.ts'

export type Activity = Record<string, unknown> & { id: string; serviceUrl: string }

/** Where something is done: in a channel, under which message; nothing is said at its top. */
export interface Where {
  place: Place
  thread?: string
}

export type Client = 'desktop' | 'mobile'

/** A line as somebody types it. Both clients name the bot in a channel and a group chat, and write blanks in their own way. */
export function messageOf(
  as: AccountName,
  { place, thread }: Where,
  id: string,
  line: string,
  client: Client,
  serviceUrl: string,
): Activity {
  const escaped = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const named = place.kind !== 'personal'
  const at = `<at>${BOT.name}</at>`
  const text = !named ? escaped : client === 'desktop' ? `${at}&nbsp;${escaped}\n` : `${at} ${escaped}\u00A0`
  const span = '<span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">Countersign</span>&nbsp;'
  return {
    ...base(as, { place, thread: thread ?? id }, serviceUrl, client),
    type: 'message',
    id,
    text,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: `<p>${named ? span : ''}${escaped}</p>` }],
    entities: [...(named ? [{ type: 'mention', mentioned: BOT, text: at }] : []), clientInfo(client)],
  }
}

/** A button of Action.Execute, or (`trigger: 'automatic'`) a client that asks for this person's view. `data` holds what was typed, too. */
export function executeOf(
  as: AccountName,
  { message, place }: { message: Message; place: Place },
  { verb, id, title, data }: { verb: string; id?: string; title?: string; data: object },
  trigger: 'manual' | 'automatic',
  serviceUrl: string,
): Activity {
  return {
    ...invoke(as, { message, place }, serviceUrl),
    name: 'adaptiveCard/action',
    value: {
      action: { type: 'Action.Execute', verb, ...(id !== undefined && { id }), ...(title !== undefined && { title }), data },
      trigger,
    },
  }
}

/** The same button in a client that does not know Action.Execute. */
export function submitOf(
  as: AccountName,
  { message, place }: { message: Message; place: Place },
  data: object,
  serviceUrl: string,
): Activity {
  const under = { place, ...threadOf(message) }
  return { ...base(as, under, serviceUrl, 'mobile'), type: 'message', id: `f:${randomUUID()}`, value: data, replyToId: message.id }
}

/** The answer to a card that offers a file. `uploadUrl`: where Teams wants it, when it is taken. */
export function fileConsentOf(
  as: AccountName,
  { message, place }: { message: Message; place: Place },
  { action, context, name, uploadUrl }: { action: 'accept' | 'decline'; context: unknown; name: string; uploadUrl: string },
  serviceUrl: string,
): Activity {
  const uploadInfo = { contentUrl: `${uploadUrl}?shown`, name, uploadUrl, uniqueId: randomUUID(), fileType: name.split('.').at(-1) ?? '' }
  return {
    ...invoke(as, { message, place }, serviceUrl),
    name: 'fileConsent/invoke',
    value: { type: 'fileUpload', action, context, ...(action === 'accept' && { uploadInfo }) },
  }
}

/** The app is added to a place, or taken out of it. */
export function installedOf(as: AccountName, place: Place, action: 'add' | 'remove', serviceUrl: string): Activity {
  return { ...base(as, { place }, serviceUrl, 'desktop'), type: 'installationUpdate', id: `f:${randomUUID()}`, action }
}

/** The bot is added to a roster, or taken out of it. */
export function rosterChangeOf(as: AccountName, place: Place, change: 'membersAdded' | 'membersRemoved', serviceUrl: string): Activity {
  return { ...base(as, { place }, serviceUrl, 'desktop'), type: 'conversationUpdate', id: `f:${randomUUID()}`, [change]: [{ id: BOT.id }] }
}

function invoke(as: AccountName, { message, place }: { message: Message; place: Place }, serviceUrl: string): Activity {
  const { channelData, ...rest } = base(as, { place, ...threadOf(message) }, serviceUrl, 'desktop')
  return {
    ...rest,
    type: 'invoke',
    id: `f:${randomUUID()}`,
    replyToId: message.id,
    channelData: { ...channelData, source: { name: 'message' } },
  }
}

function threadOf({ id, thread }: Message): { thread: string } {
  return { thread: thread ?? id }
}

function base(
  as: AccountName,
  { place, thread }: Where,
  serviceUrl: string,
  client: Client,
): Record<string, unknown> & { serviceUrl: string; channelData: object } {
  const account: TeamsAccount = ACCOUNTS[as]
  const inChannel = place.kind === 'channel'
  const tenantId = inChannel || place.kind === 'groupChat' ? TENANT : tenantOf(as)
  return {
    channelId: 'msteams',
    serviceUrl,
    timestamp: new Date().toISOString(),
    localTimestamp: new Date().toISOString(),
    localTimezone: 'Europe/Berlin',
    locale: 'en-US',
    from: { id: account.id, name: account.name, ...(account.object !== undefined && { aadObjectId: account.object }) },
    recipient: BOT,
    conversation: {
      id: inChannel && thread !== undefined ? `${place.id};messageid=${thread}` : place.id,
      conversationType: place.kind,
      tenantId,
      ...(place.kind !== 'personal' && { isGroup: true }),
    },
    channelData: {
      tenant: { id: tenantOf(as) },
      ...(inChannel && {
        teamsChannelId: place.id,
        teamsTeamId: TEAM.id,
        channel: { id: place.id },
        team: { id: TEAM.id, name: TEAM.name, aadGroupId: TEAM.group },
      }),
    },
    entities: [clientInfo(client)],
  }
}

function clientInfo(client: Client): object {
  return {
    type: 'clientInfo',
    locale: 'en-US',
    country: 'US',
    platform: client === 'desktop' ? 'Windows' : 'iOS',
    timezone: 'Europe/Berlin',
  }
}
