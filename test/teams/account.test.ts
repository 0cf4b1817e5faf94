/** Whose account it is: by what Teams signed, and by the roster of the place. */
import { describe, expect, test } from 'vitest'
import { Accounts } from '../../src/chat/teams/account.ts'
import type { Member, Reference } from '../../src/chat/teams/bot-port.ts'
import { Places } from '../../src/chat/teams/places.ts'
import { NoAccount, Paused } from '../../src/chat/live/platform-error.ts'
import { en } from '../../src/words/en.ts'

const TENANT = '5a1d9c3e-70b4-4f6a-9b57-2c0e8d4f1a66'
const OTHER = '72f988bf-0000-4000-8000-000000000002'
const OBJECT = '4e2a86d9-95c7-4b13-a7f2-1d8c3e5b6a02'
const AT: Reference = {
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  tenant: TENANT,
  conversation: '19:ops@thread.tacv2;messageid=17',
  kind: 'channel',
}
const AMIR: Member = { id: '29:amir', object: OBJECT, tenant: TENANT, name: 'Amir', role: 'user' }
const SPEAKER = { account: { platform: 'teams', tenant: TENANT, object: OBJECT } as const, address: '29:amir' }

const activity = (over: { from?: object; conversation?: object; channelData?: unknown } = {}) => ({
  from: { id: '29:amir', name: 'Amir', aadObjectId: OBJECT.toUpperCase(), ...over.from },
  conversation: { id: AT.conversation, tenantId: TENANT, ...over.conversation },
  channelData: 'channelData' in over ? over.channelData : { tenant: { id: TENANT } },
})

const asking = (member: () => Promise<Member>, now?: () => number) => new Accounts({ member }, [TENANT], now)

describe('the account of an activity', () => {
  const accounts = asking(() => Promise.reject(new Error('nobody is asked')))

  test('is tenant and object id, in lower case', () => {
    expect(accounts.of(activity())).toEqual(SPEAKER)
    expect(accounts.of(activity({ channelData: undefined }))).toEqual(SPEAKER)
    expect(accounts.of(activity({ conversation: { tenantId: undefined } }))).toEqual(SPEAKER)
    expect(accounts.of(activity({ from: { role: 'user', tenantId: TENANT } }))).toEqual(SPEAKER)
  })

  const NO_OBJECT =
    'Nothing was recorded: Teams does not say which account of Entra you are signed in with, and people are known by nothing else. Sign in to Teams with your work account.'
  const NO_TENANT =
    'Nothing was recorded: Teams does not say of which tenant you are, and people are known by nothing else. Sign in to Teams with your work account.'
  const BOT = 'Nothing was recorded: this came from a bot, and only people start, approve and reject.'
  const TWO = `Nothing was recorded: Teams names 2 tenants for this (${TENANT}, ${OTHER}), and only one can be yours. Do it in a channel or chat of your own tenant.`

  test.each<[string, unknown, string]>([
    ['nothing at all', undefined, NO_OBJECT],
    ['no sender', { conversation: {} }, NO_OBJECT],
    ['no object id', activity({ from: { aadObjectId: undefined } }), NO_OBJECT],
    ['a name for an object id', activity({ from: { aadObjectId: 'amir@contoso.com' } }), NO_OBJECT],
    ['a number for an object id', activity({ from: { aadObjectId: 7 } }), NO_OBJECT],
    ['no tenant', activity({ conversation: { tenantId: undefined }, channelData: {} }), NO_TENANT],
    ['a name for a tenant', activity({ conversation: { tenantId: 'contoso.com' } }), NO_TENANT],
    ['a list for a tenant', activity({ channelData: { tenant: { id: [TENANT] } } }), NO_TENANT],
    ['two tenants', activity({ channelData: { tenant: { id: OTHER } } }), TWO],
    ['a tenant of the sender that is another', activity({ from: { tenantId: OTHER } }), TWO],
    [
      'a tenant that is not listed',
      activity({ conversation: { tenantId: OTHER }, channelData: undefined }),
      `Nothing was recorded: your account is of the tenant ${OTHER}, and people of ${TENANT} only may speak here. Whoever keeps countersign.yaml can add it to teams.tenants.`,
    ],
    ['the role of a bot', activity({ from: { role: 'bot' } }), BOT],
    ['the role of an agent', activity({ from: { role: 'agenticUser' } }), BOT],
    ['the address of a bot', activity({ from: { id: '28:0c0ffee0' } }), BOT],
    ['an agent with an object id', activity({ from: { agenticUserId: 'a-1' } }), BOT],
  ])('%s is refused', (_, given, sentence) => {
    const read = accounts.of(given)
    expect('refusal' in read ? en.teams.refusal(read.refusal) : read).toBe(sentence)
  })
})

