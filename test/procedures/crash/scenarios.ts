/** Every procedure that acts, in estates in which each of its steps has something to do, and each of its undos. */
import { lateLog } from '../../estate/state/seed.ts'
import type { PlayOptions } from '../play.ts'
import {
  all,
  allBehind,
  allStopped,
  alone,
  chatExported,
  chatFailedOver,
  edgeHere,
  edgeRepaired,
  failedOver,
  groupsAway,
  groupsExported,
  groupsLost,
  lose,
  notShipped,
  P1,
  P2,
  poolOf,
  servedByP2,
  up,
  VALUES,
  type Change,
} from '../situations.ts'

export interface Scenario extends Pick<PlayOptions, 'given' | 'at' | 'choices'> {
  document: string
  /** Of one that is none of ours. */
  text?: string
  /** What sets it apart from others of the same document. */
  name: string
  values: Record<string, string>
  /** Played before, by people who know what they want. */
  after?: { document: string; values: Record<string, string>; given?: Change }
  /** Somebody cancels when this step begins, or this place is claimed, and all is undone back to step `from`. Only the workers that undo die. */
  undo?: { from: number } & ({ begun: string } | { claimed: string })
}

const of = (document: string, name = '', change: Partial<Scenario> = {}): Scenario => ({
  ...change,
  document,
  name,
  values: { ...VALUES[document], ...change.values },
})

const conferencesAway: Change = (state) => void (poolOf(state, P1).conferencesAtPartner = 3)
const drained = { document: 'drain-front-end', values: VALUES['drain-front-end'] ?? {} }
const databasesOver = { document: 'failover-database', values: VALUES['failover-database'] ?? {} }
const federationOver = { document: 'failover-federation', values: VALUES['failover-federation'] ?? {}, given: edgeHere }
const MIRRORED = { mirrored: 'yes', mirror: 'PRIM' }
const twoLate: Change = (state) => {
  lateLog(state)
  // Their names hold the second.
  state.clock.set(state.clock.now() + 60_000)
  lateLog(state)
}

export const SCENARIOS: readonly Scenario[] = [
  of('back-up-core-data'),
  of('backup-service-configure'),
  of('backup-service-restart'),
  of('backup-service-sync'),
  of('drain-front-end'),
  of('evacuate-pool', '', { given: servedByP2 }),
  of('evacuate-pool', 'undone', { given: servedByP2, undo: { from: 5, begun: 'fail-the-second-pool-s-users-over' } }),
  of('failback-database', '', { after: databasesOver }),
  of('failback-database', 'undone', { after: databasesOver, undo: { from: 1, begun: 'see-that-one-server-serves-all-of-them' } }),
  of('failback-federation', '', { after: federationOver, given: edgeRepaired }),
  of('failback-persistent-chat', '', { given: chatFailedOver }),
  of('failback-persistent-chat', 'as on the page', {
    given: chatFailedOver,
    choices: { 'choose-the-order-of-the-way-back': 'As on the page' },
  }),
  of('failback-persistent-chat', 'undone', {
    given: chatFailedOver,
    undo: { from: 21, begun: 'ship-the-logs-again-let-the-mirror-send-its-logs' },
  }),
  of('failback-pool', '', { given: servedByP2 }),
  of('failback-pool', 'partner lost', { given: all(failedOver(P1), up(P2, false)), values: { partner: 'lost' } }),
  of('failback-response-groups', '', { given: groupsAway }),
  of('failover-availability-group'),
  of('failover-availability-group', 'lost', { given: lose('AG1'), values: { primary: 'is lost' } }),
  of('failover-database'),
  of('failover-database', 'lost', { given: lose('BE1'), values: { principal: 'is lost', types: 'User' } }),
  of('failover-database', 'undone', { undo: { from: 2, claimed: '2/2' } }),
  of('failover-federation', '', { given: edgeHere }),
  of('failover-management-store', '', { at: { 'let-the-replicas-follow': allBehind } }),
  of('failover-management-store', 'disaster', { given: up(P1, false), values: { mode: 'disaster' } }),
  of('failover-persistent-chat', '', { given: twoLate }),
  of('failover-pool'),
  of('failover-pool', 'disaster', { given: up(P1, false), values: { mode: 'disaster' } }),
  of('failover-pool', 'undone', { given: edgeHere, undo: { from: 3, begun: 'fail-the-users-over-from-the-working-pool' } }),
  of('failover-response-groups', '', { given: groupsExported('Rgs.zip') }),
  of('recover-quorum', '', { given: allStopped }),
  of('recover-quorum', 'routing groups', { given: groupsLost, values: { lost: 'routing groups' } }),
  of('remove-mirror'),
  of('remove-mirror', 'witness', { values: { what: 'witness only' } }),
  of('restore-chat-data', '', { given: chatExported('Chat.zip') }),
  of('restore-conference-content', '', { given: conferencesAway }),
  of('return-front-end', '', { after: drained }),
  of('setup-log-shipping', '', { given: notShipped }),
  of('setup-log-shipping', 'mirrored', { given: notShipped, values: MIRRORED }),
  of('setup-log-shipping', 'undone', { given: notShipped, values: MIRRORED, undo: { from: 10, begun: 'let-the-mirror-send-its-logs' } }),
  of('setup-mirror', '', { given: alone }),
  of('setup-mirror', 'undone', { given: alone, undo: { from: 3, begun: 'restart-the-front-end-servers' } }),
]
