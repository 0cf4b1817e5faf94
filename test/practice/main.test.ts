/** `npm run practice` as a person starts it, ends it with Ctrl+C, and starts it again. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { until } from '../engine/until.ts'
import { openConsoleClient, type ConsoleClient } from './console-client.ts'
import { buttonsOf, WORDS, type Button, type Shown } from './players.ts'
import { untilShown } from './what-stands.ts'
import { ROOT } from './write-configuration.ts'

const above = mkdtempSync(join(tmpdir(), 'practice-'))
const dir = join(above, 'house')
const open: ChildProcess[] = []
afterEach(() => {
  for (const child of open.splice(0)) interrupt(child, 'SIGKILL')
})
afterAll(() => rmSync(above, { recursive: true, force: true }))

/** In a process group of its own, as a terminal does. */
function practise(...words: string[]): ChildProcess {
  const child = spawn(process.execPath, [join(ROOT, 'src/with-node-24.mjs'), join(ROOT, 'test/practice/main.ts'), ...words], {
    cwd: ROOT,
    // Without a PowerShell: the stand-in is quicker to start.
    env: { ...process.env, PATH: dirname(process.execPath) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  open.push(child)
  return child
}

async function started(): Promise<{ child: ChildProcess; said: string; client: ConsoleClient }> {
  const child = practise('--dir', dir, '--speed', '4')
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text))
  await until('it says how it ends', () => said.includes('Ctrl+C ends everything'))
  return { child, said, client: await openConsoleClient(/http:\S+/.exec(said)?.[0] ?? '') }
}

/** What a terminal does at Ctrl+C: every process of the group gets it. */
function interrupt(child: ChildProcess, signal: NodeJS.Signals = 'SIGINT'): void {
  try {
    process.kill(-(child.pid ?? 0), signal)
  } catch {
    // They have all ended.
  }
}

async function endedInOrder(child: ChildProcess): Promise<void> {
  interrupt(child)
  expect(await once(child, 'exit')).toEqual([0, null])
  await until('no process speaks of the folder', () => processesOf(dir).length === 0)
}

/** Engine, bot, worker: their words name something below the folder. */
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

/** Documents that are there stay as they are, and a start reads them all: the others are not played. */
function leaveOnly(document: string): void {
  const folder = join(dir, 'commands')
  for (const name of readdirSync(folder)) if (name !== document) rmSync(join(folder, name))
}

const approveOf = async (client: ConsoleClient, run: string): Promise<Button> =>
  untilShown(
    `a gate of ${run} waits`,
    async () => buttonsOf((await client.get<Shown>(`/api/runs/${run}`)).shown.card).find(({ act }) => act === 'approve'),
    { client, log: join(dir, 'programs.log') },
  )
const standing = async (client: ConsoleClient): Promise<string[]> =>
  (await client.get<{ mishaps: { id: string; on: boolean }[] }>('/api/practice')).mishaps.filter(({ on }) => on).map(({ id }) => id)

test('Ctrl+C ends everything in order; the next start goes on where it was: runs, estate, mishaps, address', async () => {
  const first = await started()
  expect(first.said.split('\n')[0]).toBe(`A practice installation was made in ${dir}. It stays there.`)
  const { run = '' } = await first.client.type('dana', WORDS)
  const waits = await approveOf(first.client, run)
  await first.client.post('/api/practice', { do: 'begin', mishap: 'lost-share' })
  await first.client.post('/api/practice', { do: 'begin', mishap: 'slow-restore' })
  await endedInOrder(first.child)
  leaveOnly('failover-persistent-chat.md')

  const second = await started()
  expect(second.said.split('\n')[0]).toBe(`The practice installation in ${dir} goes on where it was.`)
  expect(new URL(second.client.address).port).toBe(new URL(first.client.address).port)
  expect((await standing(second.client)).toSorted()).toEqual(['lost-share', 'slow-restore'])
  // The same gate of the same plan: nobody has to look at it anew.
  expect(await approveOf(second.client, run)).toEqual(waits)
  for (const by of ['amir', 'carol']) expect((await second.client.press(by, waits)).note.tone).toBe('ok')
  const stepTwo = async (): Promise<boolean> => (await second.client.get<Shown>(`/api/runs/${run}`)).steps[1]?.state === 'done'
  await until('step 2 is done on the estate', stepTwo)
  await endedInOrder(second.child)
}, 300_000)

test('a folder that holds something else is left as it is, and options that are none are said', async () => {
  const said = async (...words: string[]): Promise<[number | null, string]> => {
    const child = practise(...words)
    let text = ''
    child.stderr?.setEncoding('utf8').on('data', (part: string) => (text += part))
    await once(child, 'close')
    return [child.exitCode, text.split('\n')[0] ?? '']
  }
  writeFileSync(join(above, 'a.txt'), 'Dear reader,\n')
  expect(await said('--dir', above, '--new')).toEqual([
    2,
    `${above} holds something else than a practice installation: name another folder with --dir.`,
  ])
  expect(existsSync(join(above, 'a.txt'))).toBe(true)
  expect(await said('--speed', 'fast')).toEqual([2, '--speed wants a number above 0, not "fast".'])
  expect(await said('--newer')).toEqual([2, expect.stringContaining("Unknown option '--newer'")])
})
