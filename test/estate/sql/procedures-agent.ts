import type { SqlValue } from '../result-sink.ts'
import type { Row } from '../state/msdb.ts'
import { JOB_ENDS, settleJobs } from '../state/run-job.ts'
import type { BoundCall } from './bind-arguments.ts'
import { giveBack, needed, numberOf, optional, textOf } from './procedure.ts'
import type { Procedure } from './procedure.ts'
import { SqlError } from './sql-error.ts'
import { SYSNAME } from './sql-type.ts'
import type { Work } from './work.ts'

const JOB = [optional('@job_id', { name: 'uniqueidentifier' }), optional('@job_name', SYSNAME)]
const int = (name: string, otherwise: SqlValue = null) => optional(name, { name: 'int' }, otherwise)

/** SQL Server Agent, as far as log shipping needs it. */
export const agentProcedures: Record<string, Procedure> = {
  sp_update_job: {
    home: 'msdb',
    effect: true,
    parameters: [...JOB, optional('@new_name', SYSNAME), optional('@enabled', { name: 'tinyint' })],
    run: (call, work) => {
      const job = jobOf(call, work)
      const enabled = numberOf(call, '@enabled')
      if (enabled !== null) job['enabled'] = enabled
      job['name'] = textOf(call, '@new_name') ?? job['name']!
      job['date_modified'] = new Date(work.session.state.clock.now())
      return Promise.resolve(0)
    },
  },
  sp_add_jobschedule: {
    home: 'msdb',
    effect: true,
    parameters: [
      ...JOB,
      needed('@name', SYSNAME),
      optional('@enabled', { name: 'tinyint' }, 1),
      int('@freq_type', 1),
      int('@freq_interval', 0),
      int('@freq_subday_type', 0),
      int('@freq_subday_interval', 0),
      int('@schedule_id'),
    ],
    run: (call, work) => {
      const job = jobOf(call, work)
      const { msdb } = work.session.instance
      const id = msdb.sysjobschedules.length + 1
      msdb.sysjobschedules.push({ schedule_id: id, job_id: job['job_id']!, next_run_date: 0, next_run_time: 0 })
      giveBack(call, '@schedule_id', id)
      return Promise.resolve(0)
    },
  },
  sp_start_job: { home: 'msdb', effect: true, parameters: JOB, run: (call, work) => startOrStop(call, work, true) },
  sp_stop_job: { home: 'msdb', effect: true, parameters: JOB, run: (call, work) => startOrStop(call, work, false) },
}

function startOrStop(call: BoundCall, work: Work, start: boolean): Promise<number> {
  const job = jobOf(call, work)
  const { session } = work
  settleJobs(session.state, session.instance)
  const activity = session.instance.msdb.sysjobactivity.findLast((row) => row['job_id'] === job['job_id'])!
  const running = activity['start_execution_date'] !== null && activity['stop_execution_date'] === null
  const name = String(job['name'])
  if (start === running) {
    throw new SqlError(
      22_022,
      `SQLServerAgent Error: Request to ${start ? 'run' : 'stop'} job ${name} refused because the job is ${running ? 'already running' : 'not currently running'}.`,
    )
  }
  const now = new Date(session.state.clock.now())
  if (start) {
    activity['start_execution_date'] = now
    activity['stop_execution_date'] = null
    activity[JOB_ENDS] = new Date(now.getTime() + session.state.times.job)
  } else activity['stop_execution_date'] = now
  work.sink.message({
    number: 14_243,
    severity: 0,
    state: 1,
    text: `Job '${name}' ${start ? 'started' : 'stopped'} successfully.`,
    line: 1,
  })
  return Promise.resolve(0)
}

function jobOf(call: BoundCall, { session }: Work): Row {
  const [id, name] = [textOf(call, '@job_id'), textOf(call, '@job_name')]
  if ((id === null) === (name === null)) throw new SqlError(14_294, 'Supply either @job_id or @job_name to identify the job.')
  const found = session.instance.msdb.sysjobs.find((job) =>
    id === null ? String(job['name'] as string).toLowerCase() === name!.toLowerCase() : job['job_id'] === id,
  )
  if (found === undefined)
    throw new SqlError(14_262, `The specified ${id === null ? '@job_name' : '@job_id'} ('${id ?? name!}') does not exist.`)
  return found
}
