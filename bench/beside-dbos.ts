/**
 * What `five-steps.ts` is measured against: the same five statements as a workflow of DBOS, with two waits for two messages each. It claims nothing, looks at
 * nothing and asks nobody who they are. A process of its own, as the bot is. PostgreSQL and `@dbos-inc/dbos-sdk` (5.3.0 was tried) are installed by hand.
 * First argument: where SQL Server is, and the database. Each line on its input is a list of jobs; it answers with how long they took.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import sql from 'mssql'
import { poolAt, type Place } from './place.ts'

interface Handle {
  getResult(): Promise<unknown>
}

/** Of its interface, what is used here. */
interface Dbos {
  setConfig(config: { name: string; systemDatabaseUrl: string; logLevel: string; runAdminServer: boolean }): void
  registerWorkflow(workflow: (jobs: string[]) => Promise<void>, config: { name: string }): (jobs: string[]) => Promise<void>
  launch(): Promise<void>
  startWorkflow(workflow: (jobs: string[]) => Promise<void>, named: { workflowID: string }): (jobs: string[]) => Promise<Handle>
  runStep<T>(step: () => Promise<T>, config: { name: string }): Promise<T>
  send(id: string, message: string, topic: string): Promise<void>
  recv(topic: string, seconds: number): Promise<unknown>
}

const { database, ...place } = JSON.parse(process.argv[2] ?? '{}') as Place & { database: string }
const found = createRequire(join(process.cwd(), 'package.json')).resolve('@dbos-inc/dbos-sdk')
const { DBOS } = (await import(pathToFileURL(found).href)) as { DBOS: Dbos }
const pool = await poolAt(place).connect()

const turnOff = DBOS.registerWorkflow(
  async (jobs) => {
    for (const [index, job] of jobs.entries()) {
      if (index === 0 || index === 3) for (const _ of ['one', 'another']) await DBOS.recv(`gate-${index}`, 60)
      await DBOS.runStep(
        async () => {
          await pool.request().input('job', sql.NVarChar(4000), job).query('EXEC msdb.dbo.sp_update_job @job_name = @job, @enabled = 0;')
        },
        { name: `step-${index}` },
      )
    }
  },
  { name: 'turnOff' },
)
DBOS.setConfig({ name: 'beside', systemDatabaseUrl: database, logLevel: 'error', runAdminServer: false })
await DBOS.launch()

for await (const line of createInterface({ input: process.stdin })) {
  const all = JSON.parse(line) as string[][]
  const from = performance.now()
  const eachMs = await Promise.all(
    all.map(async (jobs) => {
      const began = performance.now()
      const workflowID = crypto.randomUUID()
      const handle = await DBOS.startWorkflow(turnOff, { workflowID })(jobs)
      for (const gate of [0, 3]) for (const by of ['amir', 'carol']) await DBOS.send(workflowID, by, `gate-${gate}`)
      await handle.getResult()
      return performance.now() - began
    }),
  )
  process.stdout.write(`${JSON.stringify({ tookMs: performance.now() - from, eachMs })}\n`)
}
process.exit(0)
