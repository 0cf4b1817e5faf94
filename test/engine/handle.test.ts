import { existsSync, readFileSync } from 'node:fs'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ChatPort } from '../../src/run/view/chat-port.ts'
import { engineDirectory } from '../../src/engine/server/directory.ts'
import type { StartEngineOptions } from '../../src/engine/start-engine.ts'
import { startEngine } from '../../src/engine/start-engine.ts'
import { people, policies, start, targets } from './drill.ts'
import { stateDirectory } from './state-directory.ts'
import { alive, until } from './until.ts'
import { en } from '../../src/words/en.ts'
import { sayLine } from '../../src/words/say.ts'

let state: ReturnType<typeof stateDirectory>
beforeEach(() => (state = stateDirectory()))
afterEach(() => state.remove())

const log = pino({ level: 'silent' })
/** A stand-in for a platform that is down the first times, and then posts one line at a time. */
function slowPlatform(): ChatPort & { posted: string[]; tries: number } {
  const platform: ChatPort & { posted: string[]; tries: number } = {
    intervalMs: 5,
    posted: [],
    tries: 0,
    show: async ({ lines, notices }) => {
      platform.tries++
      if (platform.tries === 1) throw Object.assign(new Error('too many requests'), { retryAfterMs: 10 })
      if (platform.tries === 2) throw new Error('no route to host')
      const [first] = lines
      if (first !== undefined) platform.posted.push(sayLine(en, first.says))
      return { posted: { card: 'c1', lines: first === undefined ? [] : [first.n], notices: notices.map(({ key }) => key) } }
    },
  }
  return platform
}
const options = (chat: ChatPort, more: Partial<StartEngineOptions> = {}): StartEngineOptions => ({
  stateDir: state.path,
  installation: 'test',
  workers: [],
  chat,
  log,
  ...more,
})

test('the engine is started, tells active runs of a new configuration, and leaves nothing behind', async () => {
  const chat = slowPlatform()
  const engine = await startEngine(options(chat))
  const run = await engine.client.newRun()
  expect(await engine.client.command(engine.sign(start(run)))).toMatchObject({ accepted: true })
  await until('the run is in the index', async () => (await engine.client.runs()).length === 1)

  const withoutCarol = people.filter(({ id }) => id !== 'carol')
  expect(await engine.configurationChanged({ policies: policies(), people: withoutCarol, targets })).toEqual({ active: 1, failed: [] })
  const { entries } = await engine.client.history(run)
  expect(entries.at(-1)?.command.command.type).toBe('configuration-changed')
  await until('every line is posted in spite of a platform that fails', () => new Set(chat.posted).size >= 2)
  expect(new Set(chat.posted).size).toBe(chat.posted.length)

  const directory = engineDirectory(state.path)
  const pid = Number(readFileSync(directory.pid, 'utf8'))
  await engine.close()
  await until('the engine is gone', () => !alive(pid))
  expect(existsSync(directory.bot)).toBe(false)
})

test.each([
  [
    'no key',
    'nonsense',
    'The key of worker w1 is no Ed25519 public key in PEM: run `countersign worker w1 --init` and put the key that it prints under `workers:`.',
  ],
])('a start with a worker that has %s is refused', async (_, key, sentence) => {
  const workers = [{ name: 'w1', site: 'east', address: 'http://127.0.0.1:1', key }]
  await expect(startEngine(options(slowPlatform(), { workers }))).rejects.toThrow(sentence)
  expect(existsSync(engineDirectory(state.path).bot)).toBe(false)
})
