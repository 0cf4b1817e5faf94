/** A run that is shown in several conversations is led to where it is shown first in Slack. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Accounts } from '../../../src/chat/slack/account.ts'
import { Session } from '../../../src/chat/slack/session.ts'
import { Home } from '../../../src/chat/slack/show/home.ts'
import { SlackApi } from '../../../src/chat/slack/web-api/api.ts'
import { RateLimit } from '../../../src/chat/slack/web-api/rate-limit.ts'
import type { SaidView } from '../../../src/words/said-view.ts'
import { StandInBackend } from '../../console/stand-in-backend.ts'
import { view } from '../views.ts'
import { SlackStandIn } from './slack-stand-in.ts'

const TEAMS = { platform: 'teams', channel: '19:incident@thread.tacv2' }
const INCIDENT = { platform: 'slack', channel: 'C0INCIDENT' }
const DUTY = { platform: 'slack', channel: 'C0DUTY' }
const CARD = '1795248412.000001'

let slack: SlackStandIn
let backend: StandInBackend
let home: Home

beforeEach(() => {
  slack = new SlackStandIn()
  backend = new StandInBackend()
  const api = new SlackApi(slack, new RateLimit())
  const session = new Session(api)
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const connection = { up: () => undefined, down: () => undefined }
  home = new Home({ backend, accounts: new Accounts(api, session), api, session, log: silent, connection })
})
afterEach(() => home.close())

const shownIn = (conversation: SaidView['conversation'], mirrors: SaidView['mirrors']): SaidView => {
  const shown = view({ conversation, mirrors })
  backend.views.set(shown.run, shown)
  return shown
}

async function links(): Promise<string[]> {
  await home.open('dana')
  return [...JSON.stringify(slack.called('views.publish').at(-1)).matchAll(/https:[^|"]*/g)].map(([link]) => link)
}

test('begun in Teams and mirrored here, it is led to the mirror', async () => {
  home.shown(shownIn(TEAMS, [DUTY]), DUTY, CARD)
  expect(await links()).toEqual(['https://contoso.slack.com/archives/C0DUTY/p1795248412000001'])
})

test('of two channels, it is led to the card in the first', async () => {
  const shown = shownIn(INCIDENT, [DUTY])
  home.shown(shown, INCIDENT, CARD)
  home.shown(shown, DUTY, '1795248412.000002')
  expect(await links()).toEqual(['https://contoso.slack.com/archives/C0INCIDENT/p1795248412000001'])
})

test('before its card is known, it is led to the channel, and in Teams alone to nowhere', async () => {
  shownIn(INCIDENT, [])
  expect(await links()).toEqual(['https://contoso.slack.com/archives/C0INCIDENT'])
  shownIn(TEAMS, [])
  expect(await links()).toEqual([])
})
