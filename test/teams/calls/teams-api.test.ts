/** What a call to Teams comes to, and how long Teams is left alone after it. */
import { beforeEach, describe, expect, test } from 'vitest'
import { CallFailed, type CallFault } from '../../../src/chat/teams/bot-port.ts'
import { RateLimit } from '../../../src/chat/teams/calls/rate-limit.ts'
import { TeamsApi, watchCalls } from '../../../src/chat/teams/calls/teams-api.ts'
import { TeamsError } from '../../../src/chat/teams/calls/teams-error.ts'
import { NoAccount, Paused } from '../../../src/chat/live/platform-error.ts'
import { answeredBy, CHANNEL, ended, OTHER } from './answering.ts'

let nowMs: number
let fault: CallFault | undefined
let sent: number[]
let troubles: Map<string, string>
let api: TeamsApi

const answer = async <T>(value: T): Promise<T> => {
  sent.push(nowMs)
  if (fault !== undefined) throw new CallFailed(fault)
  return value
}
const calls = answeredBy(answer)

beforeEach(() => {
  nowMs = 0
  fault = undefined
  sent = []
  troubles = new Map()
  api = new TeamsApi({
    port: { continueIn: (_, work) => work(calls) },
    rateLimit: new RateLimit(() => nowMs),
    onCall: watchCalls({ up: (part) => void troubles.delete(part), down: (part, why) => void troubles.set(part, why) }),
    wait: async (ms) => void (nowMs += ms),
    random: () => 0.5,
  })
})

const post = (at = CHANNEL, longestWaitMs = 0): Promise<unknown> =>
  ended(api.send(at, { text: 'x', textFormat: 'plain' }, { longestWaitMs }))

describe('what Teams answered', () => {
  test.each<[CallFault, { passes: boolean; certain: boolean; gone: boolean; code: string }, string]>([
    [
      { status: 400, code: 'BadArgument' },
      { passes: false, certain: true, gone: false, code: 'BadArgument' },
      'Teams refused to take a message (HTTP 400, BadArgument).',
    ],
    [
      { status: 401, code: 'BotNotRegistered' },
      { passes: false, certain: true, gone: false, code: 'BotNotRegistered' },
      'Teams refused to take a message (HTTP 401, BotNotRegistered): Azure knows no bot of this app id. Register it, or correct teams.appId in countersign.yaml.',
    ],
    [
      { status: 401, code: 'AADSTS7000215', unsent: true },
      { passes: false, certain: true, gone: false, code: 'AADSTS7000215' },
      'Entra gives the bot no token for Teams (AADSTS7000215): the secret is not that of the app. Copy its value again, not its id, or make a new one under "Certificates & secrets" of the registration.',
    ],
    [
      { system: 'ECONNRESET', unsent: true },
      { passes: true, certain: true, gone: false, code: 'unreachable' },
      'Entra gives the bot no token for Teams (ECONNRESET): look at teams.appId, teams.tenant and its secret or certificate in countersign.yaml.',
    ],
    [
      { status: 404, unsent: true },
      { passes: false, certain: true, gone: false, code: 'unreachable' },
      'Entra gives the bot no token for Teams (404): look at teams.appId, teams.tenant and its secret or certificate in countersign.yaml.',
    ],
    [
      { status: 404, code: 'ActivityNotFoundInConversation' },
      { passes: false, certain: true, gone: true, code: 'ActivityNotFoundInConversation' },
      'Teams refused to take a message (HTTP 404, ActivityNotFoundInConversation): the message is not there any more.',
    ],
    [
      { status: 404, code: 'ConversationNotFound' },
      { passes: false, certain: true, gone: false, code: 'ConversationNotFound' },
      'Teams refused to take a message (HTTP 404, ConversationNotFound): the channel or chat is not there any more. Start the run in another.',
    ],
    [{ status: 405 }, { passes: false, certain: true, gone: false, code: '405' }, 'Teams refused to take a message (HTTP 405).'],
    [{ status: 408 }, { passes: true, certain: false, gone: false, code: '408' }, 'Teams refused to take a message (HTTP 408).'],
    [
      { status: 412, code: 'PreconditionFailed' },
      { passes: true, certain: true, gone: false, code: 'PreconditionFailed' },
      'Teams refused to take a message (HTTP 412, PreconditionFailed).',
    ],
    [{ status: 502 }, { passes: true, certain: false, gone: false, code: '502' }, 'Teams refused to take a message (HTTP 502).'],
    [
      { system: 'ECONNREFUSED' },
      { passes: true, certain: true, gone: false, code: 'unreachable' },
      'Teams did not answer when it was asked to take a message (ECONNREFUSED).',
    ],
    [
      { system: 'TIMEOUT' },
      { passes: true, certain: false, gone: false, code: 'unreachable' },
      'Teams did not answer when it was asked to take a message (TIMEOUT).',
    ],
    [{}, { passes: true, certain: false, gone: false, code: 'unreachable' }, 'Teams did not answer when it was asked to take a message.'],
    [
      { status: 200, system: 'NO_ID' },
      { passes: false, certain: false, gone: false, code: 'NO_ID' },
      'Teams answered what cannot be read. Report it with the log.',
    ],
  ])('%j', async (is, wanted, says) => {
    fault = is
    const cause = await post()
    expect(cause).toBeInstanceOf(TeamsError)
    expect(cause).toMatchObject({ ...wanted, message: says, done: is.status === 200 })
  })

  test('that a member is not there means that there is nobody to tell', async () => {
    fault = { status: 404, code: 'MemberNotFoundInConversation' }
    const cause = await ended(api.member(CHANNEL, 'x'))
    expect([cause instanceof NoAccount, String(cause)]).toEqual([
      true,
      'Error: Teams says that they are not in this team or chat. Add them there.',
    ])
  })

  test('by somebody else than the port is ours to mend, and nobody knows what was done', async () => {
    const broken = new TeamsApi({ port: { continueIn: () => Promise.reject(new TypeError('x')) }, rateLimit: new RateLimit(() => 0) })
    expect(await ended(broken.send(CHANNEL, {}))).toMatchObject({ code: 'unreachable', certain: false })
  })
})

