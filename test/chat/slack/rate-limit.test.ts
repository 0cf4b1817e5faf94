import { describe, expect, test } from 'vitest'
import { SlackApi } from '../../../src/chat/slack/web-api/api.ts'
import { RateLimit } from '../../../src/chat/slack/web-api/rate-limit.ts'
import type { Method } from '../../../src/chat/slack/web-api/methods.ts'
import { RateLimited, SlackError } from '../../../src/chat/slack/web-api/slack-error.ts'
import { connectionLost } from './slack-stand-in.ts'

/** A clock that the test sets. */
function paceAt(clock: { ms: number }): RateLimit {
  return new RateLimit(() => clock.ms)
}
const post = (channel: string) => [{ key: `chat.postMessage ${channel}`, everyMs: 1000 }]
const update = [{ key: 'chat.update', everyMs: 2500 }]

describe('the pace of calls', () => {
  test('a channel takes one message a second, and another channel does not wait for it', () => {
    const pace = paceAt({ ms: 0 })
    expect(pace.take(post('C1'), 5000)).toEqual({ waitMs: 0 })
    expect(pace.take(post('C1'), 5000)).toEqual({ waitMs: 1000 })
    expect(pace.take(post('C2'), 5000)).toEqual({ waitMs: 0 })
  })

  test('all cards together are updated every 2.5 s', () => {
    const pace = paceAt({ ms: 0 })
    expect([pace.take(update, 9000), pace.take(update, 9000), pace.take(update, 9000)]).toEqual([
      { waitMs: 0 },
      { waitMs: 2500 },
      { waitMs: 5000 },
    ])
  })

  test('whoever cannot wait takes no place', () => {
    const clock = { ms: 0 }
    const pace = paceAt(clock)
    pace.take(update, 0)
    expect(pace.take(update, 1000)).toEqual({ retryAfterMs: 2500 })
    clock.ms = 2500
    expect(pace.take(update, 0)).toEqual({ waitMs: 0 })
  })

  test('a pause that Slack asked for stops this channel and no other', () => {
    const clock = { ms: 0 }
    const pace = paceAt(clock)
    pace.block('chat.postMessage C1', 30_000)
    expect(pace.take(post('C1'), 1000)).toEqual({ retryAfterMs: 30_000 })
    expect(pace.blockedFor(post('C1'))).toBe(30_000)
    expect(pace.take(post('C2'), 1000)).toEqual({ waitMs: 0 })
    clock.ms = 30_000
    expect(pace.take(post('C1'), 1000)).toEqual({ waitMs: 0 })
  })
})

