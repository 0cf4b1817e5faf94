/**
 * What the product is measured against: an express handler that runs the statement of `toggle-job.md` with `mssql`, on a connection of its own for each
 * click, and asks nobody. A process of its own, as the bot is. Its configuration is the first argument.
 */
import express from 'express'
import sql from 'mssql'
import { poolAt, type Place } from './place.ts'

const place = JSON.parse(process.argv[2] ?? '{}') as Place

const app = express().use(express.json())
app.post('/approve', async (request, response) => {
  const { job, enabled } = request.body as { job: string; enabled: number }
  const pool = poolAt(place, { min: 0, max: 1 })
  await pool.connect()
  await pool
    .request()
    .input('job', sql.NVarChar(4000), job)
    .input('enabled', sql.Int(), enabled)
    .query('EXEC msdb.dbo.sp_update_job @job_name = @job, @enabled = @enabled;')
  await pool.close()
  response.json({ done: true })
})
const listening = app.listen(0, '127.0.0.1', () => {
  const bound = listening.address()
  process.stdout.write(`http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}\n`)
})
