import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EmbeddedEngine } from '../../src/engine/server/embedded.ts'
import { startEmbedded } from '../../src/engine/server/embedded.ts'
import { engineBinary } from '../../src/engine/server/binary.ts'
import { prepareEngineDirectory } from '../../src/engine/server/directory.ts'
import { keysAtStart } from '../../src/engine/keys/installation-keys.ts'
import { stateDirectory } from './state-directory.ts'
import { alive, until } from './until.ts'

let state: ReturnType<typeof stateDirectory>
let engine: EmbeddedEngine | undefined

beforeEach(() => {
  state = stateDirectory()
  engine = undefined
})
afterEach(async () => {
  await engine?.stop()
  state.remove()
})

const start = (more = {}) => startEmbedded({ stateDir: state.path, identityKey: keysAtStart(state.path, 'test').identity.file, ...more })

describe('the embedded engine', () => {
  test('is started in a private directory, adopted by the next start, and ended with its process', async () => {
    engine = await start()
    expect(engine.adopted).toBe(false)
    expect(statSync(engine.directory.path).mode & 0o777).toBe(0o700)
    expect(Number(readFileSync(engine.directory.pid, 'utf8'))).toBe(engine.pid)
    expect(readFileSync(engine.directory.log, 'utf8')).not.toContain('octocrab')
    // A folder of its own for what it writes down of calls: in the machine's it would leave one with each start.
    const calls = join(engine.directory.path, 'calls')
    await until('its folder for calls is there', () => existsSync(calls))

    const again = await start()
    expect(again).toMatchObject({ adopted: true, pid: engine.pid })

    const { pid } = engine
    await engine.stop()
    await until('the engine is gone', () => !alive(pid))
    expect(existsSync(engine.directory.pid)).toBe(false)
  })

  test('is started anew over what a killed one left', async () => {
    const killed = await start()
    process.kill(killed.pid, 'SIGKILL')
    engine = await start()
    expect(engine.adopted).toBe(false)
    expect(engine.pid).not.toBe(killed.pid)
  })

  test('is ended and started anew when its settings are no longer ours', async () => {
    const old = await start()
    writeFileSync(old.directory.settings, '# of an older version')
    engine = await start()
    expect(engine).toMatchObject({ adopted: false })
    await until('the old engine is gone', () => !alive(old.pid))
  })

  test('that does not start is reported with its own words', async () => {
    const key = join(state.path, 'not-a-key.pem')
    writeFileSync(key, 'nonsense')
    const fault = await startEmbedded({ stateDir: state.path, identityKey: key }).catch((error: unknown) => error)
    expect(fault).toMatchObject({ code: 'does-not-start' })
    expect((fault as Error).message).toMatch(
      new RegExp(
        `^The engine ended with code 1 \\(".*"\\): its log is ${state.path}/engine/engine.log; correct what it says and start again.$`,
      ),
    )
    expect(existsSync(join(state.path, 'engine/engine.pid'))).toBe(false)
  })
})

describe('a start without an engine is refused with one sentence', () => {
  test('where none is built', () => {
    expect(() => engineBinary('win32', 'x64')).toThrow(
      'The engine does not run on Windows: run `countersign start` under WSL; only `countersign worker` runs on Windows itself.',
    )
    expect(() => engineBinary('freebsd', 'x64')).toThrow(
      'There is no engine for freebsd-x64 (only linux-x64, linux-arm64, darwin-x64, darwin-arm64): start the bot on one of these.',
    )
  })

  test('where its package was left out', () => {
    expect(() => engineBinary('darwin', 'arm64')).toThrow(
      "The engine's package @restatedev/restate-server-darwin-arm64 is not installed: run `npm ci` without leaving out optional packages.",
    )
  })

  test('where sockets would have too long a path', () => {
    const long = join(state.path, 'a'.repeat(90))
    expect(() => prepareEngineDirectory(long)).toThrow(
      `The engine's socket ${long}/engine/countersign/ingress.sock has ${long.length + 32} bytes in its path, 103 are possible: choose a state directory with a shorter path.`,
    )
  })

  test('where the directory cannot be made', () => {
    writeFileSync(join(state.path, 'engine'), 'a file')
    expect(() => prepareEngineDirectory(state.path)).toThrow(
      `The engine cannot write to ${state.path}/engine (EEXIST): give its directory to the user that starts Countersign, or name another state directory.`,
    )
  })

  test('where the disk is full', () => {
    expect(() => prepareEngineDirectory(state.path, Number.MAX_SAFE_INTEGER)).toThrow(
      /^Only \d+ MB are free where .*\/engine lies, the engine needs 8589934591 MB: free some, or name another state directory\.$/,
    )
  })

  test("beside another node's store", () => {
    mkdirSync(join(state.path, 'engine/laptop'), { recursive: true })
    writeFileSync(join(state.path, 'engine/laptop/.cluster-marker'), '{}')
    expect(() => prepareEngineDirectory(state.path)).toThrow(
      `${state.path}/engine holds the store of another engine (laptop), and ours would start empty beside it: move it away, or name another state directory.`,
    )
  })
})
