import { readFileSync } from 'node:fs'
import sql from 'mssql'
import type { Estate } from '../estate/estate.ts'

/** What the estate's servers answer to somebody who connects by himself: databases, restored logs, mirroring; and the pool as its store holds it. */
export async function describeEstate(estate: Estate): Promise<string> {
  const lines: string[] = []
  for (const instance of estate.instances) {
    if (!instance.up) lines.push(`${instance.name} (${instance.server}): down`)
    else
      lines.push(
        `${instance.name} (${instance.server}\\${instance.instance}):`,
        ...(await readInstance(instance, estate.ca)).map((line) => `   ${line}`),
      )
  }
  const { pool } = estate.state
  lines.push(`Pool ${pool.fqdn}: ${pool.state}; active servers ${pool.activeServers.join(', ') || 'none'}`)
  return lines.join('\n')
}

async function readInstance(instance: Estate['instances'][number], ca: string): Promise<string[]> {
  const pool = new sql.ConnectionPool({
    server: instance.host,
    port: instance.port,
    user: instance.user,
    password: instance.password,
    options: { encrypt: true, serverName: instance.server, cryptoCredentialsDetails: { ca: readFileSync(ca, 'utf8') } },
  })
  await pool.connect()
  try {
    const databases = await pool.query<{ name: string; state_desc: string }>`SELECT name, state_desc FROM sys.databases WHERE name = N'mgc'`
    const logs = await pool.query<{ file_name: string; last_lsn: string }>`
      SELECT file_name = bmf.physical_device_name, last_lsn = CAST(bs.last_lsn AS nvarchar(25))
      FROM msdb.dbo.restorehistory rh
      JOIN msdb.dbo.backupset bs ON bs.backup_set_id = rh.backup_set_id
      JOIN msdb.dbo.backupmediafamily bmf ON bmf.media_set_id = bs.media_set_id
      WHERE rh.destination_database_name = N'mgc' AND rh.restore_type = 'L' ORDER BY rh.restore_history_id`
    const mirrors = await pool.query<{ role: string; state: string; partner: string }>`
      SELECT role = mirroring_role_desc, state = mirroring_state_desc, partner = mirroring_partner_name
      FROM sys.database_mirroring WHERE mirroring_guid IS NOT NULL`
    const shipping = await pool.query`SELECT secondary_database FROM msdb.dbo.log_shipping_secondary_databases`
    return [
      databases.recordset.map(({ name, state_desc }) => `${name} is ${state_desc}`).join(', ') || 'no mgc here',
      `log shipping secondaries: ${shipping.recordset.length}`,
      `logs applied: ${logs.recordset.length}${logs.recordset.map((row) => `\n      ${row.last_lsn}  ${row.file_name}`).join('')}`,
      ...mirrors.recordset.map(({ role, state, partner }) => `mirroring: ${role}, ${state}, partner ${partner}`),
    ]
  } finally {
    await pool.close()
  }
}
