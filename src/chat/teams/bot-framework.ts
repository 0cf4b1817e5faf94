/**
 * The Bot Framework behind `BotPort`: the only file that knows `botbuilder`, whose support has ended.
 * Of botbuilder we take the judging of tokens, the way to a conversation, and the mention; its own receiver and its own HTTP we do not use,
 * because the one rejects on malformed input and answers with internal text, and the other repeats calls unseen (seen with 4.23.3).
 */
import type { ServerResponse } from 'node:http'
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, TurnContext, type Activity } from 'botbuilder'
import { z } from 'zod'
import type { AppToken, BotPort, Calls, Handle, ParsedRequest, Reference } from './bot-port.ts'
import { bearerOf } from './bearer.ts'
import { called, idOf, memberOf, outgoingActivity, pageOf, TARGETED_HEADER } from './call.ts'
import { connectorHttp } from './connector-http.ts'
import { decodedText, mentionsOf, referenceOf, withoutThread } from './incoming.ts'

export interface BotFrameworkOptions {
  /** None: whoever calls is believed, for practice only. */
  appId?: string
  /** Tenants whose ids a caller's token may name. */
  tenants: readonly string[]
  /** None where there is no app id. */
  token?: AppToken
  /** Where the signing keys are listed: `OPEN_ID`, or a stand-in's. */
  openId: string
  log: BotLog
  /** Told of each caller: undefined is good. */
  onCaller?: (trouble: CallerTrouble | undefined) => void
}

