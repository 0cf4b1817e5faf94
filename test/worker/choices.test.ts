/** What may be chosen where a parameter is asked for: from the gateway over the connection to a worker, its driver and a server, and back. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { expect, test } from 'vitest'
import { openGateway, type Gateway } from '../../src/engine/gateway/gateway.ts'
import { USUAL_READERS } from '../../src/lint/usual-readers.ts'
import { offeredBy, openChoosing } from '../../src/worker/choices.ts'
import type { WorkerContext } from '../../src/worker/context.ts'
import { Documents } from '../../src/worker/documents.ts'
import type { SqlTarget } from '../../src/worker/options.ts'
import { maskOf } from '../../src/worker/mask.ts'
import { openShells } from '../../src/worker/powershell/shells.ts'
import { SessionPool } from '../../src/worker/sql/session-pool.ts'
import { rows } from '../estate/tds/tiny-instance.ts'
import { startTiny, type TinyServer } from '../estate/tds/tiny-server.ts'
import { startPractice, until, type Practice } from './practice.ts'
import { restoreDocument } from './restore-document.ts'

const COPIES = 'SELECT d.name, d.label FROM dbo.copies d WHERE d.name <> @database;'
const BROKEN = 'SELECT d.name FROM dbo.broken d;'
const BUILT = `DECLARE @s nvarchar(max) = N'SELECT d.name FROM dbo.copies d WHERE d.name <> N' + QUOTENAME(@database, '''');
IF @s IS NULL THROW 50000, N'Too long.', 1;
EXEC (@s);`
const DOCUMENT = restoreDocument()
  .replace(
    '  backup: { type: sql-server, ask: "Which SQL Server?" }',
    `  backup: { type: sql-server, ask: "Which SQL Server?" }
  copy: { type: database, ask: "Which copy?", choices-from: copies }
  other: { type: database, ask: "Which other?", choices-from: broken }
  third: { type: database, ask: "Which third?", choices-from: built }`,
  )
  .replace(
    'Use this when',
    `\`\`\`sql choices on=backup name=copies\n${COPIES}\n\`\`\`\n\n\`\`\`sql choices on=backup name=broken\n${BROKEN}\n\`\`\`\n\n\`\`\`sql choices on=backup name=built\n${BUILT}\n\`\`\`\n\nOf {copy} and {other}. Use this when`,
  )
const document = createHash('sha256').update(DOCUMENT).digest('hex')
const text = { name: 'nvarchar', length: 300 } as const

async function asking(server: TinyServer): Promise<AsyncDisposable & { practice: Practice; gateway: Gateway; target: SqlTarget }> {
  const practice = await startPractice(undefined, { document: DOCUMENT })
  const gateway = openGateway({
    workers: { anna: { site: 'berlin' } },
    lostMs: 60_000,
    noWorkerMs: 60_000,
    tell: () => undefined,
    progress: () => undefined,
    log: pino({ level: 'silent' }),
  })
  practice.run.gateway = gateway
  const target: SqlTarget = {
    kind: 'sql-server',
    name: 'TINY',
    host: 'localhost',
    address: '127.0.0.1',
    port: server.port,
    user: 'countersign',
    password: { secret: 'nobody uses it' },
    reader: { user: 'dana', password: { secret: 'p@ss "한국어"' } },
    ca: server.ca,
  }
  const end = async (): Promise<void> => {
    await practice[Symbol.asyncDispose]()
    gateway.close()
  }
  return { practice, gateway, target, [Symbol.asyncDispose]: end }
}

const ask = (gateway: Gateway, name: string, answers: Record<string, string> = { backup: 'TINY', database: 'mgc' }) =>
  gateway.choices({ site: 'berlin', target: 'TINY', document, name, answers })

const connected = (gateway: Gateway) => until(() => gateway.workers().workers.some(({ state }) => state === 'connected'))

test('a worker of the site looks by the reader of its own target, and offers each value once', async () => {
  const found = rows(
    [
      { name: 'name', type: text },
      { name: 'label', type: text },
    ],
    ['mgc_1', 'of Monday'],
    ['mgc_2', null],
    ['mgc_1', 'again'],
    ['', 'nothing'],
  )
  await using server = await startTiny({ [COPIES]: found })
  await using asked = await asking(server)
  const { practice, gateway, target } = asked
  expect(await ask(gateway, 'copies')).toEqual({ not: { is: 'no-worker', site: 'berlin' } })
  await practice.start('anna', { targets: { TINY: target } })
  await connected(gateway)
  expect(await ask(gateway, 'copies')).toEqual({
    choices: [
      { value: 'mgc_1', title: 'of Monday' },
      { value: 'mgc_2', title: 'mgc_2' },
    ],
    more: false,
  })
  expect(server.log.all.filter(({ text: sent }) => sent.includes('dbo.copies'))).toMatchObject([
    { parameters: [{ name: 'database', type: 'nvarchar(128)', value: 'mgc' }] },
  ])
  expect(server.instance.logins.map(({ user }) => user)).toEqual(['dana'])
  // What has just been found is not looked for again.
  await ask(gateway, 'copies')
  expect(server.instance.executed).toEqual([COPIES])
  expect(practice.run.entries).toEqual([])
})

test('a look that fails says what its server said, and is made again when it is asked for again', async () => {
  await using server = await startTiny({ [COPIES]: rows([{ name: 'name', type: text }]) })
  await using asked = await asking(server)
  const { practice, gateway, target } = asked
  await practice.start('anna', { targets: { TINY: target } })
  await connected(gateway)
  for (let time = 0; time < 2; time++)
    expect(await ask(gateway, 'broken')).toMatchObject({
      not: { is: 'failed', target: 'TINY', why: [{ is: 'in-procedure', message: `not in the script: ${BROKEN}` }] },
    })
  expect(server.instance.executed).toEqual([BROKEN, BROKEN])
  expect(await ask(gateway, 'copies')).toEqual({ not: { is: 'none', target: 'TINY' } })
})

test('nothing is looked for in a document that the worker does not hold, on a target that it does not have, or without a value', async () => {
  await using server = await startTiny()
  await using asked = await asking(server)
  const { practice, gateway, target } = asked
  await practice.start('anna', { targets: { TINY: target } })
  await connected(gateway)
  const question = { site: 'berlin', target: 'TINY', document, name: 'copies', answers: {} }
  expect(await gateway.choices({ ...question, document: 'a'.repeat(64) })).toEqual({ not: { is: 'no-worker', site: 'berlin' } })
  expect(await gateway.choices({ ...question, site: 'paris' })).toEqual({ not: { is: 'no-worker', site: 'paris' } })
  const why = async (name: string, answers: Record<string, string>) => {
    const offer = await ask(gateway, name, answers)
    return 'not' in offer && offer.not.is === 'failed' ? offer.not.why : offer
  }
  expect(await why('copies', { backup: 'SEC', database: 'mgc' })).toEqual([{ is: 'no-target', worker: 'anna', target: 'SEC' }])
  expect(await why('copies', { backup: 'TINY' })).toEqual([{ is: 'no-value', name: 'database' }])
  expect(await why('copies', { backup: 'TINY', database: 'a\u202eb' })).toEqual([{ is: 'no-value', name: 'database' }])
  expect(await why('copies', { database: 'mgc' })).toEqual([{ is: 'no-value', name: 'backup' }])
  expect(await why('restore', { backup: 'TINY', database: 'mgc' })).toEqual([{ is: 'no-value', name: 'restore' }])
  expect(server.instance.executed).toEqual([])
})

test('a look that puts a statement together is sent by the rights of a reader, and by no others', async () => {
  await using server = await startTiny({ [BUILT]: rows([{ name: 'name', type: text }], ['mgc_1']) })
  await using asked = await asking(server)
  const { practice, gateway, target } = asked
  const { reader: _reader, ...alone } = target
  await practice.start('anna', { targets: { TINY: target, ALONE: { ...alone, name: 'ALONE' } } })
  await connected(gateway)
  expect(await ask(gateway, 'built', { backup: 'ALONE', database: 'mgc' })).toEqual({
    not: {
      is: 'failed',
      target: 'TINY',
      why: [
        'This look puts a statement together, and ALONE has no reader, whose rights alone would keep that from writing: it was not sent. Give the target a `reader`.',
      ],
    },
  })
  expect(server.instance.logins).toEqual([])
  expect(await ask(gateway, 'built')).toMatchObject({ choices: [{ value: 'mgc_1' }] })
})

test('a worker that is told to stop ends its looks, and nobody waits for them', async () => {
  const begun = Promise.withResolvers<void>()
  await using server = await startTiny({
    [COPIES]: async (_, __, signal) => {
      begun.resolve()
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
  })
  await using asked = await asking(server)
  const { practice, gateway, target } = asked
  const worker = await practice.start('anna', { targets: { TINY: target } })
  await connected(gateway)
  const offer = ask(gateway, 'copies')
  await begun.promise
  await worker.close()
  expect(await offer).toMatchObject({ not: { is: expect.stringMatching(/^(failed|worker-gone)$/) as string } })
})

test('for so many lists a worker looks at once, whoever asks: one more is told so, and nothing is opened for it', async () => {
  const asked: Socket[] = []
  const silent = createServer((socket) => asked.push(socket)).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const dir = mkdtempSync(join(tmpdir(), 'choices-'))
  writeFileSync(join(dir, 'restore.md'), DOCUMENT)
  const { port } = silent.address() as AddressInfo
  const target: SqlTarget = {
    kind: 'sql-server',
    name: 'TINY',
    host: 'localhost',
    address: '127.0.0.1',
    port,
    user: 'x',
    password: { secret: 'y' },
  }
  const context = {
    options: { name: 'anna', site: 'berlin', targets: { TINY: target }, files: dir, documents: dir },
    mask: (all: string) => all,
    sessions: new SessionPool('countersign/test/look'),
    shells: openShells(maskOf([])),
    documents: new Documents(dir, join(dir, 'state'), USUAL_READERS, () => undefined),
    logger: pino({ level: 'silent' }),
  } as unknown as WorkerContext
  const choosing = openChoosing(context)
  const answer = () => choosing.answer({ document, name: 'copies', answers: { backup: 'TINY', database: 'mgc' } })
  const first = Array.from({ length: 16 }, answer)
  expect(await answer()).toEqual({ failed: ['This worker is looking for 16 other lists: what is asked for later is looked for again.'] })
  await until(() => asked.length === 16)
  await choosing.close()
  expect((await Promise.all(first)).every((each) => 'failed' in each)).toBe(true)
  await context.sessions.close()
  for (const socket of asked) socket.destroy()
  silent.close()
  rmSync(dir, { recursive: true })
})

test('no more than a list takes is offered, and nothing that is too long to be chosen', () => {
  const many = Array.from({ length: 101 }, (_, index) => ({ name: `copy ${index}` }))
  const offered = offeredBy({ rows: many, rowCount: 101 })
  expect([offered.choices.length, offered.choices.at(-1)?.value, offered.more]).toEqual([100, 'copy 99', true])
  expect(offeredBy({ rows: many.slice(1), rowCount: 100 }).more).toBe(false)
  expect(offeredBy({ rows: [{ name: 'a' }], rowCount: 2 }).more).toBe(true)
  const odd = [
    { name: 'x'.repeat(301) },
    { name: null },
    { name: ' b ', LABEL: 'the b' },
    { value: 3 },
    { label: 'first', value: 'x' },
    { label: 'alone' },
  ]
  expect(offeredBy({ rows: odd, rowCount: 6 })).toEqual({
    choices: [
      { value: 'b', title: 'the b' },
      { value: '3', title: '3' },
      { value: 'x', title: 'first' },
    ],
    more: false,
  })
})
