/** How often the stand-in of Teams lets itself be called, and how a test makes it fail. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CODES, downUntil, once, refusal } from './call.ts'
import { postsIn } from './messages.ts'
import { CHANNEL, GROUP_CHAT } from './places.ts'
import { openRates } from './rates.ts'
import { openTeams, type Teams } from './teams.ts'
import { spokenTo, text } from './spoken-to.ts'

let teams: Teams
beforeEach(async () => {
  teams = await openTeams({ limited: false })
})
afterEach(() => teams.close())
const { address, headers, say } = spokenTo(() => teams)

test('more than Teams allows is throttled until the window has passed, for each conversation by itself', () => {
  const rates = openRates()
  const made = Array.from({ length: 7 }, (_, index) => rates.take('send', CHANNEL, index))
  expect(made).toEqual(Array.from({ length: 7 }, () => undefined))
  expect(rates.take('update', CHANNEL, 10)).toBe(1)
  expect(rates.take('send', GROUP_CHAT, 10)).toBeUndefined()
  expect(rates.take('member', CHANNEL, 10)).toBeUndefined()
  expect(rates.take('send', CHANNEL, 1000)).toBeUndefined()
  expect(rates.take('send', CHANNEL, 1001)).toBe(1)
  for (let at = 0; at < 52; at++) expect(rates.take('send', CHANNEL, 3000 + at * 400)).toBeUndefined()
  expect(rates.take('send', CHANNEL, 24_000)).toBe(6)
})

test('over HTTP, being throttled names the seconds to wait', async () => {
  teams.connector.rates = { take: () => 2 }
  const answer = await fetch(address(CHANNEL), { method: 'POST', headers: await headers(), body: JSON.stringify(text('a')) })
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '2'])
})

test('each error can be answered once or for a time, and a call can be cut off before or after it was carried out', async () => {
  for (const code of CODES) {
    teams.connector.faults = once('send', refusal(code))
    expect(await say(CHANNEL, text('a'))).toMatchObject({ status: refusal(code).status, body: { error: { code } } })
    expect((await say(CHANNEL, text(code))).status).toBe(201)
  }
  let now = 0
  teams.connector.faults = downUntil(10, refusal('ServiceUnavailable'), () => now)
  expect((await say(CHANNEL, text('a'))).status).toBe(503)
  now = 10
  expect((await say(CHANNEL, text('after it'))).status).toBe(201)
  for (const carriedOut of [false, true]) {
    teams.connector.faults = once('send', { type: 'cut', carriedOut })
    await expect(say(CHANNEL, text(`carried out: ${carriedOut}`))).rejects.toThrow('fetch failed')
  }
  const said = postsIn(teams.connector.messages, CHANNEL).map(({ text: line }) => line)
  expect(said).toEqual([...CODES, 'after it', 'carried out: true'])
})
