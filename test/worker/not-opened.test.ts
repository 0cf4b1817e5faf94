/** Why no session came about: each cause is named as what it is, by its code, and what is unknown is called so. */
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import type { SecureContextOptions } from 'node:tls'
import { describe, expect, test } from 'vitest'
import type { SqlTarget } from '../../src/worker/options.ts'
import { openSession } from '../../src/worker/sql/session.ts'
import { whyNotOpened, type Opening } from '../../src/worker/sql/not-opened.ts'
import { Faults } from '../estate/faults.ts'
import { makeCertificate } from '../estate/tds/certificate.ts'
import { listenTds } from '../estate/tds/listen.ts'
import { tinyInstance } from '../estate/tds/tiny-instance.ts'
import { startTiny } from '../estate/tds/tiny-server.ts'
import { toldSaid } from './said.ts'

const PASSWORD = 'p@ss "한국어"'
const PLACE = 'SEC (127.0.0.1:PORT)'
const target = (port: number, more: Partial<SqlTarget> = {}): SqlTarget => ({
  kind: 'sql-server',
  name: 'SEC',
  host: 'localhost',
  address: '127.0.0.1',
  port,
  user: 'dana',
  password: { secret: PASSWORD },
  ...more,
})

async function refusalOf(of: SqlTarget, database = 'mgc', openMs = 60_000) {
  const opened = await openSession(of, { database, appName: 'x', limits: { openMs, answerMs: 60_000, stopMs: 60_000 } })
  if ('session' in opened) throw new Error('it was opened')
  const { code, why } = opened.refusal
  return { code, sentence: toldSaid(why).replaceAll(String(of.port), 'PORT') }
}

const DAY_MS = 86_400_000
const OLD = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
const WEAK = { ciphers: 'DEFAULT@SECLEVEL=0' }
const NOT_SENT = 'The password was not sent.'

describe('TLS that is no good', () => {
  interface Case {
    days?: number
    rsaBits?: number
    tls?: SecureContextOptions
    more?: (ca: string) => Partial<SqlTarget>
    code: string
    sentence: string
  }
  const CASES: [string, Case][] = [
    [
      'older than 1.2',
      {
        tls: OLD,
        code: 'tls-refused',
        sentence: `${PLACE} speaks no TLS that is safe enough: it is older than 1.2 (ERR_SSL_UNSUPPORTED_PROTOCOL). Enable TLS 1.2 on the server, with the update of SQL Server that it needs. ${NOT_SENT}`,
      },
    ],
    [
      'with an RSA key of 1024 bits',
      {
        rsaBits: 1024,
        tls: WEAK,
        code: 'certificate-refused',
        sentence: `The certificate of ${PLACE} is not good: EE certificate key too weak (UNSPECIFIED). Give the server another certificate. ${NOT_SENT}`,
      },
    ],
    [
      'with a certificate that has expired',
      {
        days: -100,
        code: 'certificate-refused',
        sentence: `The certificate of ${PLACE} is not good: certificate has expired (CERT_HAS_EXPIRED). Renew it, or set the clock of the machine that is wrong. ${NOT_SENT}`,
      },
    ],
    [
      'with a certificate that is not valid yet',
      {
        days: 10,
        code: 'certificate-refused',
        sentence: `The certificate of ${PLACE} is not good: certificate is not yet valid (CERT_NOT_YET_VALID). Renew it, or set the clock of the machine that is wrong. ${NOT_SENT}`,
      },
    ],
    [
      'with a certificate that nobody known has signed',
      {
        more: () => ({}),
        code: 'certificate-refused',
        sentence: `Nobody that this worker trusts has signed the certificate of ${PLACE} (UNABLE_TO_VERIFY_LEAF_SIGNATURE). Name its authority's file as "ca" of this target. ${NOT_SENT}`,
      },
    ],
    [
      'with a certificate for another name',
      {
        more: (ca) => ({ ca, host: 'sqlb1.contoso.com' }),
        code: 'certificate-refused',
        sentence: `The certificate of ${PLACE} is for another name: Hostname/IP does not match certificate's altnames: Host: sqlb1.contoso.com. is not in the cert's altnames: DNS:localhost, IP Address:127.0.0.1 (ERR_TLS_CERT_ALTNAME_INVALID). Correct the host of the target to a name that the certificate has, or give the server one for this host. ${NOT_SENT}`,
      },
    ],
    [
      'with no cipher in common',
      {
        tls: { ciphers: 'ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0', maxVersion: 'TLSv1.2', ecdhCurve: 'brainpoolP512r1' },
        code: 'tls-refused',
        sentence: `${PLACE} and this worker have no way of encryption in common (ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE). Allow the server a cipher of today (ECDHE with AES-GCM). ${NOT_SENT}`,
      },
    ],
  ]
  test.each(CASES)('%s', async (_, { days = 0, rsaBits, tls = {}, more = (ca) => ({ ca }), code, sentence }) => {
    const instance = tinyInstance({})
    const certificate = makeCertificate(['localhost', '127.0.0.1'], new Date(Date.now() + days * DAY_MS), rsaBits)
    const watch = { faults: new Faults(), log: undefined as never }
    const listening = await listenTds({ instance, certificate, encryption: 'offered', tls, watch, closed: () => undefined })
    const refusal = await refusalOf(target(listening.port, more(certificate.ca)))
    await listening.close()
    expect(refusal).toEqual({ code, sentence })
    expect(instance.logins).toEqual([])
  })
})

