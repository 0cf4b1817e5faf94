import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { batch, LOGIN, packet, PRELOGIN } from './raw-packets.ts'
import type { TinyServer } from './tiny-server.ts'
import { startTiny } from './tiny-server.ts'

/** Logs in, sends the packets, and gives the answer's payload once its last packet is there. */
async function answerTo(server: TinyServer, ...packets: Buffer[]): Promise<Buffer> {
  const socket = connect(server.port, '127.0.0.1')
  for (const bytes of [PRELOGIN, LOGIN]) {
    socket.write(bytes)
    await once(socket, 'data')
  }
  for (const bytes of packets) socket.write(bytes)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return answer.subarray(8)
}

const DONE_OF_ERROR = Buffer.from([0xfd, 2, 0])

test('a request that resets the connection keeps its session, which is made clean before it runs, and is told so', async () => {
  await using server = await startTiny({ one: (sink) => sink.statementDone() })
  const answer = await answerTo(server, packet(1, 0x09, batch('one')))
  expect([...answer.subarray(0, 6)]).toEqual([0xe3, 3, 0, 18, 0, 0])
  expect(server.instance.resetSpids).toEqual([51])
  expect(server.log.all.at(-1)).toMatchObject({ spid: 51, text: 'one', outcome: 'done' })
})

test('a request that its client gave up while sending is not executed', async () => {
  await using server = await startTiny({ one: (sink) => sink.statementDone() })
  const answer = await answerTo(server, packet(1, 0, batch('o')), packet(1, 0x03, Buffer.alloc(0)))
  expect(answer.subarray(0, 3)).toEqual(DONE_OF_ERROR)
  expect(server.log.all).toEqual([])
})

test('a request in several packets is one request', async () => {
  await using server = await startTiny({ 'one and more': (sink) => sink.statementDone() })
  const whole = batch('one and more')
  await answerTo(server, packet(1, 0, whole.subarray(0, 9)), packet(1, 0, whole.subarray(9, 10)), packet(1, 1, whole.subarray(10)))
  expect(server.log.all.map(({ text, outcome }) => [text, outcome])).toEqual([['one and more', 'done']])
})

test('an ATTENTION that comes too late is acknowledged all the same', async () => {
  await using server = await startTiny()
  expect([...(await answerTo(server, packet(6, 1, Buffer.alloc(0)))).subarray(0, 3)]).toEqual([0xfd, 0x20, 0])
})

test('bulk load is refused with a sentence', async () => {
  await using server = await startTiny()
  const answer = await answerTo(server, packet(7, 1, Buffer.alloc(20)))
  expect(answer.toString('utf16le', 11)).toContain('The stand-in takes no bulk load: send INSERT statements.')
  expect(server.log.all).toEqual([])
})
