/** Where the programs that stand beside ours find the SQL Server of the practice estate; told to them as JSON, in their first argument. */
import { readFileSync } from 'node:fs'
import sql from 'mssql'
import type { Estate } from '../test/estate/estate.ts'

export interface Place {
  /** As it calls itself, which is what its certificate says. */
  server: string
  address: string
  port: number
  user: string
  password: string
  /** Path of a PEM file. */
  ca: string
}

export function placeOf({ instances, ca }: Estate): Place {
  const instance = instances.find(({ name }) => name === 'SEC')
  if (instance === undefined) throw new Error('the practice estate has no SEC')
  const { server, host: address, port, user, password } = instance
  return { server, address, port, user, password, ca }
}

/** Not connected yet. */
export function poolAt({ server, address, port, user, password, ca }: Place, sizes?: { min: number; max: number }): sql.ConnectionPool {
  return new sql.ConnectionPool({
    server: address,
    port,
    user,
    password,
    ...(sizes && { pool: sizes }),
    options: {
      encrypt: true,
      trustServerCertificate: false,
      serverName: server,
      cryptoCredentialsDetails: { ca: readFileSync(ca, 'utf8') },
    },
  })
}
