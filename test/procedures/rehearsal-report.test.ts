/** What a rehearsal reports where something is wrong, as people read it on the card, in the thread and beside the log. */
import { afterAll, expect, test } from 'vitest'
import { rehearsalLists } from '../../src/run/rehearsal/lists.ts'
import { en } from '../../src/words/en.ts'
import { instanceNamed, type EstateState } from '../estate/state/estate-state.ts'
import { findDatabase } from '../estate/state/instance-state.ts'
import { findPool } from '../estate/state/topology.ts'
import { openStage } from './stage.ts'

const stage = await openStage({ seed: 'healthy' })
afterAll(() => stage[Symbol.asyncDispose]())

const [P1, P2, shell] = ['pool1.contoso.com', 'pool2.contoso.com', 'management']
const CHAT = {
  pool: 'lyncpc.contoso.com',
  backup: 'SEC',
  mirror: 'SECM',
  files: 'sec-host',
  shell,
  mirrorShare: '\\\\sqlb1.contoso.com\\csdatabackup',
  activeServers: 'pc5.contoso.com, pc6.contoso.com',
}
const FEDERATION = {
  site: 'Site1',
  xmpp: 'yes',
  domain: 'contoso.com',
  lost: 'edgea.contoso.com',
  edge: 'edgeb.contoso.com',
  nextHop: P2,
  shell,
}

test.each<[mishap: string, document: string, values: Record<string, string>, given: (state: EstateState) => void, report: string[]]>([
  [
    'the partner has been failed over itself, and one module is broken',
    'failover-pool',
    { mode: 'planned', pool: P1, backup: P2, shell },
    ({ topology, backupService }) => {
      findPool(topology, P2)!.failover = { to: 'partner', doneAt: 0 }
      backupService.directions[0]!.modules[0]!.broken = true
    },
    [
      'Would stop today (1):',
      'Step 1 "See the pair and the store" may not begin: rule R22: pool2.contoso.com is FailedOver; when its own users are failed over, fail it back first.',
      'Cannot be known before an earlier step is done (2):',
      'Before step 4 is done: step 6 "Fail the users over from the working pool" waits until it may begin: backup modules that are not steady: 1 of pool1.contoso.com, 0 of pool2.contoso.com (R25).',
      'Before step 4 is done: step 6 "Fail the users over from the working pool" may not begin: rule R22: pool2.contoso.com is FailedOver; when its own users are failed over, fail it back first; rule R28: Edge pools whose next hop is pool1.contoso.com (1): edgea.contoso.com; the active Central Management server is "pool1.contoso.com"; it must be there, and not in the pool that is failed over (R27).',
      'Done already: nothing.',
    ],
  ],
  [
    'one database is behind its mirror',
    'failover-database',
    { pool: P1, shell, types: 'User, CentralMgmt', principal: 'works' },
    (state) => {
      for (const name of ['BE1', 'BE2']) findDatabase(instanceNamed(state, name), 'rtcxds')!.mirroring!.suspended = true
    },
    [
      'Would stop today (1):',
      'Step 2 "Make the mirror serve the databases", item 1 of 2 (User), may not begin: User databases whose mirror is not synchronized (1 of 3): rtcxds.',
      'Cannot be known before an earlier step is done: nothing.',
      'Done already: nothing.',
    ],
  ],
  [
    'the backup server is lost, too',
    'failover-persistent-chat',
    CHAT,
    lose('SEC'),
    [
      'Would stop today (5):',
      'Step 1 "Record what the next step deletes" does not find what it must record: SEC: SEC (127.0.0.1:PORT) refuses the log-in of "countersign_reader": SQL Server is not ready to accept new client connections (error 17187). Look that error up: the log of the server says more about it.',
      'Step 2 "Stop log shipping to the backup server" has a check that cannot tell: the same as at step 1.',
      'Step 5 "Bring the backup database online" has a check that cannot tell: the same as at step 1.',
      'Step 7 "Mirror the backup database" has a check that cannot tell: the same as at step 1.',
      'Step 8 "Choose the active servers" has a check that cannot tell: the same as at step 1.',
      'Cannot be known before an earlier step is done (3):',
      'Before step 1 has found share, destination and newest: step 3 "Copy the log backups that are still on the share" is not asked about, because it uses these.',
      'Before step 1 has found destination and newest: step 4 "Apply the outstanding logs, oldest first" is not asked about, because it uses these.',
      'Before step 1 has found newest, destination and share: step 5 "Bring the backup database online" is not asked about, because it uses these.',
      'Done already: nothing.',
    ],
  ],
  [
    'a chat database is in the group, whose other replica is suspended',
    'failover-availability-group',
    { group: 'sfb-ag', target: 'AG2', primary: 'works' },
    (state) => {
      const [group] = state.groups
      group!.replicas[1]!.suspended = true
      state.groups.splice(0, 1, { ...group!, databases: ['mgc', ...group!.databases] })
    },
    [
      'Would stop today (2):',
      'Step 1 "See how the replicas are" may not begin: rule R43: Persistent Chat databases in sfb-ag: 1; availability groups are not supported for them.',
      'Step 2 "Make the other replica primary" may not begin: databases of sfb-ag on this replica that are synchronized: 0 of 7.',
      'Cannot be known before an earlier step is done: nothing.',
      'Done already: nothing.',
    ],
  ],
  [
    'the other Edge servers do not run',
    'failover-federation',
    FEDERATION,
    ({ topology }) => {
      for (const { services } of topology.edges[1]!.servers) for (const service of services) service.status = 'Stopped'
    },
    [
      'Would stop today (1):',
      'Step 1 "See that the other Edge pool can carry it" may not begin: servers of edgeb.contoso.com that do not run: 2.',
      'Cannot be known before an earlier step is done: nothing.',
      'Done already (2):',
      'Step 2 "Give the Edge pool a next hop that works": edgeb.contoso.com hands on to "Registrar:pool2.contoso.com".',
      'Step 6 "Stop the Edge servers for XMPP": 2 of 2 items today; step 4 acts on management before it, so it is asked again then.',
    ],
  ],
])('%s: %s', async (_, document, values, given, report) => {
  const { state, phase, effects } = await stage.play(document, values, { rehearse: true, given })
  const said = en
    .rehearsalLists(rehearsalLists(state))
    .flatMap(({ heading, lines }) => [heading, ...lines])
    .map((line) => line.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:PORT'))
  expect({ phase, effects, said }).toEqual({ phase: 'done', effects: [], said: report })
})

/** It takes no log-in any more, and those who were on it are gone. */
function lose(name: string) {
  return (state: EstateState): void => {
    const instance = instanceNamed(state, name)
    instance.up = false
    for (const session of instance.sessions.values()) session.end()
  }
}
