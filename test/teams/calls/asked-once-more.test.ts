/** What only reads is asked once more where a connection that was kept for too long breaks. */
import { beforeEach, expect, test } from 'vitest'
import { CallFailed, type CallFault } from '../../../src/chat/teams/bot-port.ts'
import { RateLimit } from '../../../src/chat/teams/calls/rate-limit.ts'
import { TeamsApi } from '../../../src/chat/teams/calls/teams-api.ts'
import { TeamsError } from '../../../src/chat/teams/calls/teams-error.ts'
import { answeredBy, CHANNEL, ended, OTHER } from './answering.ts'

const CUT: CallFault = { system: 'ECONNRESET' }

let nowMs: number
/** What the next calls end by, one each; then Teams answers. */
let faults: CallFault[]
let sent: number
let api: TeamsApi

const answer = async <T>(value: T): Promise<T> => {
  sent += 1
  const fault = faults.shift()
  if (fault !== undefined) throw new CallFailed(fault)
  return value
}
const calls = answeredBy(answer)

beforeEach(() => {
  nowMs = 0
  faults = []
  sent = 0
  api = new TeamsApi({ port: { continueIn: (_, work) => work(calls) }, rateLimit: new RateLimit(() => nowMs) })
})

test.each<[CallFault, boolean]>([
  [CUT, true],
  [{ system: 'TIMEOUT' }, false],
  [{ ...CUT, unsent: true }, false],
  [{ status: 503 }, false],
])('a question about a member is, and a message is not: %j, %s', async (fault, again) => {
  faults = [fault]
  expect(await ended(api.member(CHANNEL, 'x'))).toSatisfy((came: unknown) => (again ? came === 'done' : came instanceof TeamsError))
  expect(sent).toBe(again ? 2 : 1)
  faults = [fault]
  expect(await ended(api.send(OTHER, {}))).toBeInstanceOf(TeamsError)
  expect(sent).toBe(again ? 3 : 2)
})

test('each question is, though others that were out have met such a connection, too', async () => {
  faults = [CUT, CUT]
  expect(await Promise.all([CHANNEL, OTHER].map((at) => ended(api.member(at, 'x'))))).toEqual(['done', 'done'])
  expect(sent).toBe(4)
})

test('nothing is asked twice as often because Teams is away for long', async () => {
  faults = Array.from({ length: 20 }, () => CUT)
  for (let call = 0; call < 10; call++, nowMs += 1000) expect(await ended(api.member(CHANNEL, 'x'))).toBeInstanceOf(TeamsError)
  expect(sent).toBe(11)
})
