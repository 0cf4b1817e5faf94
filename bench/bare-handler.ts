/**
 * What the product is measured against: an express handler that runs the statement of `toggle-job.md` with `mssql`, on a connection of its own for each
 * click, and asks nobody. A process of its own, as the bot is. Its configuration is the first argument.
 */
import { readFileSync } from 'node:fs'
import express from 'express'
import sql from 'mssql'

const { server, address, port, user, password, ca } = JSON.parse(process.argv[2] ?? '{}') as {
  server: string
  address: string
  port: number
  user: string
  password: string
  ca: string
}

const app = express().use(express.json())
app.post('/approve', async (request, response) => {
  const { job, enabled } = request.body as { job: string; enabled: number }
  const pool = new sql.ConnectionPool({
    server: address,
    port,
    user,
    password,
    pool: { min: 0, max: 1 },
    options: {
      encrypt: true,
      trustServerCertificate: false,
      serverName: server,
      cryptoCredentialsDetails: { ca: readFileSync(ca, 'utf8') },
    },
  })
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
