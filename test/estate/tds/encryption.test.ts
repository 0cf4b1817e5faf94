import { connect } from 'node:net'
import sql from 'mssql'
import { expect, test } from 'vitest'
import { echo, rows } from './tiny-instance.ts'
import { startTiny } from './tiny-server.ts'

const trusting = (ca: string): Partial<sql.config> => ({
  options: { encrypt: true, trustServerCertificate: false, cryptoCredentialsDetails: { ca } },
})

test('a client that trusts the CA talks in TLS, large values too', async () => {
  await using server = await startTiny({ echo })
  const pool = await server.connect(trusting(server.ca))
  const big = '한'.repeat(200_000)
  const { recordset } = await pool.request().input('big', sql.NVarChar(sql.MAX), big).query('echo')
  expect(recordset[0].big === big).toBe(true)
})

test('a client that does not trust the CA does not log in', async () => {
  await using server = await startTiny()
  await expect(server.connect({ options: { encrypt: true, trustServerCertificate: false } })).rejects.toMatchObject({ code: 'ESOCKET' })
  expect(server.instance.logins).toEqual([])
})

test('an instance that requires encryption turns a client in clear text away', async () => {
  await using server = await startTiny({}, 'required')
  await expect(server.connect()).rejects.toMatchObject({ code: 'EENCRYPT' })
  expect(server.closed).toEqual(['TINY: a client (port N) was cut off: cannot encrypt, and this instance requires it'])
  await server.connect(trusting(server.ca))
  expect(server.instance.logins).toHaveLength(1)
})

test('an instance without encryption says so in PRELOGIN, so that a client can refuse before its password goes out', async () => {
  await using server = await startTiny({ one: rows([{ name: 'n', type: { name: 'int' } }], [1]) }, 'none')
  const wish = Buffer.from([0x12, 1, 0, 20, 0, 0, 1, 0, 1, 0, 6, 0, 1, 0xff, 1, 0, 0, 0, 0, 0])
  const answer = await new Promise<Buffer>((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(wish))
    socket.on('error', reject).once('data', (bytes) => {
      socket.destroy()
      resolve(bytes)
    })
  })
  const encryption = answer.readUInt16BE(8 + 5 + 1)
  expect(answer[8 + 5]).toBe(1)
  expect(answer[8 + encryption]).toBe(2)
})
