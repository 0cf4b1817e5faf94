/** For every pure test: whoever starts a process or opens a socket after all is told where the test belongs. */
import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

function refuse(what: string): () => never {
  return () => {
    throw new Error(
      `a pure test ${what}: import the module that does so where test/suite/kind-of-test.ts sees it, or add that module to its list`,
    )
  }
}

const STARTS = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync']
Object.assign(childProcess, Object.fromEntries(STARTS.map((name) => [name, refuse('starts a process')])))
net.Server.prototype.listen = refuse('listens on a socket')
net.Socket.prototype.connect = refuse('opens a socket')
syncBuiltinESMExports()
