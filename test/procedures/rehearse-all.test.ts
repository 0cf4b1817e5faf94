/** Every procedure of `commands/`, rehearsed where everything is in its place. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { BACKUP_SHARE } from '../estate/state/applications.ts'
import type { EstateState } from '../estate/state/estate-state.ts'
import { findPool } from '../estate/state/topology.ts'
import { refusalSaid, remarksSaid } from '../words/said.ts'
import { actor } from './people.ts'
import { openStage } from './stage.ts'

const stage = await openStage({ seed: 'healthy' })
afterAll(() => stage[Symbol.asyncDispose]())

const [P1, P2, shell] = ['pool1.contoso.com', 'pool2.contoso.com', 'management']
const FEDERATION = { site: 'Site1', xmpp: 'yes', domain: 'contoso.com', shell }
const FRONT_END = { pool: P2, server: 'fe3.contoso.com', shell }
const at = (name: string): string => `${BACKUP_SHARE}\\${name}`

/** By document: what it is asked with. */
const VALUES: Record<string, Record<string, string>> = {
  'back-up-core-data': { pool: P1, folder: BACKUP_SHARE, stamp: '20261121-0300', shell },
  'backup-service-configure': { interval: '00:03:00', shell },
  'backup-service-restart': { pool: P1, shell },
  'backup-service-status': { pool: P1, backup: P2, shell },
  'backup-service-sync': { pool: P1, shell, module: 'all' },
  'check-pairing': { pool: P1, backup: P2, shell },
  'check-readiness': { pool: P1, backup: P2, principal: 'BE1', shell },
  'drain-front-end': FRONT_END,
  'evacuate-pool': { partner: P1, pool: P2, shell },
  'failback-database': { pool: P1, shell, types: 'User, CentralMgmt' },
  'failback-federation': { ...FEDERATION, current: 'edgeb.contoso.com', edge: 'edgea.contoso.com', nextHop: P1 },
  'failback-persistent-chat': {
    pool: 'lyncpc.contoso.com',
    backup: 'SEC',
    primary: 'PRI',
    mirror: 'PRIM',
    shell,
    share: '\\\\files.contoso.com\\pchatlogs',
    mirrorShare: '\\\\sqla1.contoso.com\\csdatabackup',
    activeServers: 'pc1.contoso.com, pc2.contoso.com',
    destination: 'D:\\LSCopy',
  },
  'failback-pool': { pool: P1, backup: P2, partner: 'working', shell },
  'failback-response-groups': { primary: P1, backup: P2, changed: at('Back.zip'), removed: at('Gone.zip'), rebuilt: 'no', shell },
  'failover-availability-group': { group: 'sfb-ag', target: 'AG2', primary: 'works' },
  'failover-database': { pool: P1, shell, types: 'User, CentralMgmt', principal: 'works' },
  'failover-federation': { ...FEDERATION, lost: 'edgea.contoso.com', edge: 'edgeb.contoso.com', nextHop: P2 },
  'failover-management-store': { mode: 'planned', from: P1, to: P2, shell },
  'failover-persistent-chat': {
    pool: 'lyncpc.contoso.com',
    backup: 'SEC',
    mirror: 'SECM',
    files: 'sec-host',
    shell,
    mirrorShare: '\\\\sqlb1.contoso.com\\csdatabackup',
    activeServers: 'pc5.contoso.com, pc6.contoso.com',
  },
  'failover-pool': { mode: 'planned', pool: P1, backup: P2, shell },
  'failover-response-groups': { primary: P1, backup: P2, file: at('Rgs.zip'), replaceSettings: 'no', shell },
  'recover-quorum': { pool: P2, lost: 'servers', servers: 'fe3.contoso.com, fe4.contoso.com, fe6.contoso.com', shell },
  'remove-mirror': { pool: P1, what: 'mirror', primary: 'BE1', types: 'User', shell },
  'restore-chat-data': { chat: 'PRI', file: at('Chat.zip'), keep: at('Kept.zip'), shell },
  'restore-conference-content': { pool: P1, backup: P2, shell },
  'return-front-end': FRONT_END,
  'setup-mirror': { pool: P1, primary: 'BE1', mirror: 'BE2', types: 'User', mirrorShare: '\\\\be1.contoso.com\\csdatabackup', shell },
  'setup-log-shipping': {
    pool: 'lyncpc.contoso.com',
    primary: 'PRI',
    backup: 'SEC',
    share: '\\\\files.contoso.com\\pchatlogs',
    destination: 'D:\\LSCopy',
  },
  'test-disaster-recovery': { pool: P1, shell },
}

