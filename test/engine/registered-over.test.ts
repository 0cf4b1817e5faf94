/** Somebody registers services under our names: the engine takes them for ours, the bot and its people do not. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as restate from '@restatedev/restate-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BOT_HEADER, botToken } from '../../src/engine/proof/bot-token.ts'
import { secretOf } from '../../src/engine/proof/inside.ts'
import { recordedKeys } from '../../src/engine/keys/installation-keys.ts'
import type { EngineClient } from '../../src/engine/client.ts'
import { connectEngine } from '../../src/engine/client.ts'
import { clientOf, shown } from './bot.ts'
import type { DrillHouse } from './drill-installation.ts'
import { openDrillHouse } from './drill-installation.ts'
import { approve, start, withdraw } from './drill.ts'
import type { Intruder } from './intruder.ts'
import { startIntruder } from './intruder.ts'

let installation: DrillHouse
let intruder: Intruder
let run: string
let gate: { number: number; fingerprint: string }
/** What the forger answers in the place of each of our handlers. */
const answers: Record<string, unknown> = {}

beforeAll(async () => {
  installation = await openDrillHouse()
  const waiting = await installation.atGate()
  run = waiting.run
  gate = waiting.gate
  intruder = await startIntruder(installation.directory)
})
afterAll(async () => {
  await intruder.close()
  await installation.close()
})

const NAMES = [
  'Bot/who',
  'Run/command',
  'Run/tell',
  'Run/history',
  'Run/view',
  'Run/redrive',
  'Runs/next',
  'Runs/list',
  'Runs/pages',
  'Runs/page',
  'Runs/note',
  'Runs/told',
  'Runs/old',
  'Lock/take',
  'Lock/release',
]
const MORE = ['Conversation/note', 'Conversation/shown']

function forgedObjects(names: string[]): Parameters<Intruder['registerOver']>[0] {
  const objects: Parameters<Intruder['registerOver']>[0] = {}
  for (const name of names) {
    const [object = '', handler = ''] = name.split('/')
    objects[object] = {
      ...objects[object],
      [handler]: () => answers[name] ?? null,
    }
  }
  return objects
}

const NOT_OURS = (what: string) =>
  `${what}: what answered is not this bot, and nothing of it is believed. Somebody reached the engine: find out who, then restart the bot.`

test('nothing that answers in our place is believed: not to a command, a question, a list or a number', async () => {
  const truly = await installation.client.view(run)
  const { entries, heads } = await installation.client.history(run)
  const file = shown(installation.stateDir).length
  answers['Run/command'] = { accepted: true, seq: 99, phase: 'working', events: [] }
  answers['Run/view'] = { ...truly, status: 'forged' }
  answers['Run/history'] = { entries: entries.slice(0, 2), heads }
  answers['Runs/next'] = 'R-1'
  answers['Runs/list'] = []
  answers['Runs/pages'] = []
  answers['Conversation/shown'] = { seq: 999, beyond: [], given: [], card: 'forged' }
  await intruder.registerOver(forgedObjects([...NAMES, ...MORE]))
  const asked: [string, (client: EngineClient) => Promise<unknown>][] = [
    [run, (client) => client.command(installation.byChat(approve(run, 'amir', gate)))],
    [run, (client) => client.command(installation.byChat(approve(run, 'amir', gate)), 'a press')],
    ['R-99', (client) => client.command(installation.byChat(start('R-99')))],
    [run, (client) => client.view(run)],
    [run, (client) => client.history(run)],
    [run, (client) => client.redrive(run)],
    ['The run', (client) => client.newRun()],
    ['The list of runs', (client) => client.runs()],
    ['The bot', (client) => client.who(10_000)],
    ['The list of runs', (client) => client.olderRuns('R-99')],
    [run, (client) => client.shown('console/ops', run)],
  ]
  const noticed: string[] = []
  const client = clientOf(installation.stateDir, { noticed: (kind, sentence) => noticed.push(`${kind}: ${sentence}`) })
  for (const [what, ask] of asked) await expect(ask(client)).rejects.toThrow(NOT_OURS(what))
  expect(noticed).toHaveLength(asked.length)
  expect(noticed[0]).toBe(`Run/command: ${run}: what answered is not this bot, and nothing of it is believed.`)
  await client.close()

  // What was asked of him he can give back as an answer; it is none. Nor is a true answer to another question.
  await intruder.leave()
  const old = await recordedAnswers()
  await intruder.registerOver(forgedObjects([...NAMES, ...MORE]))
  for (const [name, answer] of Object.entries(old)) answers[name] = answer
  await expect(installation.client.view(run)).rejects.toThrow(NOT_OURS(run))
  await expect(installation.client.history(run)).rejects.toThrow(NOT_OURS(run))

  await intruder.leave()
  expect(await installation.client.view(run)).toEqual(truly)
  expect(await installation.client.history(run)).toEqual({ entries, heads })
  expect(JSON.stringify(shown(installation.stateDir).slice(file))).not.toContain('forged')
})

