import { afterAll, expect, test } from 'vitest'
import { newDatabase } from '../estate/state/database.ts'
import { instanceNamed, type EstateState } from '../estate/state/estate-state.ts'
import { expectAllSeen, refusesIn } from './expect-seen.ts'
import { PLAYED_IN } from './played-in.ts'
import { chatOn, notReceived, notShipped } from './situations.ts'
import { openStage } from './stage.ts'

const stage = await openStage({ seed: 'healthy' })
afterAll(() => stage[Symbol.asyncDispose]())

const DOCUMENT = 'setup-log-shipping'
const VALUES = {
  pool: 'lyncpc.contoso.com',
  primary: 'PRI',
  backup: 'SEC',
  share: '\\\\files.contoso.com\\pchatlogs',
  destination: 'D:\\LSCopy',
}

test('the copy is made, follows, and one log has gone the whole way', async () => {
  expect(await stage.play(DOCUMENT, VALUES, { given: notShipped })).toMatchObject({ phase: 'done', verdict: 'intact' })
  const { state } = stage.estate
  expect(chatOn(state, 'SEC')).toMatchObject({
    status: 'RESTORING',
    redoLsn: chatOn(state, 'PRI').redoLsn,
    content: chatOn(state, 'PRI').content,
  })
  expect(instanceNamed(state, 'SEC').msdb.log_shipping_secondary_databases).toMatchObject([
    { last_restored_file: expect.stringMatching(/^D:\\LSCopy\\mgc_\d{14}\.trn$/) as string },
  ])
})

const MIRRORED = { ...VALUES, mirrored: 'yes', mirror: 'PRIM' }

test('a mirror sends its logs too, to the same place, and gives the database back', async () => {
  expect(await stage.play(DOCUMENT, MIRRORED, { given: notShipped })).toMatchObject({
    phase: 'done',
    verdict: 'intact',
    gates: [
      'back-up-the-whole-database',
      'put-the-copy-on-the-receiving-server',
      'let-the-mirror-serve-the-database',
      'let-the-first-server-serve-the-database-again',
    ],
  })
  const { state } = stage.estate
  expect([chatOn(state, 'PRI').mirroring?.role, chatOn(state, 'PRIM').mirroring?.role]).toEqual(['PRINCIPAL', 'MIRROR'])
  const sent = ({ backup_share, backup_retention_period }: Record<string, unknown>) => ({ backup_share, backup_retention_period })
  const { msdb } = instanceNamed(state, 'PRIM')
  expect(msdb.log_shipping_primary_databases.map(sent)).toEqual(instanceNamed(state, 'PRI').msdb.log_shipping_primary_databases.map(sent))
})

test('the database stays where it is while its mirror is not in step, or sends elsewhere', async () => {
  const [over, send, back] = [
    'let-the-mirror-serve-the-database',
    'let-the-mirror-send-its-logs',
    'let-the-first-server-serve-the-database-again',
  ]
  const suspended = (state: EstateState): void => {
    for (const name of ['PRI', 'PRIM']) chatOn(state, name).mirroring!.suspended = true
  }
  const behind = 'mgc on the working server is PRINCIPAL, SUSPENDED; it must be PRINCIPAL and SYNCHRONIZED'
  await refusesIn(stage, DOCUMENT, MIRRORED, { given: notShipped, at: { [over]: suspended } }, over, behind)
  const behindNow = 'mgc on the mirror is PRINCIPAL, SUSPENDED; it must be'
  await refusesIn(stage, DOCUMENT, MIRRORED, { given: notShipped, at: { [back]: suspended } }, back, behindNow)
  const elsewhere = (state: EstateState): void => {
    const [id] = instanceNamed(state, 'PRI').msdb.log_shipping_primary_databases
    instanceNamed(state, 'PRIM').msdb.log_shipping_primary_databases.push({ ...id!, backup_share: '\\\\files.contoso.com\\old' })
  }
  const mishap = { given: notShipped, at: { [send]: elsewhere } }
  const { need } = await stage.play(DOCUMENT, MIRRORED, { ...mishap, ways: [{ kind: 'undo', from: 10 }] })
  expect(need).toMatchObject({ reason: 'undone', step: over })
  expect(chatOn(stage.estate.state, 'PRI').mirroring?.role).toBe('PRINCIPAL')
})

test('nothing is overwritten that is in use, mirrored, or shipped already', async () => {
  const refuses = (mishap: (state: EstateState) => void, step: string, detail: string) =>
    refusesIn(stage, DOCUMENT, VALUES, { given: (state) => (notShipped(state), mishap(state)) }, step, detail)
  const look = 'look-before-the-receiving-server-is-overwritten'
  await refuses(
    (state) => (chatOn(state, 'PRI').recoveryModel = 'SIMPLE'),
    look,
    'mgc on the working server is not there; it must be ONLINE and FULL',
  )
  await refuses(mirrored, look, 'mgc on the receiving server is mirrored: 1; remove the mirroring first')
  await refusesIn(stage, DOCUMENT, VALUES, {}, look, 'log shipping that this server receives for mgc already: 1')
  await refusesIn(stage, DOCUMENT, VALUES, { given: notReceived }, look, 'log shipping that this server sends for mgc already: 1')
  const restore = 'put-the-copy-on-the-receiving-server'
  const inUse = { given: notShipped, at: { [restore]: working } }
  await refusesIn(stage, DOCUMENT, VALUES, inUse, restore, 'sessions on mgc of the receiving server: 1; there must be none')
})

test('everything of these documents that judges or takes back was seen both ways', () => {
  expectAllSeen(stage, ...PLAYED_IN['log-shipping'])
})

function mirrored(state: EstateState): void {
  chatOn(state, 'SEC').mirroring = { ...chatOn(state, 'PRI').mirroring! }
}

/** Somebody works on the database that is to be overwritten. */
function working(state: EstateState): void {
  const sec = instanceNamed(state, 'SEC')
  const [own] = sec.sessions.values()
  const database = newDatabase(90, 'mgc', state.clock.now())
  sec.databases = [...sec.databases.filter(({ name }) => name !== 'mgc'), database]
  sec.sessions.set(99, { ...own!, spid: 99, databaseId: database.id, login: 'chat', program: 'chat', end: () => sec.sessions.delete(99) })
}
