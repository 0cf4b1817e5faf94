import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alive, until } from '../engine/until.ts'
import { ROOT } from '../practice/write-configuration.ts'
import { shortOrLong } from '../suite/long-form.ts'
import { openPracticeHouse, type PracticeHouse } from './practice-installation.ts'

let installation: PracticeHouse
const open: ChildProcess[] = []
/** Without a PowerShell, or with that of the machine, which takes longer to start. */
const path = shortOrLong({ short: dirname(process.execPath), long: process.env['PATH'] ?? '' })
beforeAll(async () => {
  installation = await openPracticeHouse()
})
afterAll(async () => {
  for (const child of open.splice(0)) interrupt(child, 'SIGKILL')
  await installation[Symbol.asyncDispose]()
})

/** As `npm run` starts it, in a process group of its own; resolves when it has said this. */
async function inGroup(words: string[], says: RegExp, environment: Record<string, string> = {}): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(ROOT, 'src/with-node-24.mjs'), ...words], {
    cwd: ROOT,
    env: { ...process.env, PATH: path, ...installation.practice.environment, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  open.push(child)
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text))
  await until(`it says ${String(says)}`, () => says.test(said))
  return child
}

/** What a terminal does at Ctrl+C: every process of the group gets it, and our starter relays its own. */
function interrupt(child: ChildProcess, signal: NodeJS.Signals = 'SIGINT'): void {
  try {
    process.kill(-(child.pid ?? 0), signal)
  } catch {
    // They have all ended.
  }
}

const start = (): Promise<ChildProcess> => inGroup(['src/cli.ts', 'start', '--config', installation.practice.file], /is ready/)
const engineFile = (state = installation.practice.state): string => join(state, 'engine/engine.pid')
const enginePid = (): number => Number(readFileSync(engineFile(), 'utf8'))

describe('a bot with its worker', () => {
  let bot: ChildProcess
  beforeAll(async () => void (bot = await start()))

  test('one Ctrl+C ends a worker in order, while it gets ready for its first order', async () => {
    const worker = await inGroup(['src/cli.ts', 'worker', 'dc2-a', '--config', installation.practice.file], /is ready/)
    const looking = () => installation.estate.state.instances.flatMap(({ sessions }) => [...sessions.values()])
    await until('it has a session for looks', () => looking().some(({ program }) => program === 'countersign/contoso-practice/look'))
    interrupt(worker)
    expect(await once(worker, 'exit')).toEqual([0, null])
  })

  test('one Ctrl+C, which npm relays once more a moment later, ends the bot in order, with its engine', async () => {
    const engine = enginePid()
    // Heard from before it is told: where nothing holds it up, it has ended before the second one comes.
    const ended = once(bot, 'exit')
    interrupt(bot)
    await pause(20)
    bot.kill('SIGINT')
    expect(await ended).toEqual([0, null])
    await until('the engine is gone', () => !alive(engine))
    expect(existsSync(engineFile())).toBe(false)
  })
})

test('Ctrl+C while the bot is still starting ends it in order, with the engine that it has just started', async () => {
  const bot = await inGroup(['src/cli.ts', 'start', '--config', installation.practice.file], /^/)
  await until('the engine begins', () => existsSync(engineFile()))
  const engine = enginePid()
  interrupt(bot)
  expect(await once(bot, 'exit')).toEqual([0, null])
  await until('the engine is gone', () => !alive(engine))
  expect(existsSync(engineFile())).toBe(false)
})

test('a second Ctrl+C, when the first takes too long, ends everything at once, also the engine', async () => {
  const bot = await start()
  const engine = enginePid()
  process.kill(engine, 'SIGSTOP')
  interrupt(bot)
  await pause(1500)
  expect(alive(bot.pid ?? 0)).toBe(true)
  interrupt(bot)
  expect(await once(bot, 'exit')).toEqual([1, null])
  await until('the engine is gone', () => !alive(engine))
  expect(existsSync(engineFile())).toBe(false)
})

test.each([
  ['the demo in the middle of its play', ['test/demo/demo.ts'], /presses approve/, [1, null]],
  ['the demo that is still starting', ['test/demo/demo.ts'], /Starting the practice estate/, [1, null]],
  ['the practice estate', ['test/estate/main.ts'], /Ctrl\+C ends it/, [0, null]],
])('one Ctrl+C ends %s and leaves neither process nor folder', async (_, words, says, code) => {
  const temporary = mkdtempSync(join(tmpdir(), 'ended-'))
  const child = await inGroup(words, says, { TMPDIR: temporary })
  interrupt(child)
  expect(await once(child, 'exit')).toEqual(code)
  expect(foldersIn(temporary)).toEqual([])
  await until('no process speaks of the folder', () => processesOf(temporary).length === 0)
  rmSync(temporary, { recursive: true })
})

test('a second Ctrl+C ends the demo at once and leaves neither process nor folder', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'ended-'))
  const child = await inGroup(['test/demo/demo.ts'], /presses approve/, { TMPDIR: temporary })
  const [dir = ''] = foldersIn(temporary)
  const engine = Number(readFileSync(engineFile(join(temporary, dir, 'state')), 'utf8'))
  process.kill(engine, 'SIGSTOP')
  interrupt(child)
  await pause(1500)
  interrupt(child)
  expect(await once(child, 'exit')).toEqual([1, null])
  await until('the engine is gone', () => !alive(engine))
  expect(foldersIn(temporary)).toEqual([])
  rmSync(temporary, { recursive: true })
})

/** Of ours: a PowerShell that was killed leaves sockets of its own. */
function foldersIn(temporary: string): string[] {
  return readdirSync(temporary).filter((name) => name.startsWith('countersign-'))
}

/** Processes whose words name something below the folder: engine, bot, worker. */
function processesOf(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${folder}/`)
    } catch {
      return false
    }
  })
}
