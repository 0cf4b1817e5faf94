import { afterAll, expect, test } from 'vitest'
import { newDatabase } from '../estate/state/database.ts'
import { instanceNamed, type EstateState } from '../estate/state/estate-state.ts'
import { findDatabase } from '../estate/state/instance-state.ts'
import { expectAllSeen, refusesIn } from './expect-seen.ts'
import { PLAYED_IN } from './played-in.ts'
import { chatFailedOver, chatOn, VALUES } from './situations.ts'
import { openStage } from './stage.ts'

const stage = await openStage({ seed: 'healthy', given: chatFailedOver })
afterAll(() => stage[Symbol.asyncDispose]())

const DOCUMENT = 'failback-persistent-chat'

test.each([
  ['Pool first', 'send-the-pool-back-to-its-primary-database'],
  ['As on the page', 'send-the-pool-back-after-its-servers'],
])(
  '%s: people chat in the primary data centre again, with all that was written meanwhile, and the next disaster is prepared',
  async (order, sent) => {
    stage.reset()
    const content = { ...chatOn(stage.estate.state, 'SEC').content }
    const {
      phase,
      verdict,
      need,
      effects,
      state: run,
    } = await stage.play(DOCUMENT, VALUES[DOCUMENT] ?? {}, { choices: { 'choose-the-order-of-the-way-back': order } })
    expect({ phase, verdict, need }).toEqual({ phase: 'done', verdict: 'intact', need: undefined })
    const { state } = stage.estate
    expect(state.pool).toMatchObject({ state: 'Normal', activeServers: ['pc1.contoso.com', 'pc2.contoso.com'] })
    expect(chatOn(state, 'PRI')).toMatchObject({ status: 'ONLINE', content, mirroring: { role: 'PRINCIPAL' } })
    expect(chatOn(state, 'SEC')).toMatchObject({ status: 'RESTORING', content })
    const at = (what: string) => effects.findIndex((effect) => effect.includes(what))
    const [seed, back] = [at('NORECOVERY, REPLACE'), at('Set-CsPersistentChatState')]
    expect([seed > 0, back > 0, back < seed]).toEqual([true, true, order === 'Pool first'])
    expect(run.steps[run.plan!.steps.findIndex(({ id }) => id === sent)]?.done?.how).toBe('run')
  },
)

test('nothing is taken from people who chat while the way back is not there', async () => {
  const look = 'see-that-both-databases-are-as-they-must-be'
  const refuses = (given: (state: EstateState) => void, detail: string) =>
    refusesIn(stage, DOCUMENT, VALUES[DOCUMENT] ?? {}, { given }, look, detail)
  await refuses((state) => void (state.pool.state = 'Normal'), 'pool state Normal; only a pool that is FailedOver goes back')
  await refuses(
    (state) => void (chatOn(state, 'PRI').status = 'RESTORING'),
    "PRI: Database 'mgc' cannot be opened. It is in the middle of a restore",
  )
  await refuses(
    (state) => void Object.assign(chatOn(state, 'PRI').content, { chats: 3, rooms: 1 }),
    'messages in the database of the primary server: 3',
  )
  await refuses((state) => void (chatOn(state, 'SEC').status = 'RESTORING'), 'mgc on the backup server is RESTORING; it must be ONLINE.')
  await refuses(
    (state) => void (findDatabase(instanceNamed(state, 'SEC'), 'mgccomp')!.content.unexported = 2),
    'compliance records that the adapter has not exported yet: 2; they would stay behind',
  )
  const restore = 'restore-it-on-the-primary-server'
  const used = { at: { [restore]: working } }
  await refusesIn(stage, DOCUMENT, VALUES[DOCUMENT] ?? {}, used, restore, 'sessions on mgc of the primary server: 1; there must be none')
  instanceNamed(stage.estate.state, 'PRI').sessions.delete(99)
  const mirror = 'mirror-the-primary-database-again'
  const left = (state: EstateState): void => void instanceNamed(state, 'PRIM').databases.push(newDatabase(90, 'mgc', state.clock.now()))
  await refusesIn(
    stage,
    DOCUMENT,
    VALUES[DOCUMENT] ?? {},
    { at: { [mirror]: left } },
    mirror,
    'databases called mgc on the mirror server: 1; drop',
  )
  const send = 'see-that-nothing-is-missing'
  const lost = { at: { [send]: (state: EstateState) => void (chatOn(state, 'PRI').content.chats -= 1) } }
  await refusesIn(stage, DOCUMENT, VALUES[DOCUMENT] ?? {}, lost, send, '; the backup server held messages ')
})

test('everything of these documents that judges or takes back was seen both ways', () => {
  expectAllSeen(stage, ...PLAYED_IN['failback-persistent-chat'])
})

/** Somebody works on the database that is to be overwritten. */
function working(state: EstateState): void {
  const { sessions } = instanceNamed(state, 'PRI')
  const [own] = sessions.values()
  sessions.set(99, {
    ...own!,
    spid: 99,
    databaseId: chatOn(state, 'PRI').id,
    login: 'chat',
    program: 'chat',
    end: () => sessions.delete(99),
  })
}
