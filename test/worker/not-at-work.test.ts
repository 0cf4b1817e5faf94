/** A worker that cannot work as it is configured says why, in a sentence. */
import { describe, expect, test } from 'vitest'
import { startPractice, until } from './practice.ts'
import { inEnglish, toldSaid } from './said.ts'
import { refusalOf } from './refused.ts'

describe('a worker refuses, in a sentence', () => {
  test('a target that it does not have, or that is another one than was approved', async () => {
    for (const [targets, why] of [
      [{}, 'Worker anna has no target SEC in its configuration. Add it there, and start the worker again.'],
      [
        'other',
        'Target SEC of worker anna is not the one of the plan: SQL Server other.contoso.com:PORT here, SQL Server sec.contoso.com:PORT there. Make both configurations say the same, and start the worker again.',
      ],
    ] as const) {
      await using practice = await startPractice()
      const order = await practice.approve()
      const { targets: real } = practice.optionsOf('anna')
      const SEC = { ...real['SEC']!, host: 'other.contoso.com' }
      const anna = await practice.start('anna', { targets: targets === 'other' ? { SEC } : targets })
      anna.take(order)
      const refused = await refusalOf(practice)
      expect({ ...refused, why: toldSaid(refused.why).replaceAll(/:\d+/g, ':PORT') }).toEqual({
        type: 'refused',
        code: 'target-unknown',
        why,
      })
    }
  })

  test('a password that is missing, by its reference', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const why = 'The password of SEC is to come from the environment variable SEC_PASSWORD, which is not set. Set it for this process.'
    const fault = { is: 'no-secret' as const, of: { what: 'password' as const, target: 'SEC' }, from: { env: 'SEC_PASSWORD' } }
    const { targets: real } = practice.optionsOf('anna')
    const anna = await practice.start('anna', { targets: { SEC: { ...real['SEC']!, password: { fault } } } })
    anna.take(order)
    expect(inEnglish(await refusalOf(practice))).toEqual({ type: 'refused', code: 'credentials-missing', why })
  })

  test('to start with a key that is not the one its configuration knows it by, or under an unknown name', async () => {
    await using practice = await startPractice()
    const { privateKey } = practice.optionsOf('bert')
    await expect(practice.start('anna', { privateKey })).rejects.toThrow(
      'The key of worker anna is not the one in the configuration: what it signs would be refused. Put its own public key there, or give it its key back.',
    )
    await expect(practice.start('mallory', { privateKey })).rejects.toThrow(
      'The configuration knows no worker mallory at site berlin. Add it with the public key of this worker.',
    )
    await expect(practice.start('anna', { privateKey: 'no key' })).rejects.toThrow(
      'The private key of worker anna is no Ed25519 key in PEM. Make one with "countersign worker anna --init".',
    )
  })
})

test('a worker that does not reach its bot says so once, and goes on trying', async () => {
  await using practice = await startPractice()
  const anna = await practice.start('anna', { bots: [{ socket: '/nowhere/gateway.sock' }] })
  await until(() => practice.said.some((line) => line.includes('not connected')))
  await new Promise((resolve) => setTimeout(resolve, 400))
  await anna.close()
  expect(practice.said.filter((line) => line.includes('not connected'))).toEqual([
    'Worker anna is not connected: the bot at /nowhere/gateway.sock is not reached: connect ENOENT /nowhere/gateway.sock. It tries again.',
  ])
})