describe('Teams is left alone', () => {
  test('for as long as it asks, and no other conversation with it', async () => {
    fault = { status: 429, code: 'Throttled', retryAfterMs: 30_000 }
    expect(await post()).toMatchObject({
      retryAfterMs: 30_000,
      asked: true,
      message: 'Teams is asked to take a message in 30 s, as its limits want it.',
    })
    fault = undefined
    expect(await post()).toMatchObject({ retryAfterMs: 30_500, asked: true })
    expect(await post(OTHER)).toBe('done')
    nowMs = 30_500
    expect(await post()).toBe('done')
    expect(sent).toEqual([0, 0, 30_500])
  })

  test('for longer each time, and at most a minute, where it does not say how long; an answer begins that anew', async () => {
    fault = { status: 429, code: 'Throttled' }
    const pauses: unknown[] = []
    for (let times = 0; times < 7; times++) {
      const cause = await post()
      pauses.push(cause instanceof Paused ? cause.retryAfterMs : cause)
      nowMs += 61_000
    }
    expect(pauses).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
    fault = undefined
    await post()
    fault = { status: 429, code: 'Throttled' }
    nowMs += 1000
    expect(await post()).toMatchObject({ retryAfterMs: 2000 })
  })

  test('for a moment after a fault that passes, and not after one that does not', async () => {
    fault = { status: 412, code: 'PreconditionFailed' }
    await post()
    fault = undefined
    expect(await post()).toMatchObject({ retryAfterMs: 500, asked: false })
    expect(await post(CHANNEL, 500)).toBe('done')
    fault = { status: 400 }
    await post()
    fault = undefined
    expect(await post()).toBe('done')
    expect(sent).toEqual([0, 500, 500, 500])
  })
})

test('a call waits its turn for as long as it may, and else was not sent', async () => {
  for (let call = 0; call < 7; call++) expect(await post()).toBe('done')
  expect(await post(CHANNEL, 999)).toMatchObject({ retryAfterMs: 1000, asked: false })
  expect(await post(CHANNEL, 1000)).toBe('done')
  expect(sent).toEqual([0, 0, 0, 0, 0, 0, 0, 1000])
})

test('cards of a conversation wait for each other, and a look waits for nobody', async () => {
  const update = (longestWaitMs: number): Promise<unknown> => ended(api.updateCard(CHANNEL, '1', {}, { longestWaitMs }))
  expect([await update(0), await update(2400), await update(2500)]).toMatchObject(['done', { retryAfterMs: 2500 }, 'done'])
  expect([await ended(api.look(CHANNEL, '1', {})), nowMs]).toEqual(['done', 2500])
  nowMs = 10_000
  for (let look = 0; look < 3; look++) await ended(api.look(CHANNEL, '1', {}))
  expect(await ended(api.look(CHANNEL, '1', {}))).toMatchObject({ retryAfterMs: 16_500, asked: false })
})

describe('what is wrong with Teams as a whole', () => {
  test.each<[CallFault, boolean]>([
    [{ system: 'ECONNREFUSED' }, true],
    [{ status: 401, code: 'BotNotRegistered' }, true],
    [{ status: 401, code: 'AADSTS7000215', unsent: true }, true],
    [{ system: 'ENOTFOUND', unsent: true }, true],
    [{ status: 403, code: 'BotDisabledByAdmin' }, true],
    [{ status: 503 }, true],
    [{ status: 403, code: 'MessageWritesBlocked' }, false],
    [{ status: 404, code: 'ConversationNotFound' }, false],
    [{ status: 429 }, false],
  ])('%j is said: %s', async (is, said) => {
    fault = is
    const cause = await post()
    expect([...troubles]).toEqual(said ? [['web', (cause as Error).message]] : [])
    fault = undefined
    await post(OTHER)
    expect([...troubles]).toEqual([])
  })

  test('what one conversation refuses shows that Teams answers', async () => {
    fault = { system: 'TIMEOUT' }
    await post()
    fault = { status: 403, code: 'MessageWritesBlocked' }
    await post(OTHER)
    expect([...troubles]).toEqual([])
  })
})
