import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { STATE_VERSION } from '../../src/audit/state-version.ts'
import { startPractice, until } from './practice.ts'

/** Something that answers as a bot does, with this as its first word; what a worker says to it. */
async function answering(first: object): Promise<AsyncDisposable & { socket: string; heard: string[] }> {
  const socket = join(tmpdir(), `bot-${randomUUID().slice(0, 8)}.sock`)
  const heard: string[] = []
  const server = createServer()
  const workers = new WebSocketServer({ server })
  workers.on('connection', (worker) => {
    worker.on('message', (data: Buffer) => {
      heard.push(data.toString('utf8'))
      worker.send(JSON.stringify({ type: 'welcome', signature: 'forged', aheadMs: 0 }))
    })
    worker.send(JSON.stringify(first))
  })
  await once(server.listen(socket), 'listening')
  return {
    socket,
    heard,
    [Symbol.asyncDispose]: async () => {
      for (const worker of workers.clients) worker.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('a worker whose bot is of another release says so with both numbers, and tells it nothing', async () => {
  await using practice = await startPractice()
  await using bot = await answering({ type: 'challenge', stateVersion: STATE_VERSION + 1, asks: randomUUID() })
  await practice.start('anna', { bots: [{ socket: bot.socket }] })
  const sentence = `Worker anna is not connected: The bot at ${bot.socket} names state version ${STATE_VERSION + 1}, and worker anna has version ${STATE_VERSION}: the worker takes no order of it. Stop the bot and all its workers, then start them all with the same release (docs/upgrading.md). It tries again.`
  await until(() => practice.said.includes(sentence))
  expect(bot.heard).toEqual([])
})

test('a worker believes nothing of what answers in the place of its bot without the head key', async () => {
  await using practice = await startPractice()
  await using bot = await answering({ type: 'challenge', stateVersion: STATE_VERSION, asks: randomUUID() })
  await practice.start('anna', { bots: [{ socket: bot.socket }] })
  const sentence = `Worker anna is not connected: what answers at ${bot.socket} cannot prove that it is the bot of test: nothing of it is believed. It tries again.`
  await until(() => practice.said.includes(sentence))
})

test.each([
  [{ type: 'order' }, 'is no bot of this release'],
  [{ type: 'heard', aheadMs: 0 }, 'speaks out of turn (heard)'],
  [
    { type: 'refused', code: 'unknown-worker', sentence: 'This bot knows no worker anna.' },
    'does not let this worker in: This bot knows no worker anna',
  ],
])('a worker that is greeted with %j tells nothing', async (first, says) => {
  await using practice = await startPractice()
  await using bot = await answering(first)
  await practice.start('anna', { bots: [{ socket: bot.socket }] })
  const line = await until(() => practice.said.find((each) => each.includes('not connected')))
  expect(line).toContain(says)
  expect(bot.heard).toEqual([])
})
