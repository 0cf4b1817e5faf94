/** Proves the way to Teams, one thing after the other. */
import { z } from 'zod'
import { en } from '../../words/en.ts'
import type { TeamsCall } from '../../words/teams-words.ts'
import type { Proof } from '../live/proof.ts'
import { CallFailed, type BotPort, type Reference } from './bot-port.ts'
import { teamsErrorOf } from './calls/teams-error.ts'

export interface TeamsToProve {
  port: Pick<BotPort, 'continueIn'>
  /** A token for Teams; rejects with `CallFailed`. */
  token: (signal: AbortSignal) => Promise<string>
  /** The app's id, and how it proves itself: `secret`, `certificate` … */
  app: { id: string; tenant: string; by: string }
  /** Where Microsoft's signing keys are listed. */
  openId: string
  /** Where each of the configured conversations is reached; undefined where none is configured. */
  conversations: readonly Reference[] | undefined
  /** Where the bot is to listen. */
  endpoint: { host: string; port: number }
}

const WITHIN_MS = 10_000

/** Stops where the rest could not be good any more. */
export async function* proveTeams(teams: TeamsToProve): AsyncGenerator<Proof> {
  const token = await proveToken(teams)
  yield token
  if (token.good !== true) return
  yield await proveKeys(teams.openId)
  if (!teams.conversations) {
    yield {
      what: 'conversations',
      good: undefined,
      says: 'No conversations are configured: each is asked about when a run is started there. Add the app to the team or chat.',
    }
  }
  for (const conversation of teams.conversations ?? []) yield await proveConversation(teams.port, conversation)
  yield await proveEndpoint(teams.endpoint)
  yield {
    what: 'public address',
    good: undefined,
    says: 'Whether Microsoft reaches the bot cannot be tried from here. Mention it in Teams: @Countersign whoami. If no answer comes, look at the messaging endpoint in Azure and at what stands in front of the bot.',
  }
}

async function proveToken({ token, app }: TeamsToProve): Promise<Proof> {
  try {
    await token(AbortSignal.timeout(WITHIN_MS))
    return {
      what: 'log-in',
      good: true,
      says: `Entra gives the app ${app.id} of the tenant ${app.tenant} a token for Teams, by its ${app.by}.`,
    }
  } catch (cause) {
    const { status, code = `HTTP ${status}`, system } = cause instanceof CallFailed ? cause : new CallFailed({}, cause)
    if (system === undefined && status !== undefined && status < 500)
      return { what: 'log-in', good: false, says: en.teams.fault({ is: 'no-token', code }) }
    const says = `Entra does not answer (${system ?? code}). Let this machine reach https://login.microsoftonline.com.`
    return { what: 'log-in', good: false, says }
  }
}

const metadata = z.looseObject({ jwks_uri: z.url() })
const keySet = z.looseObject({ keys: z.array(z.unknown()).min(1) })

/** Without these keys nothing that Teams says can be believed. */
async function proveKeys(openId: string): Promise<Proof> {
  const what = "Microsoft's keys"
  try {
    const { jwks_uri: at } = metadata.parse(await jsonOf(openId))
    const { keys } = keySet.parse(await jsonOf(at))
    return { what, good: true, says: `${keys.length} of them can be read, by which what Teams sends is judged.` }
  } catch (cause) {
    const { code } = ((cause as Error).cause ?? {}) as { code?: string }
    const why = cause instanceof z.ZodError ? 'what is there is not a list of keys' : (code ?? (cause as Error).message)
    return {
      what,
      good: false,
      says: `${openId} cannot be read (${why}). Let this machine reach it by HTTPS: without the keys nothing that Teams sends is believed.`,
    }
  }
}

async function jsonOf(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MS), redirect: 'error' })
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  return response.json()
}

async function proveConversation(port: TeamsToProve['port'], reference: Reference): Promise<Proof> {
  const what = `conversation ${reference.conversation}`
  let call: TeamsCall = 'send'
  try {
    await port.continueIn(reference, async (calls) => {
      const text = 'Countersign tries whether it can post here. This message is removed again.'
      const id = await calls.send({ text, textFormat: 'plain' })
      call = 'update'
      await calls.update(id, { text: `${text} It could be edited.`, textFormat: 'plain' })
      call = 'remove'
      await calls.remove(id)
    })
    return { what, good: true, says: 'A message was posted, edited and removed again.' }
  } catch (cause) {
    return failed(what, call, cause)
  }
}

/** A bot that runs refuses whom Microsoft did not sign for. */
async function proveEndpoint({ host, port }: TeamsToProve['endpoint']): Promise<Proof> {
  const what = 'endpoint'
  const at = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const body = JSON.stringify({
    type: 'message',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/teams/',
    from: { id: 'x' },
    conversation: { id: 'x' },
  })
  try {
    const headers = { 'content-type': 'application/json' }
    const { status } = await fetch(`http://${at}/api/messages`, { method: 'POST', headers, body, signal: AbortSignal.timeout(WITHIN_MS) })
    if (status === 401) return { what, good: true, says: `The bot listens on ${at}, and refuses what Microsoft did not sign.` }
    return {
      what,
      good: false,
      says: `Something on ${at} answered with HTTP ${status}, which this bot would not. Stop it, or set teams.port to another number, and point the public address there.`,
    }
  } catch {
    return { what, good: undefined, says: `Nothing answers on ${at} yet: start the bot (npm start), and prove it again.` }
  }
}

function failed(what: string, call: TeamsCall, cause: unknown): Proof {
  return { what, good: false, says: teamsErrorOf(call, cause, 1000).message }
}