test('of two errors of a log-in both are told, the cause first, and what to do is about the cause', async () => {
  await using server = await startTiny()
  expect(await refusalOf(target(server.port, { ca: server.ca }), 'gone')).toEqual({
    code: 'database-refused',
    sentence: `${PLACE} refuses the log-in of "dana": Cannot open database "gone" requested by the login. The login failed (error 4060). Login failed for user 'dana' (error 18456). See that this database is there and online, and that the user may open it.`,
  })
})

describe('a port that is taken by something else', () => {
  /** What it does with the first question. */
  const ODD: [string, (socket: Socket) => void, { code: string; sentence: string }][] = [
    [
      'ends the connection',
      (socket) => void socket.resetAndDestroy(),
      {
        code: 'no-connection',
        sentence: `${PLACE} took the connection and ended it before anybody was let in, without saying why (ECONNRESET). See that a SQL Server listens on that port; its log, and that of what lies between, say more.`,
      },
    ],
    [
      'says nothing',
      () => undefined,
      {
        code: 'no-answer',
        sentence: `${PLACE} took the connection and did not let anybody in for 0.5 s. See that a SQL Server listens on that port, that it is not overloaded, and what lies between it and this worker.`,
      },
    ],
  ]
  test.each(ODD)('%s', async (_, answer, refusal) => {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined))
      socket.once('data', () => answer(socket))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const refused = await refusalOf(target((server.address() as AddressInfo).port), 'mgc', 500)
    for (const socket of sockets) socket.destroy()
    server.close()
    expect(refused).toEqual(refusal)
  })
})

describe('what this program does not know', () => {
  const opening: Opening = { user: 'dana', reached: 'connection', said: [] }
  const of = (code: string, message: string) => {
    const refusal = whyNotOpened(target(1433), opening, { error: Object.assign(new Error(message), { code }), ms: 1 })
    return { code: refusal.code, sentence: toldSaid(refusal.why) }
  }

  test('is said to be unknown, with its code, and no cause is claimed', () => {
    expect(of('EWEIRD', 'weird:../deps/x.c:1')).toEqual({
      code: 'no-session',
      sentence:
        'No session came about on SEC (127.0.0.1:1433), and this program does not know why: EWEIRD, after the connection, before the log-in. Look into the log of the server, and connect from this machine with another client.',
    })
  })

  test('of TLS is said to be so, without the place in the source of OpenSSL', () => {
    expect(of('ERR_SSL_BAD_SIGNATURE', '80:error:0A00007B:SSL routines::bad signature:../deps/openssl/ssl/x.c:1:')).toEqual({
      code: 'tls-refused',
      sentence:
        'TLS with SEC (127.0.0.1:1433) failed, and this program does not know why (ERR_SSL_BAD_SIGNATURE). Look that code of OpenSSL up; the log of the server may say more. The password was not sent.',
    })
  })

  test('several ways that all failed are all told', () => {
    const refused = (address: string) => Object.assign(new Error(`connect ECONNREFUSED ${address}:1433`), { code: 'ECONNREFUSED' })
    const error = Object.assign(new AggregateError([refused('::1'), refused('127.0.0.1')], ''), { code: 'ECONNREFUSED' })
    expect(toldSaid(whyNotOpened(target(1433), { user: 'dana', reached: 'nothing', said: [] }, { error, ms: 1 }).why)).toBe(
      'SEC (127.0.0.1:1433) cannot be reached: connect ECONNREFUSED ::1:1433; connect ECONNREFUSED 127.0.0.1:1433 (ECONNREFUSED). See that the server runs, that its SQL Server listens on this port, and that this worker may reach it.',
    )
  })
})
