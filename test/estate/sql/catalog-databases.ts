import type { Database } from '../state/database.ts'
import type { InstanceState } from '../state/instance-state.ts'
import { mirroringState, witnessState } from '../state/mirroring.ts'
import type { Row } from '../state/msdb.ts'
import { mayOnServer } from '../rights/rights.ts'
import type { SessionView } from './environment.ts'
import { SID } from './catalog-principals.ts'
import { catalogTable } from './catalog-table.ts'
import type { CatalogTable } from './catalog-table.ts'

const STATES = { ONLINE: 0, RESTORING: 1, OFFLINE: 6 }
const ACCESS = { MULTI_USER: 0, SINGLE_USER: 1, RESTRICTED_USER: 2 }
const MIRRORING_STATES = { SUSPENDED: 0, DISCONNECTED: 1, SYNCHRONIZING: 2, SYNCHRONIZED: 4 }
const WITNESS_STATES = { UNKNOWN: 0, CONNECTED: 1, DISCONNECTED: 2 }
const MODELS = { FULL: 1, BULK_LOGGED: 2, SIMPLE: 3 }

/** sys.databases and the views beside it. */
export const databaseViews: Record<string, CatalogTable> = {
  databases: catalogTable(
    `name:n128 database_id:i source_database_id:i create_date:d compatibility_level:t collation_name:n128 user_access:t user_access_desc:n60 is_read_only:b
     is_auto_close_on:b state:t state_desc:n60 is_in_standby:b recovery_model:t recovery_model_desc:n60 page_verify_option:t page_verify_option_desc:n60
     log_reuse_wait:t log_reuse_wait_desc:n60 is_broker_enabled:b is_encrypted:b owner_sid:x85`,
    ({ instance }) =>
      instance.databases.map((database) => ({
        name: database.name,
        database_id: database.id,
        create_date: new Date(database.createdAt),
        compatibility_level: 110,
        collation_name: database.status === 'ONLINE' ? 'Latin1_General_CI_AS' : null,
        user_access: ACCESS[database.userAccess],
        user_access_desc: database.userAccess,
        is_read_only: database.readOnly,
        is_auto_close_on: false,
        state: STATES[database.status],
        state_desc: database.status,
        is_in_standby: false,
        recovery_model: MODELS[database.recoveryModel],
        recovery_model_desc: database.recoveryModel,
        page_verify_option: 2,
        page_verify_option_desc: 'CHECKSUM',
        log_reuse_wait: 0,
        log_reuse_wait_desc: 'NOTHING',
        is_broker_enabled: false,
        is_encrypted: false,
        owner_sid: SID.sa,
      })),
  ),
  database_mirroring: catalogTable(
    `database_id:i mirroring_guid:g mirroring_state:t mirroring_state_desc:n60 mirroring_role:t mirroring_role_desc:n60 mirroring_role_sequence:i
     mirroring_safety_level:t mirroring_safety_level_desc:n60 mirroring_safety_sequence:i mirroring_partner_name:n128 mirroring_partner_instance:n128
     mirroring_witness_name:n128 mirroring_witness_state:t mirroring_witness_state_desc:n60 mirroring_failover_lsn:l mirroring_connection_timeout:i
     mirroring_redo_queue:i mirroring_redo_queue_type:n60 mirroring_end_of_log_lsn:l mirroring_replication_lsn:l`,
    (view) => view.instance.databases.map((database) => mirroringRow(database, view)),
  ),
  master_files: catalogTable(
    `database_id:i file_id:i file_guid:g type:t type_desc:n60 data_space_id:i name:n128 physical_name:n260 state:t state_desc:n60 size:i max_size:i growth:i
     is_read_only:b create_lsn:l redo_start_lsn:l redo_start_fork_guid:g redo_target_lsn:l redo_target_fork_guid:g backup_lsn:l`,
    (view) =>
      (mayOnServer(view, 'VIEW ANY DEFINITION') ? view.instance.databases : []).flatMap((database) => [
        fileRow(view.instance, database, 1),
        fileRow(view.instance, database, 2),
      ]),
  ),
  database_recovery_status: catalogTable(
    'database_id:i database_guid:g family_guid:g last_log_backup_lsn:l recovery_fork_guid:g first_recovery_fork_guid:g fork_point_lsn:l',
    ({ instance }) =>
      instance.databases.map((database) => ({
        database_id: database.id,
        family_guid: database.familyId,
        last_log_backup_lsn: database.recoveryModel === 'SIMPLE' ? null : (database.logBackupLsn ?? null),
        recovery_fork_guid: database.forkId,
        first_recovery_fork_guid: database.forkId,
      })),
  ),
  database_mirroring_endpoints: catalogTable(
    'name:n128 endpoint_id:i protocol_desc:n60 type_desc:n60 state:t state_desc:n60 role_desc:n60',
    () => [
      {
        name: 'mirroring_endpoint',
        endpoint_id: 65_537,
        protocol_desc: 'TCP',
        type_desc: 'DATABASE_MIRRORING',
        state: 0,
        state_desc: 'STARTED',
        role_desc: 'ALL',
      },
    ],
  ),
}

/** The view is all NULL for a database that is not ONLINE or not mirrored; the mirror's row is for sysadmin only. */
function mirroringRow(database: Database, view: SessionView): Row {
  const { mirroring } = database
  const needed = mirroring?.role === 'MIRROR' ? 'CONTROL SERVER' : 'VIEW ANY DEFINITION'
  if (mirroring === undefined || !mayOnServer(view, needed)) return { database_id: database.id }
  const state = mirroringState(view.state, mirroring)
  const witness = witnessState(view.state, mirroring)
  return {
    database_id: database.id,
    mirroring_guid: mirroring.guid,
    mirroring_state: MIRRORING_STATES[state],
    mirroring_state_desc: state,
    mirroring_role: mirroring.role === 'PRINCIPAL' ? 1 : 2,
    mirroring_role_desc: mirroring.role,
    mirroring_role_sequence: 1,
    mirroring_safety_level: mirroring.safety === 'FULL' ? 2 : 1,
    mirroring_safety_level_desc: mirroring.safety,
    mirroring_safety_sequence: 1,
    mirroring_partner_name: mirroring.partner,
    mirroring_partner_instance: mirroring.partnerInstance,
    mirroring_witness_name: mirroring.witness ?? '',
    mirroring_witness_state: WITNESS_STATES[witness],
    mirroring_witness_state_desc: witness,
    mirroring_failover_lsn: database.redoLsn,
    mirroring_connection_timeout: mirroring.timeoutSeconds ?? 10,
    mirroring_redo_queue_type: 'UNLIMITED',
    mirroring_end_of_log_lsn: database.redoLsn,
    mirroring_replication_lsn: database.redoLsn,
  }
}

function fileRow(instance: InstanceState, database: Database, file: 1 | 2): Row {
  const data = file === 1
  const restoring = database.status === 'RESTORING'
  return {
    database_id: database.id,
    file_id: file,
    type: data ? 0 : 1,
    type_desc: data ? 'ROWS' : 'LOG',
    data_space_id: data ? 1 : 0,
    name: data ? database.name : `${database.name}_log`,
    physical_name: `D:\\CsData\\${instance.instanceName}\\${database.name}${data ? '.mdf' : '_log.ldf'}`,
    state: restoring ? 1 : 0,
    state_desc: restoring ? 'RESTORING' : 'ONLINE',
    size: 12_800,
    max_size: -1,
    growth: 1280,
    is_read_only: false,
    redo_start_lsn: restoring && data ? database.redoLsn : null,
    redo_start_fork_guid: restoring && data ? database.forkId : null,
  }
}
