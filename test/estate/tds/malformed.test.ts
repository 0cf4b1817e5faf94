import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { header, LOGIN, login7, packet, PRELOGIN } from './raw-packets.ts'
import { startTiny } from './tiny-server.ts'

/** What a client sends, packet after packet, and why it is cut off. */
const TABLE: [string, Buffer[], string][] = [
  [
    'a TLS hello',
    [Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 252])],
    'a TLS hello came without TDS around it (TDS 8.0, "strict" encryption, is not spoken here)',
  ],
  ['an HTTP request', [Buffer.from('GET / HTTP/1.1\r\n\r\n')], 'a packet begins with type 0x47: only 0x12 may come here'],
  ['one byte of garbage', [Buffer.of(0xff)], 'a packet begins with type 0xff: only 0x12 may come here'],
  ['a length of nothing', [header(0x12, 1, 0)], 'a packet of type 0x12 says it is 0 bytes long: 8 to 4096 are possible here'],
  ['a length beyond', [header(0x12, 1, 60_000)], 'a packet of type 0x12 says it is 60000 bytes long: 8 to 4096 are possible here'],
  ['an unknown status', [header(0x12, 0x41, 9)], 'a packet of type 0x12 has the unknown status 0x41'],
  ['an empty PRELOGIN', [packet(0x12, 1, Buffer.alloc(0))], 'PRELOGIN of 0 bytes has no end of its options'],
  [
    'a PRELOGIN option outside',
    [packet(0x12, 1, Buffer.from([1, 0, 6, 0, 9, 0xff]))],
    'PRELOGIN option 1 lies at 6 to 15, behind the end of a message of 6 bytes',
  ],
  ['more behind PRELOGIN', [Buffer.concat([PRELOGIN, Buffer.of(1)])], 'more bytes came behind PRELOGIN, before it was answered'],
  ['a batch before the log-in', [PRELOGIN, packet(1, 1, Buffer.alloc(8))], 'a packet begins with type 0x01: only 0x10 may come here'],
  ['a LOGIN7 of another length', [PRELOGIN, packet(0x10, 1, Buffer.from([9, 0, 0, 0]))], 'LOGIN7 says it is 9 bytes long, but 4 came'],
  [
    'a LOGIN7 cut short',
    [PRELOGIN, packet(0x10, 1, Buffer.from([4, 0, 0, 0]))],
    'LOGIN7 ends after 4 bytes, in the middle of a field of 4 bytes',
  ],
  [
    'a LOGIN7 field outside',
    [PRELOGIN, packet(0x10, 1, login7({ offset: 9000 }))],
    "LOGIN7's user name lies at 9000 to 9008, behind the end of a message of 122 bytes",
  ],
  ['a second log-in', [PRELOGIN, LOGIN, LOGIN], 'a packet begins with type 0x10: only 0x01, 0x03, 0x07, 0x0e, 0x06 may come here'],
  [
    'a message that changes its type',
    [PRELOGIN, LOGIN, packet(1, 0, Buffer.alloc(4)), packet(3, 1, Buffer.alloc(4))],
    'a message of type 1 goes on with a packet of type 3',
  ],
  [
    'headers longer than the batch',
    [PRELOGIN, LOGIN, packet(1, 1, Buffer.from([200, 0, 0, 0]))],
    'the headers of a request say they are 200 bytes long, 4 are there',
  ],
  [
    'an RPC cut short',
    [PRELOGIN, LOGIN, packet(3, 1, Buffer.from([4, 0, 0, 0, 0xff, 0xff]))],
    'the RPC request ends after 6 bytes, in the middle of a field of 2 bytes',
  ],
  [
    'an integer of three bytes',
    [PRELOGIN, LOGIN, packet(3, 1, Buffer.from([4, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 0, 0, 0, 0x26, 3, 3, 1, 2, 3]))],
    'an integer parameter of 3 bytes',
  ],
  [
    'TLS garbage',
    [packet(0x12, 1, Buffer.from([1, 0, 6, 0, 1, 0xff, 1])), Buffer.from([0x99, 1, 2])],
    'byte 153 came during the TLS handshake: neither a packet of type 0x12 nor a TLS record',
  ],
]

test.each(TABLE)('%s closes the connection with a sentence', async (_what, sent, sentence) => {
  await using server = await startTiny()
  const socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => undefined).on('data', () => undefined)
  const gone = once(socket, 'close')
  for (const [index, bytes] of sent.entries()) {
    socket.write(bytes)
    const answered = bytes[0] === 0x12 || bytes[0] === 0x10
    if (answered && index < sent.length - 1) await once(socket, 'data')
  }
  await gone
  expect(server.closed).toEqual([`TINY: a client (port N) was cut off: ${sentence}`])
  expect(server.instance.executed).toEqual([])
  await server.connect()
})

test('a message without end is cut off before it fills the memory', async () => {
  await using server = await startTiny()
  const socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => undefined).on('data', () => undefined)
  socket.write(PRELOGIN)
  await once(socket, 'data')
  socket.write(LOGIN)
  await once(socket, 'data')
  const gone = new Promise((resolve) => socket.once('close', resolve))
  const part = Buffer.concat(Array.from({ length: 256 }, () => packet(1, 0, Buffer.alloc(4000))))
  while (!socket.destroyed && server.closed.length === 0) {
    if (!socket.write(part)) await Promise.race([once(socket, 'drain').catch(() => undefined), gone])
  }
  await expect.poll(() => server.closed).toEqual(['TINY: a client (port N) was cut off: a message is longer than 67108864 bytes'])
})
