import type { SessionRow } from '../state/instance-state.ts'
import { mayOnServer } from '../rights/rights.ts'
import { isolationOf, numberSet } from './session-settings.ts'
import { catalogTable } from './catalog-table.ts'
import type { CatalogTable } from './catalog-table.ts'
import type { SessionView } from './environment.ts'

/** Who is connected and what runs. Without VIEW SERVER STATE a log-in sees itself only. */
export const sessionViews: Record<string, CatalogTable> = {
  dm_exec_sessions: catalogTable(
    `session_id:s login_time:d host_name:n128 program_name:n128 host_process_id:i client_version:i client_interface_name:n32 login_name:n128 nt_user_name:n128
     status:n30 cpu_time:i memory_usage:i total_elapsed_time:i last_request_start_time:d last_request_end_time:d reads:I writes:I logical_reads:I
     is_user_process:b language:n128 transaction_isolation_level:s lock_timeout:i row_count:I original_login_name:n128 database_id:s open_transaction_count:i
     deadlock_priority:i date_first:s text_size:i context_info:x128`,
    (view) => [...systemSessions(view), ...visible(view).map((row) => sessionRow(row, view))],
  ),
  dm_exec_requests: catalogTable(
    `session_id:s request_id:i start_time:d status:n30 command:n32 database_id:s user_id:i blocking_session_id:s wait_type:n60 wait_time:i last_wait_type:n60
     percent_complete:f estimated_completion_time:I total_elapsed_time:i cpu_time:i`,
    (view) => visible(view).flatMap((row) => requestRow(row, view)),
  ),
  dm_exec_connections: catalogTable(
    'session_id:i connect_time:d net_transport:n40 protocol_type:n40 encrypt_option:n40 auth_scheme:n40 client_net_address:v48 client_tcp_port:i local_net_address:v48',
    (view) =>
      visible(view).map((row) => ({
        session_id: row.spid,
        connect_time: new Date(row.loginTime),
        net_transport: 'TCP',
        protocol_type: 'TSQL',
        encrypt_option: row.encrypted ? 'TRUE' : 'FALSE',
        auth_scheme: 'SQL',
        client_net_address: '127.0.0.1',
        local_net_address: '127.0.0.1',
      })),
  ),
  sysprocesses: catalogTable(
    'spid:s kpid:s blocked:s dbid:s loginame:n128 hostname:n128 program_name:n128 cmd:n26 status:n30 login_time:d last_batch:d',
    (view) =>
      visible(view).map((row) => ({
        spid: row.spid,
        kpid: 0,
        blocked: 0,
        dbid: row.databaseId,
        loginame: row.login,
        hostname: row.host,
        program_name: row.program,
        cmd: row.request?.command ?? 'AWAITING COMMAND',
        status: status(row),
        login_time: new Date(row.loginTime),
        last_batch: new Date(row.lastRequestAt),
      })),
  ),
}

function visible(view: SessionView): SessionRow[] {
  return [...view.instance.sessions.values()]
    .filter((row) => mayOnServer(view, 'VIEW SERVER STATE') || row.spid === view.row.spid)
    .toSorted((a, b) => a.spid - b.spid)
}

function status(row: SessionRow): string {
  if (row.request === undefined) return 'sleeping'
  return row.request.waitType === null ? 'running' : 'suspended'
}

function sessionRow(row: SessionRow, { state }: SessionView) {
  return {
    session_id: row.spid,
    login_time: new Date(row.loginTime),
    host_name: row.host,
    program_name: row.program,
    client_interface_name: 'TDS',
    login_name: row.login,
    status: row.request === undefined ? 'sleeping' : 'running',
    cpu_time: 0,
    memory_usage: 4,
    total_elapsed_time: Math.round(state.clock.now() - row.loginTime),
    last_request_start_time: new Date(row.lastRequestAt),
    last_request_end_time: new Date(row.lastRequestAt),
    is_user_process: true,
    language: row.settings.options.get('LANGUAGE')?.toLowerCase() ?? 'us_english',
    transaction_isolation_level: isolationOf(row.settings),
    lock_timeout: numberSet(row.settings, 'LOCK_TIMEOUT', -1),
    deadlock_priority: numberSet(row.settings, 'DEADLOCK_PRIORITY', 0),
    date_first: numberSet(row.settings, 'DATEFIRST', 7),
    text_size: numberSet(row.settings, 'TEXTSIZE', 2_147_483_647),
    context_info: row.settings.contextInfo,
    original_login_name: row.login,
    database_id: row.databaseId,
    open_transaction_count: row.transactions,
  }
}

function requestRow(row: SessionRow, { state }: SessionView) {
  const { request } = row
  if (request === undefined) return []
  const elapsed = Math.round(state.clock.now() - request.startedAt)
  const percent = request.percentComplete
  return [
    {
      session_id: row.spid,
      request_id: 0,
      start_time: new Date(request.startedAt),
      status: status(row),
      command: request.command,
      database_id: row.databaseId,
      user_id: 1,
      blocking_session_id: 0,
      wait_type: request.waitType,
      wait_time: 0,
      last_wait_type: request.waitType ?? 'MISCELLANEOUS',
      percent_complete: percent,
      estimated_completion_time: percent > 0 ? BigInt(Math.round((elapsed * (100 - percent)) / percent)) : 0n,
      total_elapsed_time: elapsed,
      cpu_time: 0,
    },
  ]
}

function systemSessions(view: SessionView) {
  const { instance } = view
  if (!mayOnServer(view, 'VIEW SERVER STATE')) return []
  return [1, 2, 6].map((spid) => ({
    session_id: spid,
    login_time: new Date(instance.startedAt),
    login_name: 'sa',
    status: 'background',
    is_user_process: false,
    last_request_start_time: new Date(instance.startedAt),
    original_login_name: 'sa',
    database_id: 1,
    open_transaction_count: 0,
  }))
}
