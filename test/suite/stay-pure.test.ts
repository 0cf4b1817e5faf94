import { expect, test } from 'vitest'

// By a way that kind-of-test.ts does not see, as a library from outside could.
const { execFileSync, fork, spawn, spawnSync } = process.getBuiltinModule('node:child_process')
const { connect, createServer } = process.getBuiltinModule('node:net')
const http = process.getBuiltinModule('node:http')

const WHERE = 'import the module that does so where test/suite/kind-of-test.ts sees it, or add that module to its list'

test.each([
  ['spawn', () => spawn('true')],
  ['spawnSync', () => spawnSync('true')],
  ['execFileSync', () => execFileSync('true')],
  ['fork', () => fork('x.js')],
])('a pure test that starts a process by %s is told so', (_, starts) => {
  expect(starts).toThrow(new Error(`a pure test starts a process: ${WHERE}`))
})

test('a pure test that opens or serves a socket is told so', () => {
  expect(() => connect(1)).toThrow(new Error(`a pure test opens a socket: ${WHERE}`))
  expect(() => createServer().listen(0)).toThrow(new Error(`a pure test listens on a socket: ${WHERE}`))
  expect(() => http.createServer().listen(0)).toThrow(new Error(`a pure test listens on a socket: ${WHERE}`))
})
