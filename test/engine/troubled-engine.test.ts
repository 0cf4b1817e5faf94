import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEmbedded } from '../../src/engine/server/embedded.ts'
import { engineDirectory } from '../../src/engine/server/directory.ts'
import { killEngine, recordedEngine } from '../../src/engine/server/process.ts'
import { keysAtStart } from '../../src/engine/keys/installation-keys.ts'
import { takeDirectory } from '../../src/engine/server/single-instance.ts'
import { startEngine } from '../../src/engine/start-engine.ts'
import { start } from './drill.ts'
import { stateDirectory } from './state-directory.ts'
import { alive, until } from './until.ts'

let state: ReturnType<typeof stateDirectory>
const bystanders: ChildProcess[] = []
beforeEach(() => (state = stateDirectory()))
afterEach(() => {
  for (const child of bystanders.splice(0)) child.kill('SIGKILL')
  state.remove()
})

const chat = {
  intervalMs: 5,
  show: async ({ lines, notices }: { lines: { n: number }[]; notices: { key: string }[] }) => ({
    posted: { card: 'c1', lines: lines.map(({ n }) => n), notices: notices.map(({ key }) => key) },
  }),
}
const bot = () => startEngine({ stateDir: state.path, installation: 'test', workers: [], chat, log: pino({ level: 'silent' }) })

test('an engine that hangs is killed when the bot ends, in bounded time', async () => {
  const running = await bot()
  const directory = engineDirectory(state.path)
  const pid = Number(readFileSync(directory.pid, 'utf8'))
  process.kill(pid, 'SIGSTOP')
  const asking = running.client.runs().catch(() => 'nobody')
  await running.close()
  await until('the engine is gone', () => !alive(pid))
  expect(await asking).toBe('nobody')
})

test.each([
  ['follows our settings file', (settings: string) => spawn('/bin/sh', ['-c', 'exec tail -f "$1"', 'sh', settings])],
  [
    'calls itself by the engine’s words',
    (settings: string) =>
      spawn('/bin/sh', ['-c', `sleep 60; : "$@"`, 'restate-server', '--no-logo', '--config-file', settings], { argv0: 'restate-server' }),
  ],
])('a stale record whose number belongs to a process that %s ends nobody', async (_, begin) => {
  const directory = engineDirectory(state.path)
  mkdirSync(directory.path, { recursive: true })
  writeFileSync(directory.settings, '# ours')
  const bystander = begin(directory.settings)
  bystanders.push(bystander)
  await pause(100)
  writeFileSync(directory.pid, `${bystander.pid}\n`)
  expect(recordedEngine(directory)).toBeUndefined()
  killEngine(directory)
  const running = await bot()
  await running.close()
  expect(alive(bystander.pid ?? 0)).toBe(true)
})

test('a store that is damaged, in whole or in the part that holds the runs, is named as that', async () => {
  for (const part of ['db', 'log-store']) {
    const first = await bot()
    const run = await first.client.newRun()
    await first.client.command(first.sign(start(run)))
    await pause(500)
    await first.close()
    const store = join(state.path, 'engine/countersign')
    for (const name of readdirSync(join(store, part)).filter((each) => each.endsWith('.sst')))
      writeFileSync(
        join(store, part, name),
        readFileSync(join(store, part, name)).map((byte) => byte ^ 0x5a),
      )
    const said = `The engine's store ${store} is damaged \\("Corruption: [^\\n]+"\\): put the copy of your backup in its place\\. If there is none, move it away: the bot then begins with an empty store, and names every run that is lost with it\\.`
    await expect(bot()).rejects.toThrow(new RegExp(`^${said}$`))
    expect(recordedEngine(engineDirectory(state.path))).toBeUndefined()
    state.remove()
    state = stateDirectory()
  }
})

test('a socket of the bot that cannot be made is named', async () => {
  const socket = join(state.path, 'nowhere/bot.sock')
  await expect(takeDirectory(socket)).rejects.toThrow(
    `The bot cannot listen on ${socket} (EACCES): see what stands there, and that the directory belongs to the user that starts Countersign.`,
  )
})

test('the engine of this very directory is known again', async () => {
  const engine = await startEmbedded({ stateDir: state.path, identityKey: keysAtStart(state.path, 'test').identity.file })
  expect(recordedEngine(engine.directory)?.pid).toBe(engine.pid)
  killEngine(engine.directory)
  await until('it is gone', () => !alive(engine.pid))
})
