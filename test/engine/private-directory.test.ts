import { chmodSync, chownSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { refuseSharedDirectory } from '../../src/engine/server/private-directory.ts'
import { stateDirectory } from './state-directory.ts'

let state: ReturnType<typeof stateDirectory>
beforeEach(() => (state = stateDirectory()))
afterEach(() => state.remove())

function directory(mode: number, ...names: string[]): string {
  const path = join(state.path, ...names)
  mkdirSync(path, { recursive: true })
  chmodSync(path, mode)
  return path
}

test('a state directory that is ours, or not there yet, is taken', () => {
  refuseSharedDirectory(directory(0o700, 'ours'))
  refuseSharedDirectory(directory(0o755, 'read'))
  refuseSharedDirectory(join(state.path, 'not/there/yet'))
})

test.each([0o777, 0o1777, 0o770, 0o720])('a state directory of mode %o is refused', (mode) => {
  const path = directory(mode, 'shared')
  expect(() => refuseSharedDirectory(path)).toThrow(
    `Others may write to the state directory ${path} (mode 0${mode.toString(8)}), and could put their own keys and runs in its place: run \`chmod go-w ${path}\`, or name another state directory.`,
  )
})

test('one in a directory where others may put another in its place is refused, also by a symbolic link', () => {
  const above = directory(0o777, 'shared')
  const said = `Others may write to ${above} (mode 0777), which the state directory lies in, and could put their own keys and runs in its place: run \`chmod go-w ${above}\`, or name another state directory.`
  const path = directory(0o700, 'shared', 'state')
  expect(() => refuseSharedDirectory(path)).toThrow(said)
  expect(() => refuseSharedDirectory(join(above, 'not/there'))).toThrow(said)
  symlinkSync(path, join(state.path, 'link'))
  expect(() => refuseSharedDirectory(join(state.path, 'link'))).toThrow(said)
})

test('one in a sticky directory, as /tmp is, is taken', () => {
  directory(0o1777, 'tmp')
  refuseSharedDirectory(directory(0o700, 'tmp', 'state'))
})

test.skipIf(process.geteuid?.() === 0)('one that belongs to somebody else is refused', () => {
  expect(() => refuseSharedDirectory('/')).toThrow(
    `The state directory / belongs to another user (id 0, and this process runs as ${process.geteuid?.()}): start Countersign as the user that it belongs to, or name a state directory of its own.`,
  )
})

test.runIf(process.geteuid?.() === 0)('one that was handed over to somebody else, itself or above it, is refused', () => {
  const path = directory(0o700, 'handed', 'state')
  const above = join(state.path, 'handed')
  const advice = 'start Countersign as the user that it belongs to, or name a state directory of its own.'
  chownSync(above, 12345, 12345)
  expect(() => refuseSharedDirectory(path)).toThrow(
    `${above}, which the state directory lies in, belongs to another user (id 12345, and this process runs as 0): ${advice}`,
  )
  chownSync(path, 12345, 12345)
  expect(() => refuseSharedDirectory(path)).toThrow(
    `The state directory ${path} belongs to another user (id 12345, and this process runs as 0): ${advice}`,
  )
})
