import { replicaOn, replicaState } from '../state/availability-group.ts'
import type { AvailabilityGroup, Replica } from '../state/availability-group.ts'
import { instanceNamed } from '../state/estate-state.ts'
import { findDatabase, serverName } from '../state/instance-state.ts'
import type { Row } from '../state/msdb.ts'
import { catalogTable } from './catalog-table.ts'
import type { CatalogTable } from './catalog-table.ts'
import type { SessionView } from './environment.ts'

const MODES = { ASYNCHRONOUS_COMMIT: 0, SYNCHRONOUS_COMMIT: 1 }
const FAILOVERS = { AUTOMATIC: 0, MANUAL: 1 }
const STATES = { 'NOT SYNCHRONIZING': 0, SYNCHRONIZING: 1, SYNCHRONIZED: 2 }
const HEALTHS = { NOT_HEALTHY: 0, PARTIALLY_HEALTHY: 1, HEALTHY: 2 }
const ROLES = { RESOLVING: 0, PRIMARY: 1, SECONDARY: 2 }

/** Availability groups, as the replica that is asked sees them: a secondary knows only of itself. */
export const groupViews: Record<string, CatalogTable> = {
  availability_groups: catalogTable(
    'group_id:g name:n128 resource_id:n40 resource_group_id:n40 failure_condition_level:i health_check_timeout:i automated_backup_preference:t automated_backup_preference_desc:n60',
    (view) => groups(view).map(({ id, name }) => ({ group_id: id, name, failure_condition_level: 3, health_check_timeout: 30_000 })),
  ),
  availability_replicas: catalogTable(
    `replica_id:g group_id:g replica_metadata_id:i replica_server_name:n256 owner_sid:x85 endpoint_url:n128 availability_mode:t availability_mode_desc:n60
     failover_mode:t failover_mode_desc:n60 session_timeout:i primary_role_allow_connections:t primary_role_allow_connections_desc:n60
     secondary_role_allow_connections:t secondary_role_allow_connections_desc:n60`,
    (view) => groups(view).flatMap((group) => group.replicas.map((replica) => replicaRow(view, group, replica))),
  ),
  availability_databases_cluster: catalogTable('group_id:g group_database_id:g database_name:n128 truncation_lsn:l', (view) =>
    groups(view).flatMap(({ id, databases }) => databases.map((name) => ({ group_id: id, database_name: name }))),
  ),
  availability_group_listeners: catalogTable(
    'group_id:g listener_id:n36 dns_name:n63 port:i is_conformant:b ip_configuration_string_from_cluster:nmax',
    (view) =>
      groups(view).map(({ id, listener }) => ({
        group_id: id,
        listener_id: id,
        dns_name: listener.dns,
        port: listener.port,
        is_conformant: true,
        ip_configuration_string_from_cluster: `('IP Address: ${listener.ip}')`,
      })),
  ),
  dm_hadr_availability_group_states: catalogTable(
    `group_id:g primary_replica:n128 primary_recovery_health:t primary_recovery_health_desc:n60 secondary_recovery_health:t
     secondary_recovery_health_desc:n60 synchronization_health:t synchronization_health_desc:n60`,
    (view) => groups(view).map((group) => groupState(view, group)),
  ),
  dm_hadr_availability_replica_states: catalogTable(
    `replica_id:g group_id:g is_local:b role:t role_desc:n60 operational_state:t operational_state_desc:n60 connected_state:t connected_state_desc:n60
     recovery_health:t recovery_health_desc:n60 synchronization_health:t synchronization_health_desc:n60`,
    (view) => groups(view).flatMap((group) => seen(view, group).map((replica) => stateRow(view, group, replica))),
  ),
  dm_hadr_database_replica_states: catalogTable(
    `database_id:i group_id:g replica_id:g group_database_id:g is_local:b synchronization_state:t synchronization_state_desc:n60
     is_commit_participant:b synchronization_health:t synchronization_health_desc:n60 database_state:t database_state_desc:n60 is_suspended:b
     suspend_reason:t suspend_reason_desc:n60 log_send_queue_size:I redo_queue_size:I`,
    (view) => groups(view).flatMap((group) => seen(view, group).flatMap((replica) => databaseRows(view, group, replica))),
  ),
}