export interface BotLog {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** `forged` or malformed: the caller's fault. The others are troubles of ours: signed by Microsoft but out of its time, or Microsoft's keys could not be read. */
export type CallerTrouble = { kind: 'early' | 'expired'; bySeconds: number } | { kind: 'keys'; cause: unknown }

type Connector = Awaited<ReturnType<ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>['create']>>

const CHANNEL_ISSUER = 'https://api.botframework.com'
/** Where Microsoft lists the keys that Teams signs with. */
export const OPEN_ID = 'https://login.botframework.com/v1/.well-known/openidconfiguration'
/** botbuilder's own, and Microsoft's. */
export const CLOCK_TOLERANCE_S = 300
/** Members; Teams gives at most 500. */
const PAGE = 200
const CALL_LIMIT_MS = 10_000
/** Reading Microsoft's keys for the first time takes two requests. */
const JUDGE_LIMIT_MS = 5000

export function botFramework(options: BotFrameworkOptions): BotPort {
  const { appId, log } = options
  const authentication = authenticationOf(options)
  const adapter = new CloudAdapter(authentication)
  return {
    process: async (request, response, handle) => {
      try {
        await hear(request, response, handle)
      } catch (cause) {
        log.error({ err: cause }, 'a request of Teams could not be answered')
        answer(response, 500)
      }
    },
    referenceOf,
    withoutMention,
    continueIn: async (reference, work) => {
      let done: { value: Awaited<ReturnType<typeof work>> } | undefined
      await adapter.continueConversationAsync(appId ?? '', continued(reference, appId), async (context) => {
        const connector = context.turnState.get<Connector>(context.adapter.ConnectorClientKey)
        done = { value: await work(callsOf(connector, reference, appId)) }
      })
      if (done === undefined) throw new Error('botbuilder did not go on in the conversation')
      return done.value
    },
  }

  async function hear(request: ParsedRequest, response: ServerResponse, handle: Handle): Promise<void> {
    const read = activitySchema.safeParse(request.body)
    if (!read.success) {
      log.warn(
        { from: request.socket.remoteAddress, faults: read.error.issues.map(({ path }) => path.join('.')) },
        'a request is no activity of Teams',
      )
      return answer(response, 400)
    }
    const activity = request.body as Activity
    const refused = await judge(activity, request)
    if (refused !== undefined) return answer(response, refused)
    const said = await handle(activity)
    if (said !== undefined) answer(response, said.status, said.body)
    else answer(response, activity.type === 'invoke' ? 501 : 200)
  }

  /** The status that a caller who is not believed is answered with. */
  async function judge(activity: Activity, request: ParsedRequest): Promise<number | undefined> {
    if (appId === undefined) return undefined
    const bearer = bearerOf(request.headers.authorization, { issuer: CHANNEL_ISSUER, audience: appId, tenants: options.tenants })
    if ('fault' in bearer) {
      log.warn({ from: request.socket.remoteAddress, code: bearer.fault }, 'a request was refused: nobody signed it for this bot')
      return 401
    }
    try {
      await within(authentication.authenticateRequest(activity, bearer.header), JUDGE_LIMIT_MS)
      options.onCaller?.(undefined)
      return undefined
    } catch (cause) {
      const trouble = troubleOf(cause, bearer)
      if (trouble !== undefined) options.onCaller?.(trouble)
      log.warn({ err: cause, from: request.socket.remoteAddress }, 'a request was refused: its token is not good')
      return trouble?.kind === 'keys' ? 503 : 401
    }
  }
}

/** What every activity has; its place must be known before its token can be judged. */
const activitySchema = z.looseObject({
  type: z.string().min(1).max(100),
  channelId: z.literal('msteams'),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(1000),
  from: z.looseObject({ id: z.string().min(1).max(1000) }),
  conversation: z.looseObject({ id: z.string().min(1).max(1000) }),
})

function authenticationOf({ appId, token, openId }: BotFrameworkOptions): ConfigurationBotFrameworkAuthentication {
  return new ConfigurationBotFrameworkAuthentication(
    {
      ToBotFromChannelTokenIssuer: CHANNEL_ISSUER,
      ToBotFromChannelOpenIdMetadataUrl: openId,
      ToBotFromEmulatorOpenIdMetadataUrl: openId,
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToChannelFromBotOAuthScope: CHANNEL_ISSUER,
      OAuthUrl: CHANNEL_ISSUER,
      CallerId: 'urn:botframework:azure',
    },
    {
      isValidAppId: async (id) => id === appId,
      isAuthenticationDisabled: async () => appId === undefined,
      // The bearer is added where the call is sent, so that its time counts into the call's.
      createCredentials: async () => ({ signRequest: async (resource) => resource }),
    },
    undefined,
    undefined,
    { httpClient: connectorHttp(token) },
  )
}

/** The cause of a refusal, where it is not the caller: told by names, and by botbuilder's sentence where it hides the name. */
function troubleOf(cause: unknown, bearer: { expires?: number; notBefore?: number }): CallerTrouble | undefined {
  const { name, message, statusCode } = cause as { name?: string; message?: string; statusCode?: number }
  const now = Date.now() / 1000
  if (name === 'NotBeforeError' && bearer.notBefore !== undefined) return { kind: 'early', bySeconds: Math.round(bearer.notBefore - now) }
  if (message === 'The token has expired' && bearer.expires !== undefined)
    return { kind: 'expired', bySeconds: Math.round(now - bearer.expires) }
  if (name === 'JsonWebTokenError' || statusCode === 401) return undefined
  return { kind: 'keys', cause }
}

function continued({ serviceUrl, conversation, tenant, kind }: Reference, appId: string | undefined) {
  return {
    channelId: 'msteams',
    serviceUrl,
    bot: { id: botId(appId), name: '' },
    conversation: { id: conversation, tenantId: tenant, conversationType: kind, isGroup: kind !== 'personal', name: '' },
  }
}

function botId(appId: string | undefined): string {
  return `28:${appId ?? 'countersign'}`
}

function callsOf({ conversations }: Connector, { conversation, serviceUrl, tenant }: Reference, appId: string | undefined): Calls {
  const bot = { id: botId(appId), name: '' }
  const limits = () => ({ abortSignal: AbortSignal.timeout(CALL_LIMIT_MS) })
  return {
    send: (activity) =>
      called(async () => {
        const customHeaders = activity.targeted === undefined ? {} : { customHeaders: { [TARGETED_HEADER]: 'yes' } }
        return idOf(
          await conversations.sendToConversation(conversation, outgoingActivity(activity, bot), { ...limits(), ...customHeaders }),
        )
      }),
    update: (id, activity) =>
      called(async () => {
        await conversations.updateActivity(conversation, id, outgoingActivity(activity, bot), limits())
      }),
    remove: (id) =>
      called(async () => {
        await conversations.deleteActivity(conversation, id, limits())
      }),
    member: (id) => called(async () => memberOf(await conversations.getConversationMember(withoutThread(conversation), id, limits()))),
    members: (after) =>
      called(async () => {
        // Its types ask for a token on the first page as well; none is sent.
        const asked = { ...limits(), pageSize: PAGE, continuationToken: after as string }
        return pageOf(await conversations.getConversationPagedMembers(withoutThread(conversation), asked))
      }),
    openDirect: (memberId) =>
      called(async () => {
        const asked = {
          isGroup: false,
          bot,
          members: [{ id: memberId, name: '' }],
          tenantId: tenant,
          channelData: { tenant: { id: tenant } },
        }
        const opened = await conversations.createConversation(asked, limits())
        return { serviceUrl, tenant, conversation: idOf(opened), kind: 'personal' as const }
      }),
  }
}

/** botbuilder takes one mention away, and throws at one that is not whole. */
function withoutMention(activity: unknown): string {
  const { text, recipient, mentions } = mentionsOf(activity)
  let left = text
  for (const mention of mentions)
    left = TurnContext.removeRecipientMention({ text: left, recipient, entities: [mention] } as unknown as Activity)
  return decodedText(left)
}

async function within<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came within ${limitMs} ms`)), limitMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function answer(response: ServerResponse, status: number, body?: unknown): void {
  if (response.headersSent || response.destroyed) return
  if (body === undefined) response.writeHead(status).end()
  else response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
