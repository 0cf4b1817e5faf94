/** What only Socket Mode can do wrong. */
import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { atGate } from '../conversation/stage.ts'
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { until } from '../engine/until.ts'
import { buttonOf } from './refusal-scene.ts'
import type { SlackHouse } from './slack-installation.ts'
import { cardOf, slackPlatform } from './slack-platform.ts'
import { commandOf, newTrigger, pressOf } from './stand-in/actions.ts'
import { envelopeOf } from './stand-in/delivery.ts'

/** How often a connection was asked for. */
function opened(slack: SlackHouse): number {
  return slack.workspace.api.calls.filter(({ method }) => method === 'apps.connections.open').length
}

async function whoami(slack: SlackHouse): Promise<string[]> {
  return (await slackPlatform(slack.workspace, slack.transport).type('dana', '/countersign whoami')).lines
}

export function rulesOfSocketMode(slack: SlackHouse): void {
  let console: ConsoleClient
  beforeAll(async () => {
    console = await openConsoleClient(/http:\S+/.exec(slack.installation.bot.ready)?.[0] ?? '')
  })

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
    await until('a ping is answered', () => socket.pongs > before)
  })

  test.each(['warning', 'refresh_requested'] as const)(
    'told to connect anew (%s), it does, and what comes then is heard',
    async (reason) => {
      const { socket } = slack.workspace
      const before = opened(slack)
      socket.disconnect(reason)
      await until('it is connected anew', () => opened(slack) > before && socket.connections() === 1)
      expect(await whoami(slack)).toContain('Dana Whitfield')
    },
  )

  test('a connection that ends without a word is opened again', async () => {
    const { socket } = slack.workspace
    const before = opened(slack)
    socket.cut()
    await until('it is connected anew', () => opened(slack) > before && socket.connections() === 1)
    expect(await whoami(slack)).toContain('Dana Whitfield')
  })

  test('frames that are not what they should be change nothing', async () => {
    const { socket } = slack.workspace
    for (const frame of ['', 'nonsense', '[]', 'null', '{"type":"slash_commands"}', '{"type":"unheard-of","envelope_id":"x","payload":{}}'])
      socket.sendRaw(frame)
    expect(await whoami(slack)).toContain('Dana Whitfield')
    expect(socket.connections()).toBe(1)
  })

  test('an envelope without anything readable in it is acknowledged, and nothing is begun', async () => {
    // What was begun before goes on meanwhile, and is listed in other words.
    const begun = async (): Promise<string[]> => (await console.get<{ run: string }[]>('/api/runs')).map(({ run }) => run)
    const before = await begun()
    await slack.workspace.socket
      .send({ ...envelopeOf({ kind: 'command', body: { command: '/keep', text: 'copy' } }) })
      .catch(() => undefined)
    expect(await begun()).toEqual(before)
    expect(await whoami(slack)).toContain('Dana Whitfield')
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
      await until('the press is answered', () => told().some((text) => text.includes(`Your approval of gate 1 of ${run} is recorded.`)))
      await until('the form is opened', () => workspace.api.calls.slice(since).some(({ method }) => method === 'views.open'))
    } finally {
      answer()
      delete workspace.api.faults
    }
  })
}