describe('the roster', () => {
  const saidOf = async (member: () => Promise<Member>) => (await asking(member).refusal(SPEAKER, AT, 0))?.(en)

  test('lets a member through', async () => {
    expect(await saidOf(async () => AMIR)).toBeUndefined()
  })

  test.each<[string, () => Promise<Member>, string]>([
    [
      'a guest',
      async () => ({ ...AMIR, role: 'guest' }),
      'Nothing was recorded: you are a guest in this team or chat, and guests start and approve nothing. Ask a member.',
    ],
    [
      'a role that nobody knows',
      async () => ({ ...AMIR, role: 'anonymous' }),
      'Nothing was recorded: Teams calls you “anonymous” in this team or chat, and only members start and approve. Ask a member.',
    ],
    [
      'no role',
      async () => ({ id: AMIR.id, object: OBJECT, tenant: TENANT }),
      'Nothing was recorded: Teams does not say whether you are a member or a guest in this team or chat, and only members start and approve.',
    ],
    [
      'somebody else at this address',
      async () => ({ ...AMIR, id: '29:dana' }),
      'Nothing was recorded: Teams knows another account by your address. Sign out of Teams and in again; if it stays so, tell whoever runs Countersign.',
    ],
    [
      'another object id',
      async () => ({ ...AMIR, object: OTHER }),
      'Nothing was recorded: Teams knows another account by your address. Sign out of Teams and in again; if it stays so, tell whoever runs Countersign.',
    ],
    [
      'another tenant',
      async () => ({ ...AMIR, tenant: OTHER }),
      `Nothing was recorded: Teams names 2 tenants for this (${TENANT}, ${OTHER}), and only one can be yours. Do it in a channel or chat of your own tenant.`,
    ],
    [
      'no tenant',
      async () => ({ id: AMIR.id, object: OBJECT, role: 'user' }),
      'Nothing was recorded: Teams does not say of which tenant you are, and people are known by nothing else. Sign in to Teams with your work account.',
    ],
    [
      'nobody',
      () => Promise.reject(new NoAccount(() => 'not there')),
      'Nothing was recorded: you are not in this team or chat any more. Have yourself added, then do it again.',
    ],
    [
      'no word',
      () => Promise.reject(new Paused(({ teams }) => teams.fault({ is: 'waits', call: 'member', seconds: 3 }), 3000)),
      'Nothing was recorded, because Teams did not say whether your account is still good. Teams is asked to say who a member is in 3 s, as its limits want it. Try again in a moment.',
    ],
  ])('%s is refused', async (_, member, sentence) => {
    expect(await saidOf(member)).toBe(sentence)
  })

  test('is asked again when its word is too old, and never keeps a fault', async () => {
    let now = 0
    let asked = 0
    let answer: () => Promise<Member> = () => Promise.reject(new Paused(() => 'wait', 1))
    const accounts = asking(
      () => {
        asked++
        return answer()
      },
      () => now,
    )
    expect(await accounts.refusal(SPEAKER, AT, 60_000)).toBeDefined()
    answer = async () => AMIR
    expect(await accounts.refusal(SPEAKER, AT, 60_000)).toBeUndefined()
    now = 60_000
    expect(await accounts.refusal(SPEAKER, { ...AT, conversation: '19:ops@thread.tacv2' }, 60_000)).toBeUndefined()
    expect(asked).toBe(2)
    expect(await accounts.refusal(SPEAKER, AT, 1000)).toBeUndefined()
    expect(await accounts.refusal(SPEAKER, { ...AT, conversation: '19:other@thread.tacv2' }, 60_000)).toBeUndefined()
    expect(asked).toBe(4)
  })

  test('a bug is no fault of Teams', async () => {
    await expect(saidOf(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug')
  })
})

describe('the place of a start', () => {
  const saidOf = (places: Places, at: Reference) => {
    const refusal = places.refusal(at)
    return refusal && en.teams.refusal(refusal)
  }

  test('is a channel or a group chat, and one of those that are named', () => {
    expect(saidOf(new Places(undefined), AT)).toBeUndefined()
    expect(saidOf(new Places(['19:ops@thread.tacv2']), AT)).toBeUndefined()
    expect(saidOf(new Places(['19:a@thread.v2', '19:b@thread.v2']), AT)).toBe(
      'Runs are not shown here, but in 19:a@thread.v2 or 19:b@thread.v2.',
    )
    expect(saidOf(new Places(undefined), { ...AT, kind: 'personal', conversation: 'a:1' })).toBe(
      'Type it in a channel or a group chat: others have to see and approve it, and this chat has nobody but you.',
    )
  })
})
