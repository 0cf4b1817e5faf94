/** A worker in a network of its own, with the servers of its site: one way leads out of it, to the bot's TLS port, and nothing of the worker listens there. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { countersign } from '../cli/countersign.ts'
import { makeCertificate } from '../estate/tds/certificate.ts'
import type { Estate } from '../estate/estate.ts'
import { openConsoleClient } from './console-client.ts'
import { playToTheEnd, WORDS } from './players.ts'
import { startProgram, type Program } from './program.ts'
import { addToConfiguration, freePort, ROOT, writeConfiguration } from './write-configuration.ts'

const NAME = `countersign-${process.pid}`
const [BOT, SITE] = ['10.213.77.1', '10.213.77.2']
const ip = (...words: string[]) => spawnSync('ip', words, { encoding: 'utf8' })
const inside = (...words: string[]) => ['netns', 'exec', NAME, ...words]

/** Root on Linux with iproute2; where it cannot be made, the tests say so by being skipped. */
const made =
  process.platform === 'linux' &&
  ip('netns', 'add', NAME).status === 0 &&
  [
    ['link', 'add', 'countersign-a', 'type', 'veth', 'peer', 'name', 'countersign-b', 'netns', NAME],
    ['addr', 'add', `${BOT}/30`, 'dev', 'countersign-a'],
    ['link', 'set', 'countersign-a', 'up'],
    inside('ip', 'addr', 'add', `${SITE}/30`, 'dev', 'countersign-b'),
    inside('ip', 'link', 'set', 'countersign-b', 'up'),
    inside('ip', 'link', 'set', 'lo', 'up'),
  ].every((words) => ip(...words).status === 0)

const dir = mkdtempSync(join(tmpdir(), 'own-network-'))
const children: ChildProcess[] = []
let bot: Program
let worker: ChildProcess

/** A program of ours in that network; resolves with its first line. */
async function startInside(...words: string[]): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn('ip', inside(process.execPath, ...words), { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, line }
}

describe.skipIf(!made)('a worker in a network of its own', () => {
  beforeAll(async () => {
    const { line } = await startInside(
      join(ROOT, 'test/estate/main.ts'),
      '--json',
      '--attached',
      '--dir',
      join(dir, 'estate'),
      '--speed',
      '10',
    )
    const estate = JSON.parse(line) as Pick<Estate, 'instances' | 'ca' | 'control'>
    const practice = await writeConfiguration(estate, { dir, standInOnly: true })
    const port = await freePort()
    const { ca, certificate, key } = makeCertificate([BOT], new Date())
    for (const [name, text] of Object.entries({ 'ca.pem': ca, 'bot.pem': certificate, 'bot.key': key }))
      writeFileSync(join(dir, name), text)
    const gateway = { listen: `${BOT}:${port}`, url: `wss://${BOT}:${port}`, certificate: 'bot.pem', key: 'bot.key', ca: 'ca.pem' }
    addToConfiguration(practice, { gateway }, {})
    bot = await startProgram(practice, ['start'], join(dir, 'programs.log'))
    const { out } = await countersign(['worker-file', 'dc2-a', '--config', practice.file])
    writeFileSync(join(dir, 'dc2-a.json'), out)
    // Its key is on its own machine only, and of the bot it has that one file.
    mkdirSync(join(dir, 'site/keys'), { recursive: true, mode: 0o700 })
    renameSync(join(practice.state, 'keys/worker-dc2-a.pem'), join(dir, 'site/keys/worker-dc2-a.pem'))
    const { installation, targets } = parse(readFileSync(practice.file, 'utf8')) as Record<string, unknown>
    writeFileSync(
      join(dir, 'site.yaml'),
      stringify({ installation, practice: true, state: 'site', sites: { dc2: { workers: {} } }, targets }),
    )
    const words = ['worker', 'dc2-a', '--config', join(dir, 'site.yaml'), '--bot', join(dir, 'dc2-a.json')]
    worker = (await startInside(join(ROOT, 'src/cli.ts'), ...words)).child
  })

  test('does the whole failover', async () => {
    const client = await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
    const { run = '' } = await client.type('dana', WORDS)
    await playToTheEnd(() => Promise.resolve(client), run)
    expect(await client.text(`/api/runs/${run}/log?as=file`)).toContain('"end":"done","type":"ended"')
  })

  test('listens nowhere, and reaches nothing beyond the port of the bot', () => {
    const listening = ip(...inside('ss', '-Hltnp'))
      .stdout.trimEnd()
      .split('\n')
    // The servers of the site, and nothing else.
    const [estate] = children
    expect(listening.length).toBeGreaterThan(1)
    expect(listening.filter((line) => !line.includes(`pid=${estate?.pid},`))).toEqual([])
    expect(worker.exitCode).toBeNull()
    expect(ip(...inside('ip', 'route')).stdout.trim()).toMatch(new RegExp(`^10\\.213\\.77\\.0/30 dev countersign-b [^\\n]*$`))
  })
})

afterAll(async () => {
  await bot?.end()
  for (const child of children.toReversed()) {
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
  }
  ip('link', 'del', 'countersign-a')
  ip('netns', 'del', NAME)
  rmSync(dir, { recursive: true, force: true })
})
