import { afterAll, expect, test } from 'vitest'
import { exportStatus } from '../estate/state/backup-service.ts'
import type { EstateState } from '../estate/state/estate-state.ts'
import { seedTopology } from '../estate/state/seed-topology.ts'
import { findPool } from '../estate/state/topology.ts'
import { expectAllSeen, refusesIn } from './expect-seen.ts'
import type { PlayOptions } from './play.ts'
import { PLAYED_IN } from './played-in.ts'
import { openStage } from './stage.ts'

const stage = await openStage({ given: seedTopology })
afterAll(() => stage[Symbol.asyncDispose]())

type Change = (state: EstateState) => void
const [P1, P2] = ['pool1.contoso.com', 'pool2.contoso.com']
const PAIR = { pool: P1, backup: P2, shell: 'management' }
const ONE = { pool: P1, shell: 'management' }
const DOCUMENTS = {
  'backup-service-status': PAIR,
  'backup-service-sync': { ...ONE, module: 'all' },
  'backup-service-configure': { interval: '00:03:00', shell: 'management' },
  'backup-service-restart': ONE,
  'restore-conference-content': PAIR,
  'check-pairing': PAIR,
}
type Document = keyof typeof DOCUMENTS

const broken: Change = ({ backupService }) => {
  backupService.directions[0]!.modules[0]!.broken = true
}
const unpaired: Change = ({ topology }) => {
  findPool(topology, P1)!.backup = undefined
}
const over =
  (doneAt: number): Change =>
  ({ topology }) => {
    findPool(topology, P1)!.failover = { to: 'partner', doneAt }
  }
const plays = async (document: Document, values: Record<string, string> = {}, options?: PlayOptions) => {
  const { phase, verdict, need, state } = await stage.play(document, { ...DOCUMENTS[document], ...values }, options)
  expect({ phase, verdict, need }).toEqual({ phase: 'done', verdict: 'intact', need: undefined })
  return state
}

test('both directions are told, module by module, and nothing is changed', async () => {
  const { captures } = await plays('backup-service-status')
  expect(captures['sent']).toEqual([
    'UserServices.PresenceFocus: sends SteadyState, takes NormalState',
    'ConfServices.DataConf: sends SteadyState, takes NormalState',
    'CentralMgmt.CMSMaster: sends SteadyState, takes NormalState',
  ])
  expect(captures['returned']).toContain('CentralMgmt.CMSMaster: sends NotInitialized, takes NormalState')
  expect(captures['interval']).toBe('00:02:00')
  expect(stage.estate.state.effects).toEqual([])
})

test.each(['all', 'ConfServices.DataConf'])('what is sent of %s is waited for', async (module) => {
  await plays('backup-service-sync', { module })
  const { topology, backupService, clock } = stage.estate.state
  const home = findPool(topology, P1)!
  for (const each of backupService.directions[0]!.modules)
    expect(exportStatus(each, home, { master: P1, now: clock.now() })).toBe('SteadyState')
})

test('the interval is set, and set back', async () => {
  expect((await plays('backup-service-configure')).captures['intervalBefore']).toBe('00:02:00')
  expect(stage.estate.state.backupService.settings.syncInterval).toBe('00:03:00')
  await plays('backup-service-configure', { interval: '00:02:00' }, { goesOn: true })
  expect(stage.estate.state.backupService.settings.syncInterval).toBe('00:02:00')
})

test('the service of every Front End stops and starts again', async () => {
  await plays('backup-service-restart')
  const { effects, topology } = stage.estate.state
  expect(effects.map(({ what }) => what.split('-')[0])).toEqual(['Stop', 'Stop', 'Stop', 'Start', 'Start', 'Start'])
  expect(
    findPool(topology, P1)!
      .servers.flatMap(({ services }) => services)
      .every(({ status }) => status === 'Running'),
  ).toBe(true)
})

test('what conferences left at the partner comes home', async () => {
  const away: Change = ({ topology }) => {
    findPool(topology, P1)!.conferencesAtPartner = 3
  }
  await plays('restore-conference-content', {}, { given: away })
  expect(findPool(stage.estate.state.topology, P1)).toMatchObject({ conferencesAtPartner: 0 })
})

test('a pair that is as it should be is found so', async () => {
  const { captures } = await plays('check-pairing')
  expect(captures['sites']).toEqual([`${P1} is in Site:Site1`, `${P2} is in Site:Site2`])
})

test.each<[string, Document, Record<string, string>, Change, string, string]>([
  ['a module is broken', 'backup-service-status', {}, broken, 'read-how-far-its-partner-is', `${P1} UserServices.PresenceFocus`],
  ['a module is broken', 'backup-service-sync', {}, broken, 'send-what-the-partner-lacks', `modules of ${P1} in ErrorState: 1`],
  ['it is no interval', 'backup-service-configure', { interval: '5m' }, () => undefined, 'set-the-interval', '5m must lie between'],
  ['it is too short', 'backup-service-configure', { interval: '00:00:04' }, () => undefined, 'set-the-interval', 'less than the five'],
  ['its last changes are being sent', 'backup-service-restart', {}, over(Infinity), 'see-which-servers-run-it', 'is FailingOver'],
  ['unpaired', 'restore-conference-content', {}, unpaired, 'send-the-content-from-the-partner', `must be ${P2}`],
  ['still failed over', 'restore-conference-content', {}, over(0), 'send-the-content-from-the-partner', `${P1} is FailedOver`],
  ...(
    [
      ['R05', unpaired],
      ['R01', ({ topology }: EstateState) => void topology.pools[0]!.servers.splice(0, 3, { ...topology.pools[0]!.servers[0]!, fqdn: P1 })],
      ['R07', ({ topology }: EstateState) => void Object.assign(topology.pools[1]!, { site: 1 })],
      ['R11', ({ topology }: EstateState) => void topology.pools[1]!.servers.pop()],
      ['R25', broken],
      ['R26', ({ store }: EstateState) => void delete store.standby],
    ] as const
  ).map(([rule, change]): [string, Document, Record<string, string>, Change, string, string] => [
    rule,
    'check-pairing',
    {},
    change,
    ['R05', 'R01', 'R07'].includes(rule) ? 'see-the-pair' : 'see-that-both-are-ready',
    `(${rule})`,
  ]),
])('%s: /%s stops', async (_, document, values, given, step, detail) => {
  await refusesIn(stage, document, { ...DOCUMENTS[document], ...values }, { given }, step, detail)
})

test('every check and every before was seen both ways, and a rehearsal of each changes nothing', async () => {
  for (const document of Object.keys(DOCUMENTS) as Document[]) {
    const { phase, state, effects } = await stage.play(document, DOCUMENTS[document], { rehearse: true })
    expect({ document, phase, effects, today: state.findings.filter(({ before }) => before === undefined) }).toEqual({
      document,
      phase: 'done',
      effects: [],
      today: [],
    })
  }
})

test.each(['backup-service-sync', 'restore-conference-content'] as const)('%s would wait for what is not sent yet', async (document) => {
  const unsent: Change = ({ backupService }) => {
    for (const { modules } of backupService.directions) modules[1]!.steadyAt = Number.MAX_SAFE_INTEGER
  }
  const { state } = await stage.play(document, DOCUMENTS[document], { rehearse: true, given: unsent })
  expect(state.findings.filter(({ asked }) => asked === 'wait-until')).toHaveLength(1)
})

test('everything of these documents that judges or takes back was seen both ways', () => {
  expectAllSeen(stage, ...PLAYED_IN['backup-service'])
})
