/** Proves the way to Slack, one thing after the other. */
import { setTimeout as pause } from 'node:timers/promises'
import { webApi } from '@slack/bolt'
import { z } from 'zod'
import type { Proof } from '../live/proof.ts'
import { SlackApi } from './web-api/api.ts'
import { boltLog } from './receive/bolt-log.ts'
import { ConnectionState, type ConnectionLog } from '../live/connection-state.ts'
import { neededScopes } from './web-api/methods.ts'
import type { SlackConfig } from './open-slack.ts'
import { RateLimit } from './web-api/rate-limit.ts'
import { KeptSocketReceiver } from './receive/socket-receiver.ts'

const WITHIN_MS = 15_000

/** Stops where the rest could not be good any more. */
export async function* proveSlack(config: SlackConfig, log: ConnectionLog): AsyncGenerator<Proof> {
  const options: webApi.WebClientOptions = {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 8000,
    logger: boltLog(log),
    ...(config.apiUrl === undefined ? {} : { slackApiUrl: config.apiUrl }),
  }
  const api = new SlackApi(new webApi.WebClient(config.botToken, options), new RateLimit())
  const token = await proveToken(api)
  yield token
  if (token.good !== true) return
  yield await proveScopes(api)
  if (!config.channels) {
    yield {
      what: 'channels',
      good: undefined,
      says: 'No channels are configured: each is asked about when a run is started there. /invite @countersign in it.',
    }
  }
  for (const channel of config.channels ?? []) yield await proveChannel(api, channel)
  yield await proveEvents(config, options, log)
}

const identity = z.object({ team: z.string().default(''), team_id: z.string(), user_id: z.string() })

async function proveToken(api: SlackApi): Promise<Proof> {
  try {
    const { team, team_id, user_id } = identity.parse(await api.call('auth.test', {}))
    return { what: 'bot token', good: true, says: `Slack knows it as ${user_id} in ${team || team_id} (${team_id}).` }
  } catch (cause) {
    return failed('bot token', cause)
  }
}

const granted = z.object({ response_metadata: z.object({ scopes: z.array(z.string()) }) })

/** Slack names the token's scopes with every answer. */
async function proveScopes(api: SlackApi): Promise<Proof> {
  try {
    const read = granted.safeParse(await api.call('auth.test', {}))
    if (!read.success) return { what: 'scopes', good: undefined, says: 'Slack did not name the scopes of the token.' }
    const missing = neededScopes().filter((scope) => !read.data.response_metadata.scopes.includes(scope))
    if (missing.length === 0) return { what: 'scopes', good: true, says: `The token has all ${neededScopes().length} that are needed.` }
    const remedy = 'Update the app from manifest/slack.yaml, install it again, and give the new token to the bot.'
    return { what: 'scopes', good: false, says: `The token lacks ${missing.join(', ')}. ${remedy}` }
  } catch (cause) {
    return failed('scopes', cause)
  }
}

async function proveChannel(api: SlackApi, channel: string): Promise<Proof> {
  const what = `channel ${channel}`
  try {
    const text = 'Countersign tries whether it can post here. This message is deleted again.'
    const { ts } = await api.call('chat.postMessage', { channel, text }, { longestWaitMs: 5000 })
    await api.call('chat.delete', { channel, ts }, { longestWaitMs: 5000 })
    return { what, good: true, says: 'A message was posted and deleted again.' }
  } catch (cause) {
    return failed(what, cause)
  }
}

async function proveEvents({ transport }: SlackConfig, clientOptions: webApi.WebClientOptions, log: ConnectionLog): Promise<Proof> {
  if (transport.mode === 'http') {
    const says = `Whether Slack's requests arrive cannot be tried from here. Type /countersign whoami in Slack; the bot listens on ${transport.host}:${transport.port}.`
    return { what: 'requests', good: undefined, says }
  }
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const connection = new ConnectionState('Slack', log, resolve)
  const receiver = new KeptSocketReceiver({
    appToken: transport.appToken,
    clientOptions,
    log,
    connection,
    onOpen: () => resolve(undefined),
  })
  const stop = new AbortController()
  try {
    await receiver.start()
    const late = pause(WITHIN_MS, 'Slack did not answer within 15 s.', { signal: stop.signal }).catch(() => undefined)
    const trouble = await Promise.race([promise, late])
    if (trouble === undefined) return { what: 'Socket Mode', good: true, says: 'A connection was opened, and Slack said hello.' }
    return { what: 'Socket Mode', good: false, says: trouble }
  } finally {
    stop.abort()
    await receiver.stop()
  }
}

function failed(what: string, cause: unknown): Proof {
  return { what, good: false, says: cause instanceof Error ? cause.message : String(cause) }
}
