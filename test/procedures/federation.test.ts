import { afterAll, expect, test } from 'vitest'
import type { EstateState } from '../estate/state/estate-state.ts'
import { seedTopology } from '../estate/state/seed-topology.ts'
import { expectAllSeen, refusesIn } from './expect-seen.ts'
import type { PlayOptions } from './play.ts'
import { PLAYED_IN } from './played-in.ts'
import { edgeHere, edgeRepaired } from './situations.ts'
import { openStage } from './stage.ts'

const stage = await openStage({ given: seedTopology })
afterAll(() => stage[Symbol.asyncDispose]())

type Change = (state: EstateState) => void
const [A, B, P1, P2] = ['edgea.contoso.com', 'edgeb.contoso.com', 'pool1.contoso.com', 'pool2.contoso.com']
const COMMON = { site: 'Site1', xmpp: 'yes', domain: 'contoso.com', shell: 'management' }
const OVER = { ...COMMON, lost: A, edge: B, nextHop: P2 }
const BACK = { ...COMMON, current: B, edge: A, nextHop: P1 }
const SEE = 'see-that-the-other-edge-pool-can-carry-it'
const SEE_RESTORED = 'see-the-restored-edge-pool-and-the-store'

const idle: Change = ({ topology }) => {
  topology.edges[1]!.servers[0]!.services[0]!.status = 'Stopped'
}
const storeLost: Change = ({ store }) => {
  store.master = { ...store.master, sqlServer: 'sqla1.contoso.com' }
}
const of2019: Change = ({ topology }) => {
  for (const pool of topology.pools) pool.version = 8
}
const plays = async (document: string, values: Record<string, string>, options?: PlayOptions) => {
  const { phase, verdict, need } = await stage.play(document, values, options)
  expect({ phase, verdict, need }).toEqual({ phase: 'done', verdict: 'intact', need: undefined })
}
const routes = () => stage.estate.state.topology.sites[0]
const hops = () => stage.estate.state.topology.edges.map(({ nextHop }) => nextHop)

test('federation goes through the other Edge pool, and back', async () => {
  stage.reset()
  const before = structuredClone({ routes: routes(), servers: stage.estate.state.topology.edges.map(({ servers }) => servers) })
  await plays('failover-federation', OVER, { given: edgeHere })
  expect(routes()).toEqual({ id: 'Site1', federationRoute: `EdgeServer:${B}`, xmppFederationRoute: `EdgeServer:${B}` })
  expect(hops()).toEqual([P1, P2])
  await plays('failback-federation', BACK, { goesOn: true, given: edgeRepaired })
  expect({ routes: routes(), servers: stage.estate.state.topology.edges.map(({ servers }) => servers) }).toEqual(before)
  expect(hops()).toEqual([P1, P2])
})

test('without XMPP its route stays where it is, and no Edge server stops', async () => {
  await plays('failover-federation', { ...OVER, xmpp: 'no' })
  expect(routes()).toMatchObject({ federationRoute: `EdgeServer:${B}`, xmppFederationRoute: `EdgeServer:${A}` })
  expect(stage.estate.state.effects.filter(({ what }) => what.startsWith('Stop'))).toEqual([])
})

test.each<[string, string, Record<string, string>, Change, string, string]>([
  ['the other Edge pool does not run', 'failover-federation', OVER, idle, SEE, `servers of ${B} that do not run: 1`],
  ['it is the lost one itself', 'failover-federation', { ...OVER, edge: A }, () => undefined, SEE, `servers of ${A} that do not run: 0`],
  ['the store is lost', 'failover-federation', OVER, storeLost, SEE, 'without one nothing can be published'],
  ['there is no XMPP any more', 'failover-federation', OVER, of2019, SEE, '(R37)'],
  ['the store is lost', 'failback-federation', BACK, storeLost, SEE_RESTORED, 'without one nothing can be published'],
  ['there is no XMPP any more', 'failback-federation', BACK, of2019, SEE_RESTORED, '(R37)'],
])('%s: %s stops', async (_, document, values, given, step, detail) => {
  await refusesIn(stage, document, values, { given }, step, detail)
})

test('every before was seen refusing, and a rehearsal of each changes nothing', async () => {
  for (const [document, values] of [
    ['failover-federation', OVER],
    ['failback-federation', BACK],
  ] as const) {
    const { phase, state, effects } = await stage.play(document, values, { rehearse: true })
    expect({ phase, effects, today: state.findings.filter(({ before }) => before === undefined) }).toEqual({
      phase: 'done',
      effects: [],
      today: [],
    })
  }
})

test('everything of these documents that judges or takes back was seen both ways', () => {
  expectAllSeen(stage, ...PLAYED_IN.federation)
})
