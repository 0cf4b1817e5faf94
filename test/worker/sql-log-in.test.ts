/** Before a session is open: no password goes to whom it is not meant for, and each cause is a sentence of its own. */
import { expect, test } from 'vitest'
import { openSession } from '../../src/worker/sql/session.ts'
import { startTiny } from '../estate/tds/tiny-server.ts'
import { inEnglish } from './said.ts'
import { targetOf } from './tiny-target.ts'

test('a server that offers no encryption is refused before the password is sent', async () => {
  await using server = await startTiny({}, 'none')
  const opened = await openSession(targetOf(server), { database: 'mgc', appName: 'x' })
  expect(inEnglish(opened)).toEqual({
    refusal: {
      code: 'not-encrypted',
      why: `SEC (127.0.0.1:${server.port}) offers no encryption: its PRELOGIN answer says 2. The password was not sent. Give the server a certificate, or correct its address.`,
    },
  })
  expect(server.instance.logins).toEqual([])
})

test('a server whose certificate is not good is refused before the password is sent', async () => {
  await using server = await startTiny()
  const { ca: _, ...untrusting } = targetOf(server)
  const other = { ...targetOf(server), host: 'elsewhere.contoso.com' }
  expect(await openSession(untrusting, { database: 'mgc', appName: 'x' })).toMatchObject({ refusal: { code: 'certificate-refused' } })
  expect(await openSession(other, { database: 'mgc', appName: 'x' })).toMatchObject({ refusal: { code: 'certificate-refused' } })
  expect(server.instance.logins).toEqual([])
})

test('a wrong password, a missing one and a server that is not there are three sentences', async () => {
  const server = await startTiny()
  const wrong = await openSession({ ...targetOf(server), password: { secret: 'wrong' } }, { database: 'mgc', appName: 'x' })
  await server[Symbol.asyncDispose]()
  expect(inEnglish(wrong)).toEqual({
    refusal: {
      code: 'log-in-refused',
      why: `SEC (127.0.0.1:${server.port}) refuses the log-in of "dana": Login failed for user 'dana' (error 18456). Correct the user or the password that the configuration names.`,
    },
  })
  const fault = { is: 'no-secret' as const, of: { what: 'password' as const, target: 'SEC' }, from: { env: 'SEC_PASSWORD' } }
  expect(inEnglish(await openSession({ ...targetOf(server), password: { fault } }, { database: 'mgc', appName: 'x' }))).toEqual({
    refusal: {
      code: 'credentials-missing',
      why: 'The password of SEC is to come from the environment variable SEC_PASSWORD, which is not set. Set it for this process.',
    },
  })
  expect(inEnglish(await openSession(targetOf(server), { database: 'mgc', appName: 'x' }))).toEqual({
    refusal: {
      code: 'no-connection',
      why: `SEC (127.0.0.1:${server.port}) cannot be reached: connect ECONNREFUSED 127.0.0.1:${server.port} (ECONNREFUSED). See that the server runs, that its SQL Server listens on this port, and that this worker may reach it.`,
    },
  })
})
