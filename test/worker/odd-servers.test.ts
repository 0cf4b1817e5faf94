import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openSession } from '../../src/worker/sql/session.ts'
import { inEnglish } from './said.ts'

/** A TDS packet of type 4 (tabular result) with this payload. */
function packet(payload: number[], length = payload.length + 8): Buffer {
  const header = Buffer.from([0x04, 1, 0, 0, 0, 0, 1, 0])
  header.writeUInt16BE(length, 2)
  return Buffer.concat([header, Buffer.from(payload)])
}

/** A PRELOGIN answer whose only option is the encryption byte. */
const prelogin = (says: number) => packet([1, 0, 6, 0, 1, 0xff, says])

/** What answers instead of a SQL Server, and what is said of it. */
const ODD: [string, (socket: Socket) => unknown, string][] = [
  ['a web server', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'), 'it does not answer like a SQL Server'],
  ['a packet that claims 60000 bytes', (socket) => socket.write(packet([0xff], 60_000)), 'it does not answer like a SQL Server'],
  ['a packet of nothing', (socket) => socket.write(packet([])), 'it does not answer like a SQL Server'],
  [
    'a server that does not speak of encryption',
    (socket) => socket.write(packet([0, 0, 6, 0, 1, 0xff, 16])),
    'its PRELOGIN answer does not speak of encryption',
  ],
  ['an answer that points behind its end', (socket) => socket.write(packet([1, 0, 99, 0, 1, 0xff])), 'its PRELOGIN answer is cut'],
  ['a server that encrypts the log-in only', (socket) => socket.write(prelogin(0)), 'its PRELOGIN answer says 0'],
  [
    'a server without encryption that answers byte by byte',
    async (socket) => {
      for (const byte of prelogin(2)) {
        socket.write(Buffer.of(byte))
        await pause(5)
      }
    },
    'its PRELOGIN answer says 2',
  ],
]

test.each(ODD)('%s is refused, and gets nothing but the first question', async (_what, answer, why) => {
  const heard: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (bytes: Buffer) => heard.push(bytes))
    socket.once('data', () => void answer(socket))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const target = { kind: 'sql-server' as const, name: 'SEC', host: 'localhost', address: '127.0.0.1', port, user: 'dana' }
  const opened = await openSession({ ...target, password: { secret: 'not for you' } }, { database: 'master', appName: 'x' })
  expect(inEnglish(opened)).toEqual({
    refusal: {
      code: 'not-encrypted',
      why: `SEC (127.0.0.1:${port}) offers no encryption: ${why}. The password was not sent. Give the server a certificate, or correct its address.`,
    },
  })
  const bytes = Buffer.concat(heard)
  // One PRELOGIN (type 0x12), and nothing behind it.
  expect([bytes[0], bytes.readUInt16BE(2)]).toEqual([0x12, bytes.length])
  for (const socket of sockets) socket.destroy()
  server.close()
})
