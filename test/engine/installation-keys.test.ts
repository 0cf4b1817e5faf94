import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keysAtStart, recordedKeys } from '../../src/engine/keys/installation-keys.ts'
import { BOT_KEYS } from '../../src/engine/keys/keys.ts'
import { stateDirectory } from './state-directory.ts'

let state: ReturnType<typeof stateDirectory>
beforeEach(() => (state = stateDirectory()))
afterEach(() => state.remove())

const file = (name: string) => join(state.path, 'keys', `${name}.pem`)
const record = () => join(state.path, 'installation.json')
const start = () => keysAtStart(state.path, 'test')
const otherKey = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
const COPY = 'put the file back from a copy; no new key makes an old signature good.'

describe('the first start', () => {
  test('makes four keys, for their user alone, and records their public halves', () => {
    const first = start()
    for (const name of BOT_KEYS) expect(statSync(file(name)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(record(), 'utf8'))).toEqual({ installation: 'test', keys: first.public })
    expect(new Set(Object.values(first.public)).size).toBe(4)
    expect(first.identity).toEqual({ file: file('engine'), publicForm: expect.stringMatching(/^publickeyv1_[1-9A-HJ-NP-Za-km-z]{43,44}$/) })
    expect(start().public).toEqual(first.public)
    expect(recordedKeys(state.path).public).toEqual(first.public)
  })

  test('that was cut off while the keys were made is led to its end', () => {
    start()
    const kept = readFileSync(file('chat'), 'utf8')
    for (const name of ['head', 'clock'] as const) rmSync(file(name))
    rmSync(record())
    start()
    expect(readFileSync(file('chat'), 'utf8')).toBe(kept)
    expect(existsSync(file('head'))).toBe(true)
  })

  test('goes beside a key that a worker made before it', () => {
    mkdirSync(join(state.path, 'keys'))
    writeFileSync(file('worker-w1'), otherKey(), { mode: 0o600 })
    expect(Object.keys(start().public)).toEqual(['chat', 'clock', 'head', 'engine'])
  })
})

describe('a later start', () => {
  test.each(BOT_KEYS)('with the %s key missing is refused, and makes none', (name) => {
    start()
    rmSync(file(name))
    expect(start).toThrow(`The key file ${file(name)} is missing: ${COPY}`)
    expect(existsSync(file(name))).toBe(false)
  })

  test.each(BOT_KEYS)('with another %s key is refused', (name) => {
    start()
    writeFileSync(file(name), otherKey(), { mode: 0o600 })
    const sentence = `${file(name)} is not the key that this installation was made with (its public half stands in ${record()}): ${COPY}`
    expect(start).toThrow(sentence)
    expect(() => recordedKeys(state.path)).toThrow(sentence)
  })

  test('with two keys exchanged is refused', () => {
    start()
    renameSync(file('chat'), file('x'))
    renameSync(file('head'), file('chat'))
    renameSync(file('x'), file('head'))
    expect(start).toThrow(`${file('chat')} is not the key that this installation was made with`)
  })

  test('with a key that others may read, that is none, or that cannot be read is refused', () => {
    start()
    chmodSync(file('chat'), 0o644)
    expect(start).toThrow(`Others may read the private key ${file('chat')} (mode 0644): run \`chmod 600 ${file('chat')}\`.`)
    chmodSync(file('chat'), 0o600)
    writeFileSync(file('chat'), 'nonsense')
    expect(start).toThrow(`${file('chat')} is no Ed25519 private key in PEM: ${COPY}`)
    rmSync(file('chat'))
    mkdirSync(file('chat'))
    expect(start).toThrow(
      `The key file ${file('chat')} cannot be read (EISDIR): it must be a file that belongs to the user that starts Countersign, mode 0600.`,
    )
  })

  test.skipIf(process.getuid?.() !== 0)('as another user is told which file that user may not read', () => {
    start()
    chmodSync(state.path, 0o755)
    chmodSync(join(state.path, 'keys'), 0o755)
    chmodSync(record(), 0o644)
    process.seteuid?.(65_534)
    try {
      expect(start).toThrow(
        `The key file ${file('chat')} cannot be read (EACCES): it must be a file that belongs to the user that starts Countersign, mode 0600.`,
      )
    } finally {
      process.seteuid?.(0)
    }
  })

  test('under another name of the installation is refused', () => {
    start()
    expect(() => keysAtStart(state.path, 'production')).toThrow(
      `${record()} was made for the installation "test", and the configuration says "production": its logs and orders name the first. Put that name back, or name another state directory.`,
    )
  })

  test('with a record that is none is refused', () => {
    start()
    writeFileSync(record(), '{}')
    expect(start).toThrow(`${record()} is not what the first start wrote: ${COPY}`)
  })
})

describe('a state directory that kept runs, without the record of its installation', () => {
  const kept = {
    "the engine's store": () => mkdirSync(join(state.path, 'engine', 'countersign'), { recursive: true }),
    'an audit file': () => {
      mkdirSync(join(state.path, 'audit'))
      writeFileSync(join(state.path, 'audit', 'R-1.jsonl'), '')
    },
  }
  const trace = { "the engine's store": 'engine/countersign', 'an audit file': 'audit/R-1.jsonl' }
  const kinds = Object.keys(kept) as (keyof typeof kept)[]

  test.each(kinds)('and without keys (%s) is no first start: no key is made', (kind) => {
    kept[kind]()
    expect(start).toThrow(
      `The key file ${file('chat')} is missing, and ${join(state.path, trace[kind])} shows that this is no first start: ${COPY}`,
    )
    expect(existsSync(join(state.path, 'keys'))).toBe(false)
  })

  test.each(['chat', 'head', 'engine'] as const)('and without its %s key is refused', (name) => {
    start()
    kept['an audit file']()
    rmSync(record())
    rmSync(file(name))
    expect(start).toThrow(
      `The key file ${file(name)} is missing, and ${join(state.path, 'audit/R-1.jsonl')} shows that this is no first start: ${COPY}`,
    )
  })

  test('as release 0.1.0 left it, gets the key that this release adds, and the record', () => {
    const first = start()
    kept['an audit file']()
    rmSync(record())
    rmSync(file('clock'))
    const later = start()
    expect(later.public).toEqual({ ...first.public, clock: later.public.clock })
    rmSync(file('clock'))
    expect(start).toThrow(`The key file ${file('clock')} is missing: ${COPY}`)
  })
})

test('who only asks the running bot makes nothing', () => {
  expect(() => recordedKeys(state.path)).toThrow(`${record()} is missing: start the bot once with this configuration, it writes it.`)
  expect(readdirSync(state.path)).toEqual([])
})