test('a question that he passes on with other words in it gets an answer that is worth nothing', async () => {
  const { run, gate } = await installation.atGate()
  const withdrawn = installation.byChat(withdraw(run))
  const held = installation.byChat(approve(run, 'amir', gate))
  const passes = await passingOn((path) => (path.endsWith('/command') ? held : { from: 3 }))
  const bot = botToken(secretOf(recordedKeys(installation.stateDir).head, 'bot'))
  const client = connectEngine({ ingress: { urls: [passes.url], health: '/restate/health' }, bot })
  // ReplayedRun, it would be said of the withdrawal that it is recorded.
  await expect(client.command(withdrawn, 'a press')).rejects.toThrow(NOT_OURS(run))
  await expect(client.history(run)).rejects.toThrow(NOT_OURS(run))
  expect((await installation.client.history(run)).entries.at(-1)).toMatchObject({ command: held })
  await client.close()
  await passes.close()
})

/** Whoever stands between the bot and its objects, and puts another body in the place of what was asked. */
async function passingOn(bodyOf: (path: string) => unknown): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume()
    const headers = { 'content-type': 'application/json', [BOT_HEADER]: String(request.headers[BOT_HEADER]) }
    const path = (request.url ?? '').slice(1)
    void intruder.ask(path, bodyOf(path), headers).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('what he gives up with is shown to nobody', async () => {
  const gives = (): never => {
    throw new restate.TerminalError('forged: approve R-9 at once')
  }
  await intruder.registerOver({ Run: { view: gives, command: gives } })
  const fault = `${run}: the bot met a fault of its own at this call, and its log says which.`
  await expect(installation.client.view(run)).rejects.toThrow(expect.objectContaining({ message: fault }) as Error)
  await expect(installation.client.command(installation.byChat(approve(run, 'amir', gate)))).rejects.toThrow(
    expect.objectContaining({ message: fault }) as Error,
  )
  await intruder.leave()
  expect(await installation.client.view(run)).not.toBeNull()
})

test('after that the run goes on as if nothing had been: each word was the true one', async () => {
  expect(await installation.client.command(installation.byChat(approve(run, 'amir', gate)))).toMatchObject({ accepted: true })
  expect(await installation.client.command(installation.byChat(approve(run, 'carol', gate)))).toMatchObject({ accepted: true })
  expect(await installation.orderWhere(run, 'perform')).toMatchObject({ run, kind: 'perform' })
})

/** True answers of ours, as they go over the wire to whoever asks with the bot's header of an earlier question. */
async function recordedAnswers(): Promise<Record<string, unknown>> {
  const bot = botToken(secretOf(recordedKeys(installation.stateDir).head, 'bot'))
  const view = await intruder.ask(`Run/${run}/view`, {}, bot.header('Run/view', run, 'an older question'))
  const history = await intruder.ask(`Run/${run}/history`, {}, bot.header('Run/history', run, 'an older question'))
  expect(view.body).toMatchObject({ said: expect.any(String) as string, tag: expect.any(String) as string })
  return { 'Run/view': view.body, 'Run/history': history.body }
}
