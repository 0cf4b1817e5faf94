/** Whom the stand-in of Teams lets in: the app that proves itself, for as long as its token lives. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { postsIn } from './messages.ts'
import { CHANNEL } from './places.ts'
import { openTeams, type Teams } from './teams.ts'
import { spokenTo, text } from './spoken-to.ts'

let teams: Teams
beforeEach(async () => {
  teams = await openTeams({ limited: false })
})
afterEach(() => teams.close())
const { call, logIn } = spokenTo(() => teams)

test('the log-in gives a token to the app that proves itself, and to nobody else', async () => {
  expect(await logIn()).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3600 } })
  expect(await logIn({ client_secret: 'guessed' })).toMatchObject({
    status: 401,
    body: { error: 'invalid_client', error_codes: [7000215] },
  })
  expect(await logIn({ client_id: 'another' })).toMatchObject({
    status: 400,
    body: { error: 'unauthorized_client', error_codes: [700016] },
  })
  expect(await logIn({ scope: 'https://graph.microsoft.com/.default' })).toMatchObject({
    status: 400,
    body: { error: 'invalid_scope', error_codes: [70011] },
  })
  expect(await logIn({ grant_type: 'password' })).toMatchObject({
    status: 400,
    body: { error: 'unsupported_grant_type', error_codes: [70003] },
  })
  const elsewhere = await fetch(`${teams.connector.login}/common/oauth2/v2.0/token`, { method: 'POST', body: '' })
  expect(elsewhere.status).toBe(400)
})

test('a call without a bearer, with one of elsewhere or with one that has run out is not let in', async () => {
  const path = `v3/conversations/${encodeURIComponent(CHANNEL)}/activities`
  const denied = { status: 401, body: { message: 'Authorization has been denied for this request.' } }
  expect(await call('POST', path, text('a'), { authorization: '' })).toEqual(denied)
  expect(await call('POST', path, text('a'), { authorization: 'Bearer stand-in-forged' })).toEqual(denied)
  teams.connector.logIn.lifeSeconds = -1
  expect(await call('POST', path, text('a'))).toEqual(denied)
  expect(postsIn(teams.connector.messages, CHANNEL)).toEqual([])
})
