/** For every pure test: whoever starts a process or opens a socket after all is told where the test belongs. */
import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { relative } from 'node:path'
import { afterAll, expect } from 'vitest'
import { kindOfTest } from './kind-of-test.ts'

function refuse(what: string): () => never {
  return () => {
    throw new Error(
      `a pure test ${what}: import the module that does so where test/suite/kind-of-test.ts sees it, or add that module to its list`,
    )
  }
}

const STARTS = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync']

/** One process runs files of both kinds: the next one finds everything as it was. */
function replace(object: object, by: Record<string, unknown>): void {
  const before = Object.fromEntries(Object.keys(by).map((name) => [name, Reflect.get(object, name) as unknown]))
  Object.assign(object, by)
  syncBuiltinESMExports()
  afterAll(() => {
    Object.assign(object, before)
    syncBuiltinESMExports()
  })
}

if (kindOfTest(relative('.', expect.getState().testPath ?? '')) === 'pure') {
  replace(childProcess, Object.fromEntries(STARTS.map((name) => [name, refuse('starts a process')])))
  replace(net.Server.prototype, { listen: refuse('listens on a socket') })
  replace(net.Socket.prototype, { connect: refuse('opens a socket') })
}
