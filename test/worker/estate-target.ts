import { readFileSync } from 'node:fs'
import type { SqlTarget } from '../../src/worker/options.ts'
import type { Estate } from '../estate/estate.ts'

/** An instance of the practice estate as a worker knows it, with both of its log-ins. */
export function estateTarget(estate: Estate, name: string): SqlTarget {
  const found = estate.instances.find((each) => each.name === name)
  if (found === undefined) throw new Error(`the estate has no instance ${name}`)
  const { server, instance, host, port, user, password, reader } = found
  return {
    kind: 'sql-server',
    name,
    host: server,
    instance,
    port,
    address: host,
    user,
    password: { secret: password },
    reader: { user: reader.user, password: { secret: reader.password } },
    ca: readFileSync(estate.ca, 'utf8'),
  }
}
