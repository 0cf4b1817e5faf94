/** The one way to Slack's Web API: paced, with no retry but of what only reads, every fault a value that says whether it was done. */
import { setTimeout as pause } from 'node:timers/promises'
import type { webApi } from '@slack/bolt'
import { METHODS, type Method, type MethodRule } from './methods.ts'
import type { RateLimit, Slot } from './rate-limit.ts'
import { isBroken, RateLimited, SlackError, slackErrorOf } from './slack-error.ts'
import type { ConnectionState } from '../../live/connection-state.ts'
import { AskedAgain } from '../../live/retried.ts'

export type SlackAnswer = Record<string, unknown>

export interface CallLimits {
  /** How long the call may wait for its turn; after that it is a `RateLimited`, and nothing was sent. */
  longestWaitMs?: number
}

export type OnCall = (method: Method, trouble: RateLimited | SlackError | undefined) => void

export class SlackApi {
  private readonly client: Pick<webApi.WebClient, 'apiCall'>
  private readonly rateLimit: RateLimit
  private readonly onCall: OnCall
  private readonly wait: (ms: number) => Promise<unknown>
  private readonly again = new AskedAgain<Method>((method) => (METHODS[method] as MethodRule).reads === true, isBroken)

  /** `onCall` is told after each call what Slack answered; `wait` lets time pass. */
  constructor(
    client: Pick<webApi.WebClient, 'apiCall'>,
    rateLimit: RateLimit,
    onCall: OnCall = () => undefined,
    wait: (ms: number) => Promise<unknown> = (ms) => pause(ms),
  ) {
    this.client = client
    this.rateLimit = rateLimit
    this.onCall = onCall
    this.wait = wait
  }

  /** Throws `RateLimited` or `SlackError`, and nothing else. */
  async call(method: Method, args: Record<string, unknown>, { longestWaitMs = 0 }: CallLimits = {}): Promise<SlackAnswer> {
    const slots = slotsOf(method, args)
    await this.turn(method, slots, longestWaitMs)
    try {
      const answer = (await this.again.ask(method, () => this.client.apiCall(method, args))) as unknown as SlackAnswer
      this.onCall(method, undefined)
      return answer
    } catch (thrown) {
      const trouble = slackErrorOf(method, thrown)
      if (trouble instanceof RateLimited) for (const { key } of slots) this.rateLimit.block(key, trouble.retryAfterMs)
      this.onCall(method, trouble)
      throw trouble
    }
  }

  /** Waits its turn; a pause that Slack asked for meanwhile counts as well. */
  private async turn(method: Method, slots: Slot[], longestWaitMs: number): Promise<void> {
    let left = longestWaitMs
    let taken = this.rateLimit.take(slots, left)
    while (!('retryAfterMs' in taken) && taken.waitMs > 0) {
      await this.wait(taken.waitMs)
      left -= taken.waitMs
      const blocked = this.rateLimit.blockedFor(slots)
      if (blocked === 0) return
      taken = this.rateLimit.take(slots, Math.max(0, left))
    }
    if ('retryAfterMs' in taken) throw new RateLimited(method, taken.retryAfterMs, this.rateLimit.blockedFor(slots) > 0)
  }
}

function slotsOf(method: Method, args: Record<string, unknown>): Slot[] {
  const { everyMs, per }: MethodRule = METHODS[method]
  const channel = typeof args['channel'] === 'string' ? args['channel'] : ''
  return [{ key: per === 'channel' ? `${method} ${channel}` : method, everyMs }]
}

/** Hears every call, and says what is wrong with Slack as a whole, or with a method whoever asks; the ways of the runs say what is wrong with them. */
export function watchCalls(connection: Pick<ConnectionState, 'up' | 'down'>): OnCall {
  const refused = new Map<Method, number>()
  return (method, trouble) => {
    if (!trouble) {
      refused.delete(method)
      connection.up('web')
      connection.up(method)
      return
    }
    if (trouble instanceof SlackError && (trouble.code === 'unreachable' || TOKEN_TROUBLES.has(trouble.code) || method === 'auth.test'))
      connection.down('web', trouble.message)
    const times = (refused.get(method) ?? 0) + 1
    refused.set(method, times)
    if (times >= OFTEN && FOR_PEOPLE.has(method)) connection.down(method, trouble.message)
  }
}

/** Calls that no run tries again: whoever they were for is told, and whoever keeps the bot here. */
const FOR_PEOPLE: ReadonlySet<Method> = new Set(['users.info', 'conversations.info', 'views.open', 'auth.test'])

/** What is refused once is told to whom it concerns; twice in a row, it is no matter of theirs. */
const OFTEN = 2

const TOKEN_TROUBLES = new Set(['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'])
