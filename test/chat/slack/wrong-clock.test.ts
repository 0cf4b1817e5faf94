/** Slack's door where the time is wrong: what is refused says so each time, and that the clock may be wrong is said once. */
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { GuardedHttpReceiver } from '../../../src/chat/slack/receive/http-receiver.ts'
import { ConnectionState } from '../../../src/chat/live/connection-state.ts'
import { ClockTeller } from '../../../src/chat/receive/clock-teller.ts'
import { sayClock } from '../../../src/chat/slack/receive/http-receiver.ts'

const SECRET = 'a-signing-secret-of-slack'
const NOW_MS = 1_795_248_412_000
const BODY = JSON.stringify({ type: 'url_verification', challenge: 'c' })
const AHEAD_400 =
  "Requests of Slack are refused for their time: one that Slack signed is dated 400 s before this machine's clock, and 300 s are the most. If every press is refused, this machine's clock is ahead, probably by these 400 s: set it right. If only this one was, an old request was held up or sent again, and nothing is to be done."
const BEHIND_90 =
  "Requests of Slack are refused for their time: one that Slack signed is dated 90 s after this machine's clock, and 60 s are the most. This machine's clock is behind, probably by these 90 s: set it right."

describe('at the door', () => {
  let said: string[]
  let troubles: string[]
  let receiver: GuardedHttpReceiver
  let port: number
  const log = {
    info: (_: object, line: string) => void said.push(line),
    warn: (_: object, line: string) => void said.push(line),
    error: (_: object, line: string) => void said.push(line),
  }
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW_MS })
    said = []
    troubles = []
    const connection = new ConnectionState('Slack', log, (_, all) => (troubles = all.map(({ says }) => says)))
    receiver = new GuardedHttpReceiver({ signingSecret: SECRET, host: '127.0.0.1', port: 0, log, connection })
    port = await receiver.start()
  })
  afterEach(async () => {
    await receiver.stop()
    vi.useRealTimers()
  })

  const post = async (ageS: number, { secret = SECRET, body = BODY } = {}): Promise<number> => {
    const stamp = String(NOW_MS / 1000 - ageS)
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`
    const headers = { 'content-type': 'application/json', 'x-slack-request-timestamp': stamp, 'x-slack-signature': signature }
    const { status } = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', headers, body })
    return status
  }

  test('a request that Slack signed long ago names the offset and the clock, once for however many, until one is taken', async () => {
    expect([await post(400), await post(400), await post(7200)]).toEqual([401, 401, 401])
    expect(troubles).toEqual([AHEAD_400])
    const refused = (ageS: number): string => `a request was refused: The request is ${ageS} s old; 300 s is the most.`
    expect(said).toEqual([AHEAD_400, refused(400), refused(400), refused(7200)])
    expect(await post(0)).toBe(200)
    expect(troubles).toEqual([])
    expect(said.at(-1)).toBe('It works again in Slack (clock).')
    expect([await post(400), troubles]).toEqual([401, []])
  })

  test('a request that Slack dates ahead says how far the clock is behind', async () => {
    expect(await post(-90)).toBe(401)
    expect(troubles).toEqual([BEHIND_90])
  })

  test('one that Slack did not sign says nothing of the clock, however old it is', async () => {
    expect([await post(400, { secret: 'another' }), await post(-90, { secret: 'another' })]).toEqual([401, 401])
    expect(troubles).toEqual([])
    expect(said).toEqual([
      'a request was refused: The request is 400 s old; 300 s is the most.',
      "a request was refused: The request is dated 90 s ahead; 60 s is the most. Check this machine's clock.",
    ])
  })
})

test('whoever sends an old request between good ones has it said every 15 minutes and no oftener', () => {
  const told: string[] = []
  const connection = { up: () => void told.push('over'), down: (_: string, why: string) => void told.push(why) }
  let passedMs = 0
  const clock = new ClockTeller(connection, sayClock, () => passedMs)
  for (let minute = 0; minute < 30; minute += 1) {
    passedMs = minute * 60_000
    clock.off(400)
    clock.right()
  }
  expect(told).toEqual([AHEAD_400, 'over', AHEAD_400, 'over'])
})
