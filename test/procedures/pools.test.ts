import { afterAll, expect, test } from 'vitest'
import type { EstateState } from '../estate/state/estate-state.ts'
import { seedTopology } from '../estate/state/seed-topology.ts'
import { remarksSaid } from '../words/said.ts'
import { expectAllSeen, refusesIn } from './expect-seen.ts'
import type { PlayOptions } from './play.ts'
import { PLAYED_IN } from './played-in.ts'
import { all, allBehind, edgeHere, failedOver, P1, P2, poolOf, servedByP2, storeBack, up, type Change } from './situations.ts'
import { openStage } from './stage.ts'

const stage = await openStage({ given: seedTopology })
afterAll(() => stage[Symbol.asyncDispose]())

const OVER = { mode: 'planned', pool: P1, backup: P2, shell: 'management' }
const BACK = { pool: P1, backup: P2, partner: 'working', shell: 'management' }
const STORE = { mode: 'planned', from: P1, to: P2, shell: 'management' }
const EVACUATE = { partner: P1, pool: P2, shell: 'management' }
const SEE = 'see-the-pair-and-the-store'
const LOST = 'fail-the-users-over-from-the-lost-pool'
const WORKING = 'fail-the-users-over-from-the-working-pool'

const stopped =
  (fqdn: string): Change =>
  (state) => {
    for (const { services } of poolOf(state, fqdn).servers) for (const service of services) service.status = 'Stopped'
  }
const failingOver: Change = (state) => void (poolOf(state, P1).failover = { to: 'partner', doneAt: Number.MAX_SAFE_INTEGER })
const unpaired: Change = (state) => {
  poolOf(state, P1).backup = undefined
}
const storeLost: Change = (state) => void (state.store.master = { ...state.store.master, sqlServer: 'sqla1.contoso.com' })
const noStandby: Change = (state) => void delete state.store.standby

const plays = async (document: string, values: Record<string, string>, options?: PlayOptions) => {
  const { phase, verdict, need, gates } = await stage.play(document, values, options)
  expect({ phase, verdict, need }).toEqual({ phase: 'done', verdict: 'intact', need: undefined })
  return gates
}
/** What people can see of the pools; times and the word for "they were away once" are history. */
const seenNow = () => {
  const { topology, store } = stage.estate.state
  const pools = topology.pools.map(({ failover, ...rest }) => ({ ...rest, servedBy: failover.to }))
  return structuredClone({ ...topology, pools, master: store.master, standby: store.standby })
}

test('users who were failed over in a planned way come back, and with them everything that went along', async () => {
  stage.reset()
  const before = seenNow()
  expect(await plays('failover-pool', OVER)).toEqual([
    'move-the-central-management-store-to-the-backup-pool',
    'point-the-edge-pools-to-the-backup-pool',
    WORKING,
  ])
  expect(seenNow()).toMatchObject({ pools: [{ servedBy: 'partner' }, { servedBy: 'home' }], master: { fqdn: P2 } })
  await plays('failback-pool', BACK, { goesOn: true })
  await plays('failover-management-store', { ...STORE, from: P2, to: P1 }, { goesOn: true, at: { 'let-the-replicas-follow': allBehind } })
  expect(seenNow()).toEqual(before)
})

test('a lost pool is failed over without it, and comes back when its partner is the one that is lost', async () => {
  expect(await plays('failover-pool', { ...OVER, mode: 'disaster' }, { given: up(P1, false) })).toEqual([
    'bring-the-lost-central-management-store-up-at-the-backup-pool',
    'point-the-edge-pools-to-the-backup-pool',
    LOST,
  ])
  const exchanged = { goesOn: true, given: all(up(P1, true), up(P2, false)) }
  const mirrored = { ...STORE, mode: 'disaster', from: P2, to: P1, storeMirror: 'be2.contoso.com' }
  await plays('failover-management-store', mirrored, exchanged)
  expect(stage.estate.state.effects.map(({ what }) => what).join()).toContain('"BackupMirrorSqlServerFqdn":"be2.contoso.com"')
  await plays('failback-pool', { ...BACK, partner: 'lost' }, { goesOn: true })
  expect(seenNow()).toMatchObject({ pools: [{ servedBy: 'home' }, {}], master: { fqdn: P1 } })
})

