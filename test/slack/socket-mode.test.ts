/** What only Socket Mode can do wrong. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { atGate } from '../conversation/stage.ts'
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { PATIENCE_MS } from '../suite/patience.ts'
import { buttonOf } from './refusal-scene.ts'
import { openSlackHouse, type SlackHouse } from './slack-installation.ts'
import { cardOf, slackPlatform } from './slack-platform.ts'
import { commandOf, newTrigger, pressOf } from './stand-in/actions.ts'
import { envelopeOf } from './stand-in/delivery.ts'

let slack: SlackHouse
let console: ConsoleClient
beforeAll(async () => {
  slack = await openSlackHouse('socket')
  console = await openConsoleClient(/http:\S+/.exec(slack.installation.bot.ready)?.[0] ?? '')
})
afterAll(() => slack?.close())

async function until(holds: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS
  while (!holds()) {
    if (Date.now() > giveUpAt) throw new Error('it never came to that')
    await pause(50)
  }
}

/** How often a connection was asked for. */
function opened(): number {
  return slack.workspace.api.calls.filter(({ method }) => method === 'apps.connections.open').length
}

async function whoami(): Promise<string[]> {
  return (await slackPlatform(slack.workspace, slack.transport).type('dana', '/countersign whoami')).lines
}

test('an envelope that comes twice is acknowledged twice and done once', async () => {
  const { workspace } = slack
  const line = '/keep copy from=D:\\letters\\twice.txt to=D:\\letters\\only-once.txt files=sec-host'
  const envelope = envelopeOf(commandOf('dana', line, await newTrigger(workspace, 'dana'), `${workspace.api.url}response/x`))
  const before = await console.get<unknown[]>('/api/runs')
  await Promise.all([workspace.socket.send(envelope), workspace.socket.send(envelope)])
  await workspace.socket.send(envelope)
  await workspace.socket.send({ ...envelope, envelope_id: randomUUID() })
  // The list is told of a run a moment after it began.
  await expect.poll(async () => (await console.get<unknown[]>('/api/runs')).length).toBe(before.length + 1)
})

test('pings are answered', async () => {
  const { socket } = slack.workspace
  const before = socket.pongs
  await until(() => socket.pongs > before)
})

test.each(['warning', 'refresh_requested'] as const)('told to connect anew (%s), it does, and what comes then is heard', async (reason) => {
  const { socket } = slack.workspace
  const before = opened()
  socket.disconnect(reason)
  await until(() => opened() > before && socket.connections() === 1)
  expect(await whoami()).toContain('Dana Whitfield')
})

test('a connection that ends without a word is opened again', async () => {
  const { socket } = slack.workspace
  const before = opened()
  socket.cut()
  await until(() => opened() > before && socket.connections() === 1)
  expect(await whoami()).toContain('Dana Whitfield')
})

test('frames that are not what they should be change nothing', async () => {
  const { socket } = slack.workspace
  for (const frame of ['', 'nonsense', '[]', 'null', '{"type":"slash_commands"}', '{"type":"unheard-of","envelope_id":"x","payload":{}}'])
    socket.sendRaw(frame)
  expect(await whoami()).toContain('Dana Whitfield')
  expect(socket.connections()).toBe(1)
})

test('an envelope without anything readable in it is acknowledged, and nothing is begun', async () => {
  // What was begun before goes on meanwhile, and is listed in other words.
  const begun = async (): Promise<string[]> => (await console.get<{ run: string }[]>('/api/runs')).map(({ run }) => run)
  const before = await begun()
  await slack.workspace.socket.send({ ...envelopeOf({ kind: 'command', body: { command: '/keep', text: 'copy' } }) }).catch(() => undefined)
  expect(await begun()).toEqual(before)
  expect(await whoami()).toContain('Dana Whitfield')
})

test('while Slack answers no call, a press and a command are acknowledged, and each hears what came of it when Slack answers again', async () => {
  const { workspace, transport, installation } = slack
  const platform = slackPlatform(workspace, transport)
  const { run } = await atGate({ platform, installation })
  const [message] = await cardOf(workspace, run)
  const approve = message && buttonOf(message, 'Approve')
  const responseUrl = `${workspace.api.url}response/slow`
  const triggers = [await newTrigger(workspace, 'amir'), await newTrigger(workspace, 'dana')] as const
  const { promise: answers, resolve: answer } = Promise.withResolvers<void>()
  workspace.api.faults = () => ({ type: 'hold', until: answers, carriedOut: () => undefined })
  const since = workspace.api.calls.length
  try {
    const press = message && approve && pressOf('amir', approve.element, approve.blockId, message, triggers[0], responseUrl)
    const [pressed, typed] = await Promise.all([
      press && transport.deliver(press),
      transport.deliver(commandOf('dana', '/keep copy', triggers[1], responseUrl)),
    ])
    answer()
    expect(pressed?.status).toBe(200)
    expect(String(typed.body?.['text'])).toContain('Slack is slow, so the form may come late. Nothing is begun yet.')
    const told = (): string[] =>
      workspace.api.calls
        .slice(since)
        .filter(({ method, args }) => method === 'chat.postEphemeral' && args['user'] === 'U0AMIRHADD')
        .map(({ args }) => String(args['text']))
    await until(() => told().some((text) => text.includes(`Your approval of gate 1 of ${run} is recorded.`)))
    await until(() => workspace.api.calls.slice(since).some(({ method }) => method === 'views.open'))
  } finally {
    answer()
    delete workspace.api.faults
  }
})