function groups({ state, instance }: SessionView): AvailabilityGroup[] {
  return state.groups.filter((group) => replicaOn(group, instance) !== undefined)
}

function seen({ instance }: SessionView, group: AvailabilityGroup): Replica[] {
  return group.replicas.filter((replica) => group.primary === instance.name || replica.instance === instance.name)
}

function replicaRow({ state }: SessionView, group: AvailabilityGroup, replica: Replica): Row {
  const server = instanceNamed(state, replica.instance)
  return {
    replica_id: replica.id,
    group_id: group.id,
    replica_server_name: serverName(server),
    endpoint_url: `TCP://${server.host}:5022`,
    availability_mode: MODES[replica.availability],
    availability_mode_desc: replica.availability,
    failover_mode: FAILOVERS[replica.failover],
    failover_mode_desc: replica.failover,
    session_timeout: 10,
    primary_role_allow_connections: 2,
    primary_role_allow_connections_desc: 'ALL',
    secondary_role_allow_connections: 0,
    secondary_role_allow_connections_desc: 'NO',
  }
}

function health(view: SessionView, group: AvailabilityGroup, replica: Replica): keyof typeof HEALTHS {
  const found = replicaState(view.state, group, replica)
  if (found === 'NOT SYNCHRONIZING') return 'NOT_HEALTHY'
  return found === 'SYNCHRONIZING' && replica.availability === 'SYNCHRONOUS_COMMIT' ? 'PARTIALLY_HEALTHY' : 'HEALTHY'
}

function groupState(view: SessionView, group: AvailabilityGroup): Row {
  const healths = group.replicas.map((replica) => health(view, group, replica))
  const all = healths.every((each) => each === 'HEALTHY') ? 'HEALTHY' : 'PARTIALLY_HEALTHY'
  const worst = group.primary === undefined ? 'NOT_HEALTHY' : all
  const primary = group.primary === undefined ? '' : serverName(instanceNamed(view.state, group.primary))
  return { group_id: group.id, primary_replica: primary, synchronization_health: HEALTHS[worst], synchronization_health_desc: worst }
}

function stateRow(view: SessionView, group: AvailabilityGroup, replica: Replica): Row {
  const local = replica.instance === view.instance.name
  const lost = group.primary === undefined || !instanceNamed(view.state, group.primary).up
  const role = group.primary === replica.instance ? 'PRIMARY' : lost ? 'RESOLVING' : 'SECONDARY'
  const word = health(view, group, replica)
  const connected = instanceNamed(view.state, replica.instance).up && !lost
  return {
    replica_id: replica.id,
    group_id: group.id,
    is_local: local,
    role: ROLES[role],
    role_desc: role,
    operational_state: local ? 2 : null,
    operational_state_desc: local ? 'ONLINE' : null,
    connected_state: connected ? 1 : 0,
    connected_state_desc: connected ? 'CONNECTED' : 'DISCONNECTED',
    synchronization_health: HEALTHS[word],
    synchronization_health_desc: word,
  }
}

function databaseRows(view: SessionView, group: AvailabilityGroup, replica: Replica): Row[] {
  const word = replicaState(view.state, group, replica)
  const healthy = health(view, group, replica)
  return group.databases.map((name) => ({
    database_id: findDatabase(view.instance, name)?.id ?? null,
    group_id: group.id,
    replica_id: replica.id,
    is_local: replica.instance === view.instance.name,
    synchronization_state: STATES[word],
    synchronization_state_desc: word,
    synchronization_health: HEALTHS[healthy],
    synchronization_health_desc: healthy,
    is_suspended: replica.suspended,
    suspend_reason_desc: replica.suspended ? 'SUSPEND_FROM_USER' : null,
    log_send_queue_size: 0n,
    redo_queue_size: 0n,
  }))
}