describe('a call to Slack', () => {
  /** Answers of Slack's client, one a call. */
  const apiOf = (...answers: (object | Error)[]): { api: SlackApi; calls: string[] } => {
    const calls: string[] = []
    const apiCall = async (method: string): Promise<never> => {
      calls.push(method)
      const answer = answers[calls.length - 1] ?? { ok: true }
      if (answer instanceof Error) throw answer
      return answer as never
    }
    return { api: new SlackApi({ apiCall }, new RateLimit()), calls }
  }
  const limited = Object.assign(new Error('x'), { code: 'slack_webapi_rate_limited_error', retryAfter: 30 })
  const refused = (error: string, more: object = {}): Error =>
    Object.assign(new Error('x'), { code: 'slack_webapi_platform_error', data: { error, ...more } })
  const faultOf = (call: Promise<unknown>): Promise<unknown> => call.then(() => undefined).catch((cause: unknown) => cause)

  test('that was answered 429 is not made again before the time that Slack named', async () => {
    const { api, calls } = apiOf(limited)
    expect(await faultOf(api.call('chat.postMessage', { channel: 'C1' }))).toEqual(new RateLimited('chat.postMessage', 30_000, true))
    const again = await faultOf(api.call('chat.postMessage', { channel: 'C1' }, { longestWaitMs: 1000 }))
    expect(again instanceof RateLimited && again.retryAfterMs > 29_000).toBe(true)
    await api.call('chat.postMessage', { channel: 'C2' })
    expect(calls).toHaveLength(2)
  })

  test.each([
    [
      'not_in_channel',
      'Slack refused chat.postMessage (not_in_channel): the app is no member of that channel. Type /invite @countersign there.',
    ],
    ['what_is_this', 'Slack refused chat.postMessage: what_is_this.'],
  ])('that was refused with %s was surely not done', async (error, sentence) => {
    const fault = await faultOf(apiOf(refused(error)).api.call('chat.postMessage', { channel: 'C1' }))
    expect(fault instanceof SlackError && [fault.code, fault.certain, fault.message]).toEqual([error, true, sentence])
  })

  test('that lacks a scope names it and the remedy', async () => {
    const fault = await faultOf(apiOf(refused('missing_scope', { needed: 'users:read' })).api.call('users.info', { user: 'U1' }))
    expect((fault as Error).message).toBe(
      'Slack refused users.info: the token lacks the scope users:read. Update the app from manifest/slack.yaml, install it again, and give the new token to the bot.',
    )
  })

  test.each([
    [
      Object.assign(new Error('x'), { code: 'slack_webapi_http_error', statusCode: 503 }),
      false,
      'Slack answered views.open with HTTP 503.',
    ],
    [
      Object.assign(new Error('x'), {
        code: 'slack_webapi_request_error',
        original: Object.assign(new Error(), { cause: { code: 'ECONNREFUSED' } }),
      }),
      true,
      'Slack does not answer views.open (ECONNREFUSED).',
    ],
    [
      Object.assign(new Error('x'), {
        code: 'slack_webapi_request_error',
        original: Object.assign(new Error(), { cause: { code: 'ECONNRESET' } }),
      }),
      false,
      'Slack does not answer views.open (ECONNRESET).',
    ],
  ])('whose connection failed says whether it may have been done', async (thrown, certain, sentence) => {
    const fault = await faultOf(apiOf(thrown).api.call('views.open', {}))
    expect(fault instanceof SlackError && [fault.certain, fault.message]).toEqual([certain, sentence])
  })

  test.each<[Method, Error, number]>([
    ['users.info', connectionLost(), 2],
    ['conversations.replies', connectionLost(), 2],
    ['chat.postMessage', connectionLost(), 1],
    ['views.open', connectionLost(), 1],
    ['users.info', Object.assign(new Error('x'), { code: 'slack_webapi_request_error' }), 1],
    ['users.info', Object.assign(new Error('x'), { code: 'slack_webapi_http_error', statusCode: 503 }), 1],
    ['users.info', refused('internal_error'), 1],
  ])('of %s is asked once more where the connection broke and it only reads: %s, %i calls', async (method, thrown, times) => {
    let calls = 0
    const apiCall = async (): Promise<never> => {
      calls += 1
      if (calls === 1) throw thrown
      return { ok: true } as never
    }
    const told: unknown[] = []
    const api = new SlackApi({ apiCall }, new RateLimit(), (_, trouble) => told.push(trouble))
    const fault = await faultOf(api.call(method, { channel: 'C1' }))
    expect([calls, fault instanceof SlackError, told]).toEqual([times, times === 1, [times === 1 ? fault : undefined]])
  })

  test('is asked once more though others at once have met a broken connection, too', async () => {
    let calls = 0
    const apiCall = async (): Promise<never> => {
      calls += 1
      if (calls <= 2) throw connectionLost()
      return { ok: true } as never
    }
    const api = new SlackApi({ apiCall }, new RateLimit())
    expect(await Promise.all([1, 2].map(() => faultOf(api.call('users.info', {}))))).toEqual([undefined, undefined])
    expect(calls).toBe(4)
  })

  test('is not asked twice as often because Slack is away for long', async () => {
    let calls = 0
    const api = new SlackApi({ apiCall: async () => Promise.reject(((calls += 1), connectionLost())) }, new RateLimit())
    for (let call = 0; call < 10; call++) expect(await faultOf(api.call('users.info', {}))).toBeInstanceOf(SlackError)
    expect(calls).toBe(11)
  })
})
