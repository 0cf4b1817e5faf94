import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { Accounts, type SlackAccount } from '../../../src/chat/slack/account.ts'
import { SlackApi } from '../../../src/chat/slack/web-api/api.ts'
import { RateLimit } from '../../../src/chat/slack/web-api/rate-limit.ts'
import { Session } from '../../../src/chat/slack/session.ts'
import { connectionLost, platformError } from './slack-stand-in.ts'
import { en } from '../../../src/words/en.ts'
import type { SlackRefusal } from '../../../src/words/slack-words.ts'

const US = { team_id: 'T0CONTOSO', team: 'Contoso', user_id: 'U0COUNTER' }
const AMIR: SlackAccount = { platform: 'slack', team: 'T0CONTOSO', user: 'U0AMIRHADD' }
const GOOD = { id: 'U0AMIRHADD', team_id: 'T0CONTOSO', deleted: false, is_bot: false, name: 'dana', real_name: 'Dana Whitfield' }

/** What is said to an account of which Slack says this. */
async function said(user: object | Error, account: SlackAccount = AMIR, us: object = US): Promise<string | undefined> {
  const apiCall = async (method: string): Promise<never> => {
    if (method === 'auth.test') return us as never
    if (user instanceof Error) throw user
    return { ok: true, user } as never
  }
  const api = new SlackApi({ apiCall }, new RateLimit())
  return saidOf(await new Accounts(api, new Session(api)).refusal(account, 0))
}

describe('an account', () => {
  test('that is good may act, whatever it calls itself', async () => {
    expect(await said(GOOD)).toBeUndefined()
  })

  test.each([
    [{ deleted: true }, 'deactivated'],
    [{ is_bot: true }, 'a bot'],
    [{ is_restricted: true }, 'a guest'],
    [{ is_ultra_restricted: true }, 'a guest'],
    [{ is_stranger: true }, 'of another workspace'],
  ])('of which Slack says %j may do nothing', async (more, what) => {
    expect(await said({ ...GOOD, ...more })).toBe(`Slack says that the account U0AMIRHADD is ${what}: such an account may do nothing here.`)
  })

  const foreign = (team: string): string =>
    `Your account belongs to the workspace ${team}, and Countersign works for Contoso (T0CONTOSO) only: nothing was recorded.`

  test('of another workspace may do nothing, also where Slack only says so when it is asked', async () => {
    expect(await said(GOOD, { ...AMIR, team: 'T0OTHER' })).toBe(foreign('T0OTHER'))
    expect(await said({ ...GOOD, team_id: 'T0OTHER' })).toBe(foreign('T0OTHER'))
    expect(await said(GOOD, { ...AMIR, enterprise: 'E0OTHER' })).toBe(foreign('T0CONTOSO'))
    expect(await said({ ...GOOD, team_id: undefined })).toBe(foreign('unknown'))
  })

  test('of another workspace of the same Grid may act', async () => {
    const grid = { ...US, enterprise_id: 'E0CONTOSO' }
    const account = { ...AMIR, team: 'T0SECOND', enterprise: 'E0CONTOSO' }
    expect(await said({ ...GOOD, team_id: 'T0SECOND' }, account, grid)).toBeUndefined()
    expect(await said({ ...GOOD, enterprise_user: { teams: ['T0CONTOSO', 'T0SECOND'] } }, account, grid)).toBeUndefined()
  })

  test('that is another than the one asked about may do nothing', async () => {
    expect(await said({ ...GOOD, id: 'U0DANAWHIT' })).toBe(
      'Slack does not say that the account U0AMIRHADD belongs to the workspace T0CONTOSO: nothing was recorded.',
    )
  })

  test('that Slack does not know, or does not speak of, may do nothing', async () => {
    expect(await said(platformError('user_not_found'))).toBe('Slack knows no account U0AMIRHADD in this workspace: nothing was recorded.')
    expect(await said(connectionLost())).toBe(
      'Nothing was recorded, because Slack did not say whether your account is still good. Slack does not answer users.info (ECONNRESET). Try again in a moment.',
    )
  })

  test('that was good a while ago is asked about again before it decides, and not before it types', async () => {
    let user: object = GOOD
    const apiCall = async (method: string): Promise<never> => (method === 'auth.test' ? US : { ok: true, user }) as never
    const api = new SlackApi({ apiCall }, new RateLimit())
    const accounts = new Accounts(api, new Session(api))
    expect(await accounts.refusal(AMIR, 60_000)).toBeUndefined()
    user = { ...GOOD, deleted: true }
    expect(await accounts.refusal(AMIR, 60_000)).toBeUndefined()
    await pause(5)
    expect(saidOf(await accounts.refusal(AMIR, 1))).toBe(
      'Slack says that the account U0AMIRHADD is deactivated: such an account may do nothing here.',
    )
  })
})

function saidOf(refusal: SlackRefusal | undefined): string | undefined {
  return refusal && en.slack.refusal(refusal)
}