test('everybody whom a pool serves moves to its partner: its own users first', async () => {
  expect(await plays('evacuate-pool', EVACUATE, { given: servedByP2 })).toHaveLength(4)
  expect(seenNow()).toMatchObject({
    pools: [{ servedBy: 'home' }, { servedBy: 'partner' }],
    edges: [{ nextHop: P1 }, { nextHop: P1 }],
    master: { fqdn: P1 },
  })
})

test.each<[string, Change, string, string, string?]>([
  ['unpaired', unpaired, SEE, `R05: ${P1} and ${P2} must be paired with each other`],
  [
    'its partner is failed over to it',
    failedOver(P2),
    SEE,
    `R22: ${P2} is FailedOver; when its own users are failed over, fail it back first`,
  ],
  ['it is under way', failingOver, SEE, `${P1} is FailingOver; while it is FailingOver, wait, and start nothing`],
  ['no service at the partner', stopped(P2), SEE, `Front Ends of ${P2} that run: 0`],
  ['the store is lost', storeLost, SEE, 'the Central Management store must answer for a planned failover'],
])('no failover of a pool that works: %s', async (_, given, step, detail) => {
  await refusesIn(stage, 'failover-pool', OVER, { given }, step, detail)
})

test.each<[string, Change, string]>([
  ['the store came back', storeBack, 'it must be there, and not in the pool that is failed over (R27)'],
  ['the partner was failed over', failedOver(P2), `R22: ${P2} is FailedOver; when its own users are failed over, fail it back first`],
  ['an Edge pool came to it', edgeHere, `R28: Edge pools whose next hop is ${P1} (1): edgeb.contoso.com`],
])('no failover at the last moment: %s', async (_, change, detail) => {
  await refusesIn(stage, 'failover-pool', OVER, { at: { [WORKING]: change } }, WORKING, detail)
  const lost = { given: all(servedByP2, (state) => void (poolOf(state, P1).failover = { to: 'home', doneAt: 0 })) }
  await refusesIn(stage, 'failover-pool', { ...OVER, mode: 'disaster' }, { ...lost, at: { [LOST]: change } }, LOST, detail)
})

test('no failover without the database of a standby, and then every before was seen refusing', async () => {
  const step = 'bring-the-lost-central-management-store-up-at-the-backup-pool'
  const given = all(up(P1, false), noStandby)
  await refusesIn(stage, 'failover-pool', { ...OVER, mode: 'disaster' }, { given }, step, 'the standby database of the store, of which')
})

test.each<[string, Record<string, string>, Change, string, string]>([
  ['unpaired', BACK, all(servedByP2, unpaired), 'see-whether-the-pool-can-take-its-users', `the backup pool of ${P1} must be ${P2}`],
  ['under way', BACK, failingOver, 'see-whether-the-pool-can-take-its-users', `${P1} is FailingOver`],
  ['not repaired', BACK, all(servedByP2, stopped(P1)), 'see-whether-the-pool-can-take-its-users', `whose service does not run: 3`],
  ['no store', BACK, all(servedByP2, storeLost), 'see-whether-the-pool-can-take-its-users', 'there must be one'],
])('no failback: %s', async (_, values, given, step, detail) => {
  await refusesIn(stage, 'failback-pool', values, { given }, step, detail)
})

test.each<[string, PlayOptions, string, string]>([
  ['unpaired', { given: all(servedByP2, unpaired) }, 'bring-the-first-pool-s-users-back', 'must be paired with each other (R05, R24)'],
  ['not repaired', { given: all(servedByP2, stopped(P1)) }, 'bring-the-first-pool-s-users-back', `whose service does not run: 3`],
  ...(
    [
      ['the store came back', storeBack, '(R27)'],
      ['the partner was failed over', failedOver(P1), `${P1} is FailedOver; both pools of a pair can never be failed over`],
      ['an Edge pool came to it', (state: EstateState) => void (state.topology.edges[1]!.nextHop = P2), '(R28)'],
    ] as const
  ).map(([name, change, detail]): [string, PlayOptions, string, string] => {
    const step = 'fail-the-second-pool-s-users-over'
    return [name, { given: servedByP2, at: { [step]: change } }, step, detail]
  }),
])('no evacuation: %s', async (_, mishap, step, detail) => {
  await refusesIn(stage, 'evacuate-pool', EVACUATE, mishap, step, detail)
})