/** The steps at which the real run would stop today, because nothing has failed, and nothing was exported. */
const STOPS: Record<string, string[]> = {
  'failback-persistent-chat': [
    'see-that-both-databases-are-as-they-must-be',
    'take-the-active-servers-away',
    'remove-the-mirroring-of-the-backup-database',
  ],
  'failover-response-groups': ['import-the-response-groups-into-the-backup-pool'],
  'restore-chat-data': ['see-what-is-there'],
  'setup-mirror': ['look-before-anything-is-made'],
  'setup-log-shipping': ['look-before-the-receiving-server-is-overwritten'],
}

const documents = readdirSync(join(import.meta.dirname, '../../commands')).flatMap((name) =>
  /^(?!rules)[a-z-]+\.md$/.test(name) ? [name.replace(/\.md$/, '')] : [],
)

test('every procedure is rehearsed here', () => {
  expect(documents.toSorted()).toEqual(Object.keys(VALUES).toSorted())
})

test.each(Object.keys(VALUES))('%s: a rehearsal asks every gate, changes nothing, and finds no stop that it made itself', async (id) => {
  const { phase, verdict, gates, state, effects } = await stage.play(id, VALUES[id] ?? {}, { rehearse: true })
  const steps = state.plan?.steps ?? []
  const today = state.findings.flatMap(({ step, before }) => (before === undefined ? [steps[step - 1]?.id] : []))
  const passed = new Set(state.steps.flatMap(({ done }, index) => (done?.how === 'passed-over' ? [steps[index]?.id] : [])))
  const asked = steps.filter(({ gate, id: step }) => gate !== undefined && !passed.has(step)).map((step) => step.id)
  expect({ phase, verdict, effects, today }).toEqual({ phase: 'done', verdict: 'intact', effects: [], today: STOPS[id] ?? [] })
  expect(gates).toEqual(expect.arrayContaining(asked))
})

test('a rehearsal where something is wrong says what would stop today, and goes on to its end', async () => {
  const given = (state: EstateState): void => {
    for (const service of findPool(state.topology, P2)?.servers[1]?.services ?? []) service.status = 'Stopped'
  }
  const { phase, state, gates } = await stage.play('drain-front-end', FRONT_END, { rehearse: true, given })
  const said = state.findings.map(({ step, before, detail }) => ({ step, before, detail: remarksSaid(detail) }))
  const detail = 'other Front Ends: 2; not serving users: 1; there must be another one, and none may be away'
  expect({ phase, said, gates }).toEqual({
    phase: 'done',
    said: [{ step: 1, before: undefined, detail }],
    gates: ['move-its-users-away-and-stop-it'],
  })
})

test('what was approved in a rehearsal opens no gate of the real run', async () => {
  const rehearsed = await stage.play('drain-front-end', FRONT_END, { rehearse: true })
  const { run, state } = await stage.play('drain-front-end', FRONT_END, { stopAt: 'move-its-users-away-and-stop-it' })
  const [practised, real] = [rehearsed.state.gates.at(-1), state.gates.at(-1)]
  if (practised === undefined || real === undefined) throw new Error('both have a gate')
  const refusal = run.ask({ type: 'approve', by: actor('amir'), gate: real.number, fingerprint: practised.fingerprint })
  expect(refusal && refusalSaid(refusal).code).toBe('stale-plan')
  expect(run.state?.gates.at(-1)?.approvals).toEqual([])
})
