import { afterAll, expect, test } from 'vitest'
import type { EstateState } from '../estate/state/estate-state.ts'
import { findPool, type Machine } from '../estate/state/topology.ts'
import { expectAllSeen, refusesIn } from './expect-seen.ts'
import { PLAYED_IN } from './played-in.ts'
import { allStopped, groupsLost, setAll } from './situations.ts'
import { openStage } from './stage.ts'

const stage = await openStage({ seed: 'healthy' })
afterAll(() => stage[Symbol.asyncDispose]())

const ONE = { pool: 'pool2.contoso.com', server: 'fe3.contoso.com', shell: 'management' }
const ALL = { pool: 'pool2.contoso.com', servers: 'fe3.contoso.com, fe4.contoso.com, fe6.contoso.com', shell: 'management' }

test('a Front End is taken out, and comes back as it was', async () => {
  const before = structuredClone(serversOf(stage.estate.state))
  expect(await stage.play('drain-front-end', ONE)).toMatchObject({ phase: 'done', verdict: 'intact' })
  expect(stage.estate.state.applications.drained).toEqual(['fe3.contoso.com'])
  expect(await stage.play('return-front-end', ONE, { goesOn: true })).toMatchObject({ phase: 'done', verdict: 'intact' })
  expect(serversOf(stage.estate.state)).toEqual(before)
  expect(stage.estate.state.applications.drained).toEqual([])
})

test('one at a time, and only of this pool', async () => {
  const see = 'see-that-the-pool-can-spare-the-server'
  const away = 'not serving users: 1; there must be another one, and none may be away'
  await refusesIn(stage, 'drain-front-end', ONE, { given: (state) => setAll(serverAt(state, 1), 'Stopped') }, see, away)
  const elsewhere = { ...ONE, server: 'fea1.contoso.com' }
  const strange = 'fea1.contoso.com must be one of the 3 servers of pool2.contoso.com'
  await refusesIn(stage, 'drain-front-end', elsewhere, {}, see, strange)
  await stage.play('return-front-end', ONE)
  await refusesIn(stage, 'return-front-end', elsewhere, {}, 'agree-that-the-server-is-ready', strange)
})

test('a pool that lost its servers is started when enough of them are back', async () => {
  const lost = { ...ALL, lost: 'servers' }
  expect(await stage.play('recover-quorum', lost, { given: allStopped })).toMatchObject({ phase: 'done', verdict: 'intact' })
  const start = 'start-the-pool'
  const two = { ...lost, servers: 'fe3.contoso.com, fe4.contoso.com' }
  await refusesIn(stage, 'recover-quorum', two, { given: allStopped }, start, 'servers that can be started: 2 of 3; a start needs 3')
  const strange = { ...lost, servers: 'fe3.contoso.com, fea1.contoso.com' }
  const none = 'named servers that are none of the 3 of pool2.contoso.com: 1'
  await refusesIn(stage, 'recover-quorum', strange, {}, 'see-what-is-lost', none)
})

test('lost routing groups are loaded from the Back End, where no server is missing', async () => {
  const lost = { ...ALL, lost: 'routing groups' }
  expect(await stage.play('recover-quorum', lost, { given: groupsLost })).toMatchObject({ phase: 'done', verdict: 'intact' })
  expect(stage.estate.state.applications.lostGroups).toEqual({})
  const load = 'load-the-lost-routing-groups-from-the-back-end'
  const stopped = 'Front Ends whose service is stopped: 3; these are lost servers, and starting the pool comes first'
  await refusesIn(stage, 'recover-quorum', lost, { given: allStopped }, load, stopped)
})

test('everything of these documents that judges or takes back was seen both ways', () => {
  expectAllSeen(stage, ...PLAYED_IN['front-ends'])
})

function serversOf(state: EstateState): Machine[] {
  return findPool(state.topology, ONE.pool)?.servers ?? []
}

function serverAt(state: EstateState, index: number): Machine {
  const server = serversOf(state)[index]
  if (server === undefined) throw new Error(`${ONE.pool} has no server ${index}`)
  return server
}