test.each<[string, object, Change, string, string]>([
  [
    'it would go elsewhere',
    {},
    unpaired,
    'see-where-the-store-is',
    `the backup pool of ${P1} must be ${P2}: the store can only go there (R26)`,
  ],
  ['planned, and lost', {}, up(P1, false), 'see-where-the-store-is', 'planned, it must answer'],
  ['no standby', { mode: 'disaster' }, all(up(P1, false), noStandby), 'bring-the-standby-up-without-the-lost-store', '(R31)'],
])('the store stays: %s', async (_, values, given, step, detail) => {
  await refusesIn(stage, 'failover-management-store', { ...STORE, ...values }, { given }, step, detail)
})

test.each<[string, Record<string, string>, PlayOptions, number, string]>([
  ['failover-pool', OVER, { at: { [WORKING]: edgeHere } }, 3, P1],
  ['evacuate-pool', EVACUATE, { given: servedByP2, at: { 'fail-the-second-pool-s-users-over': failedOver(P1) } }, 4, P2],
])('%s that stops before its last step: what went along goes back', async (document, values, mishap, from, home) => {
  const { phase, need } = await stage.play(document, values, { ...mishap, ways: [{ kind: 'undo', from }] })
  expect({ phase, reason: need?.reason }).toEqual({ phase: 'attention', reason: 'undone' })
  expect(seenNow()).toMatchObject({ master: { fqdn: home }, edges: [{ nextHop: home }, {}] })
})

test('a rehearsal of each asks its gates, stops at nothing of today, and changes nothing', async () => {
  for (const [document, values, given] of [
    ['failover-pool', OVER, undefined],
    ['failback-pool', BACK, servedByP2],
    ['evacuate-pool', EVACUATE, servedByP2],
    ['failover-management-store', STORE, undefined],
  ] as const) {
    const { phase, gates, state, effects } = await stage.play(document, values, { rehearse: true, ...(given && { given }) })
    expect({ document, phase, today: state.findings.filter(({ before }) => before === undefined), effects }).toEqual({
      document,
      phase: 'done',
      today: [],
      effects: [],
    })
    expect(gates.length).toBeGreaterThan(0)
  }
})

const prepared: Change = (state) => {
  servedByP2(state)
  poolOf(state, P1).failover = { to: 'home', doneAt: 0 }
}
const conferencesUnsent: Change = ({ backupService }) => {
  for (const { modules } of backupService.directions) modules[1]!.steadyAt = Number.MAX_SAFE_INTEGER
}
const notSteady: Change = ({ backupService }) => {
  for (const { modules } of backupService.directions) modules[0]!.steadyAt = Number.MAX_SAFE_INTEGER
}

test.each<[string, Record<string, string>, Change, string[]]>([
  ['failover-pool', OVER, prepared, [`servers of ${P2} behind`, `not steady: 1 of ${P1}, 1 of ${P2}`]],
  ['failover-pool', { ...OVER, mode: 'disaster' }, prepared, [`servers of ${P2} behind the Central Management store: 3`]],
  ['failback-pool', BACK, servedByP2, [`backup modules of ${P2} that are not steady: 1`]],
  ['failback-pool', BACK, all(servedByP2, conferencesUnsent), [`conference content of ${P2} is NonSteadyState`]],
  ['evacuate-pool', EVACUATE, conferencesUnsent, [`conference content of ${P2} is NonSteadyState`]],
  [
    'evacuate-pool',
    EVACUATE,
    () => undefined,
    [`servers of ${P1} behind the Central Management store: 3`, `modules of ${P2} that are not`],
  ],
])('%s of a pair that is behind would wait', async (document, values, given, waits) => {
  const { state } = await stage.play(document, values, { rehearse: true, given: all(given, allBehind, notSteady) })
  const said = state.findings.filter(({ asked }) => asked === 'wait-until').map(({ detail }) => remarksSaid(detail))
  for (const wait of waits) expect(said.join()).toContain(wait)
})

test('everything of these documents that judges or takes back was seen both ways', () => {
  expectAllSeen(stage, ...PLAYED_IN.pools)
})
