/** The tiny server as a worker knows it. */
import type { SqlTarget } from '../../src/worker/options.ts'
import type { TinyServer } from '../estate/tds/tiny-server.ts'

export const PASSWORD = 'p@ss "한국어"'

export const targetOf = (server: TinyServer): SqlTarget => ({
  kind: 'sql-server',
  name: 'SEC',
  host: 'localhost',
  address: '127.0.0.1',
  port: server.port,
  user: 'dana',
  password: { secret: PASSWORD },
  ca: server.ca,
})
