import { describe, expect, test } from 'vitest'
import { makeCertificate } from '../estate/tds/certificate.ts'
import { startPractice, until, type Practice } from './practice.ts'

const elsewhere = ({ run, ca }: Practice, more: { ca?: string; host?: string } = {}) => ({
  bots: [{ url: `wss://${more.host ?? 'localhost'}:${run.port}`, ca: more.ca ?? ca }],
})
const complaint = (practice: Practice) => until(() => practice.said.find((line) => line.includes('not connected')))

test('a worker elsewhere performs over TLS what it is given', async () => {
  await using practice = await startPractice('timeout: 1m', { tls: 'localhost' })
  const order = await practice.approve()
  await practice.start('anna', elsewhere(practice))
  await until(() => practice.run.heartbeats.some(({ worker }) => worker === 'anna'))
  practice.run.deliver = (next) => practice.run.give('anna', next)
  practice.run.give('anna', order)
  await until(() => practice.run.state?.phase === 'done')
})

const unbelieved = ({ run }: Practice, code: string) =>
  `Worker anna is not connected: the certificate of the bot at wss://localhost:${run.port} is not believed (${code}): give this worker the file that "countersign worker-file anna" prints there now. It tries again.`

describe('a worker does not go on', () => {
  test('where the certificate is of an authority that it was not given', async () => {
    await using practice = await startPractice('timeout: 1m', { tls: 'localhost' })
    const { ca } = makeCertificate(['localhost'], new Date())
    await practice.start('anna', elsewhere(practice, { ca }))
    expect(await complaint(practice)).toBe(unbelieved(practice, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'))
  })
  test('where the certificate is for another name', async () => {
    await using practice = await startPractice('timeout: 1m', { tls: 'bot.contoso.com' })
    await practice.start('anna', elsewhere(practice))
    expect(await complaint(practice)).toBe(unbelieved(practice, 'ERR_TLS_CERT_ALTNAME_INVALID'))
  })
  test('where there is no TLS', async () => {
    await using practice = await startPractice()
    await practice.start('anna', { bots: [{ url: 'wss://localhost:1', ca: practice.ca }] })
    expect(await complaint(practice)).toMatch(
      /^Worker anna is not connected: the bot at wss:\/\/localhost:1 is not reached: connect ECONNREFUSED /,
    )
  })
})

test('a worker that the bot does not let in hears why, and the bot says the same', async () => {
  await using practice = await startPractice('timeout: 1m', { tls: 'localhost' })
  await practice.start('anna', { ...elsewhere(practice), installation: 'fabrikam' })
  expect(await complaint(practice)).toBe(
    `Worker anna is not connected: the bot at wss://localhost:${practice.run.port} does not let this worker in: Worker anna is of installation fabrikam, this bot of test: give the worker the file that "countersign worker-file anna" prints here. It tries again.`,
  )
})
