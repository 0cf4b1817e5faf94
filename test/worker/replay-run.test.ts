import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import canonicalize from 'canonicalize'
import { describe, expect, test } from 'vitest'
import { hashOf } from '../../src/audit/chain.ts'
import type { Entry } from '../../src/audit/entry.ts'
import type { Event } from '../../src/run/event.ts'
import { startPractice, until, type Practice } from './practice.ts'
import { RESTORE, restoreDocument } from './restore-document.ts'
import { inEnglish, toldSaid } from './said.ts'

const refusalOf = async (practice: Practice) =>
  until(() => {
    const said = practice.run.answers.find(({ command }) => command.type === 'result')?.command
    return said?.type === 'result' && said.outcome.type === 'refused' ? said.outcome : undefined
  })

const touched = (practice: Practice) => practice.statements.all.map(({ text }) => text)

/** The same entries with every hash made to fit again: what somebody can do who holds the engine's store, but no key. */
function rehashed(entries: Entry[]): Entry[] {
  let prev = '0'.repeat(64)
  return entries.map((entry, index) => {
    const next = { ...entry, seq: index + 1, prev }
    prev = hashOf(next)
    return { ...next, hash: prev }
  })
}

describe('a worker does not believe', () => {
  test.each<[string, (entries: Entry[]) => Entry[], string]>([
    [
      'an approver who was changed, with all hashes made to fit',
      (entries) =>
        rehashed(
          entries.map((entry) => ({
            ...entry,
            events: entry.events.map((event): Event =>
              event.type === 'approved' ? { ...event, person: { ...event.person, id: 'mallory' } } : event,
            ),
          })),
        ),
      'history-altered',
    ],
    [
      'a command that was changed, though its events fit',
      (entries) =>
        rehashed(
          entries.map((entry) =>
            entry.command.command.type === 'approve'
              ? { ...entry, command: { ...entry.command, command: { ...entry.command.command, reason: 'urgent' } } }
              : entry,
          ),
        ),
      'history-altered',
    ],
    ['an entry that was left out', (entries) => rehashed(entries.filter((_, index) => index !== entries.length - 2)), 'history-altered'],
    [
      'events that the rules did not decide, under another version of the rules',
      (entries) => rehashed(entries.map((entry) => ({ ...entry, rules: 99 }))),
      'other-rules',
    ],
    ['a history that ends before the approvals', (entries) => entries.slice(0, -2), 'history-not-proven'],
    ['no history at all', () => [], 'history-altered'],
  ])('%s', async (_, forge, code) => {
    await using practice = await startPractice()
    const order = await practice.approve()
    practice.run.history = forge
    const anna = await practice.start('anna')
    anna.take(order)
    expect(inEnglish(await refusalOf(practice))).toMatchObject({ code })
    expect(touched(practice)).toEqual([])
  })

  test('an order that its run does not call for', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    anna.take({ ...order, fingerprint: 'f'.repeat(64) })
    expect(inEnglish(await refusalOf(practice))).toEqual({
      type: 'refused',
      code: 'not-called-for',
      why: 'R-1, decided again from its signed commands, does not call for this order.',
    })
    expect(touched(practice)).toEqual([])
  })

  test('a document that it does not hold, also when its own copy was changed', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const options = practice.optionsOf('anna')
    const anna = await practice.start('anna')
    const kept = join(options.state, 'documents')
    const [copy] = readdirSync(kept)
    writeFileSync(join(kept, String(copy)), 'DROP DATABASE mgc')
    anna.take(order)
    expect(inEnglish(await refusalOf(practice))).toEqual({
      type: 'refused',
      code: 'document-not-held',
      why: `Worker anna does not hold the document ${order.document.slice(0, 12)}: put the very file that was approved into ${options.documents} on its machine.`,
    })
    expect(touched(practice)).toEqual([])
  })

  test('a history that leads back before an attempt that it has begun, not even after a restart', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const before = practice.run.entries
    const first = await practice.start('anna')
    practice.run.deliver = first.take
    first.take(order)
    await until(() => practice.run.state?.phase === 'done')
    await first.close()
    practice.run.answers.length = 0
    practice.run.history = () => before
    practice.instance.online = false
    const second = await practice.start('anna')
    second.take(order)
    expect(inEnglish(await refusalOf(practice))).toMatchObject({ code: 'performed-before' })
    expect(touched(practice).filter((text) => text.trim() === RESTORE)).toHaveLength(1)
  })

  test('a history that has lost an entry which it has seen', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const before = practice.run.entries
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    practice.faults.inject({ kind: 'drop-before', pattern: '^RESTORE' })
    anna.take(order)
    await until(() => practice.run.state?.phase === 'attention')
    practice.run.history = () => before.slice(0, -1)
    anna.take({
      kind: 'observe',
      key: 'R-1/1/0/99',
      installation: 'test',
      run: 'R-1',
      site: 'berlin',
      document: order.document,
      step: 1,
      item: 0,
      looks: ['check'],
    })
    const said = await until(
      () => practice.run.answers.find(({ command }) => command.type === 'observed' && command.order === 'R-1/1/0/99')?.command,
    )
    expect(said).toMatchObject({ results: [], refused: { code: 'history-altered' } })
  })
})

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

describe('a history that comes in pages', () => {
  test('is decided page by page, each from the last entry that is known', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    practice.run.pageOf = 2
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    anna.take(order)
    await until(() => practice.run.state?.phase === 'done')
    // Two entries, then a new one behind the last with each page; what is asked later begins where this ended.
    expect(practice.run.asked.slice(0, 4)).toEqual([1, 2, 3, 4])
    expect(practice.run.asked.toSorted((a, b) => a - b)).toEqual(practice.run.asked)
  })

  test('and was changed in a later page is not believed', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    practice.run.pageOf = 3
    practice.run.history = (entries) => entries.map((entry, index) => (index === 4 ? { ...entry, hash: 'f'.repeat(64) } : entry))
    const anna = await practice.start('anna')
    anna.take(order)
    expect(inEnglish(await refusalOf(practice))).toEqual({
      type: 'refused',
      code: 'history-altered',
      why: 'The history of R-1 is not what its commands lead to, from entry 5 on: Its hash is not that of its content.',
    })
    expect(touched(practice)).toEqual([])
  })

  test('goes on where it stood when the next page leads no further, and is asked for until it does', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    practice.run.pageOf = 3
    practice.run.history = (entries) => {
      practice.run.pageOf = practice.run.asked.length === 2 ? 1 : 3
      return entries
    }
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    anna.take(order)
    await until(() => practice.run.state?.phase === 'done')
    expect(practice.run.asked.slice(0, 4)).toEqual([1, 3, 3])
    expect(practice.said.filter((line) => line.includes('cannot be read'))).toEqual([
      'The history of R-1 cannot be read, it is asked for again: a page came that leads no further',
    ])
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

test('a worker holds every version of a document that it has seen', async () => {
  await using practice = await startPractice()
  const options = practice.optionsOf('anna')
  const anna = await practice.start('anna')
  const [old] = (await until(() => practice.run.heartbeats.at(-1)))?.documents ?? []
  const text = restoreDocument('timeout: 2m')
  writeFileSync(join(options.documents, 'restore-database.md'), text)
  const both = [String(old), createHash('sha256').update(text).digest('hex')].toSorted()
  await until(() => canonicalize(practice.run.heartbeats.at(-1)?.documents) === canonicalize(both))
  await anna.close()
})
