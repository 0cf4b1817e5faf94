/** Documents for other work than this repository's, as people would write them with docs/procedures.md beside them. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Procedure } from '../../src/procedure/procedure.ts'
import type { Plan, Target } from '../../src/procedure/plan-types.ts'
import { makePlan } from '../../src/procedure/plan.ts'
import { readAnswers, readDefaults } from '../../src/procedure/value/read-answers.ts'
import { principal } from '../estate/rights/principal.ts'
import { newDatabase } from '../estate/state/database.ts'
import { applyFullBackup } from '../estate/state/apply-backup.ts'
import { instanceNamed, type EstateState } from '../estate/state/estate-state.ts'
import { findDatabase } from '../estate/state/instance-state.ts'
import { shareDirectory } from '../estate/state/windows-path.ts'
import { writeFullBackup } from '../estate/state/write-log.ts'
import { expectAllSeen, refusesIn } from './expect-seen.ts'
import { PEOPLE, POLICIES } from './people.ts'
import { judged } from './judged.ts'
import { openStage } from './stage.ts'
import { ANSWERS, FOLDER, stranger } from './strangers.ts'

const stage = await openStage({ seed: 'healthy', trades: true })
afterAll(() => stage[Symbol.asyncDispose]())

describe('a stranger’s document', () => {
  test('is answered for here', () => {
    const documents = readdirSync(FOLDER).map((file) => file.replace(/\.md$/, ''))
    expect(documents.toSorted()).toEqual(Object.keys(ANSWERS))
  })

  test.each(Object.keys(ANSWERS))('%s: is read without a fault, and planned', (id) => {
    const { procedure } = judged(stranger(id))
    const plan = planOf(procedure, ANSWERS[id] ?? {})
    expect(plan.steps.map(({ title }) => title)).toEqual(procedure.steps.map(({ title }) => title))
    expect(plan.steps.filter(({ gate }) => gate === 'disaster-recovery').length).toBeGreaterThan(0)
  })

  test('rotate-certificate, planned only: names each server, and the secret by its name', () => {
    const plan = planOf(judged(stranger('rotate-certificate')).procedure, ANSWERS['rotate-certificate'] ?? {})
    expect(Object.keys(plan.targets).toSorted()).toEqual(['management', 'web1', 'web2'])
    expect(plan.values).toMatchObject({ pfxPassword: 'portal-pfx', notBefore: '2026-11-28T18:00:00Z' })
    expect(
      plan.steps[0]?.substeps?.map(({ title, blocks }) => [title, blocks.map(({ role, targets }) => [role, targets?.length])]),
    ).toEqual([
      ['Take it out of the load balancer', []],
      [
        'Put the certificate into its store',
        [
          ['read', 2],
          ['before', 2],
          ['run', 2],
          ['check', 2],
        ],
      ],
      [
        'Bind the site to it',
        [
          ['run', 2],
          ['check', 2],
          ['check', 2],
        ],
      ],
      ['Put it back', []],
    ])
  })

  test('mend-orphaned-users, planned only: the database that was named is approved with the rest', () => {
    const plan = planOf(judged(stranger('mend-orphaned-users')).procedure, ANSWERS['mend-orphaned-users'] ?? {})
    expect(plan.steps.map(({ blocks }) => blocks.map(({ role, database }) => [role, database]))).toEqual([
      [
        ['read', 'shop'],
        ['before', 'shop'],
      ],
      [
        ['before', 'master'],
        ['run', 'shop'],
        ['check', 'shop'],
      ],
    ])
  })
})

describe('force-availability-group, played', () => {
  const document = stranger('force-availability-group')
  const answers = ANSWERS[document.id] ?? {}
  const lost = (state: EstateState): void => void (instanceNamed(state, 'AG1').up = false)

  test('the replica that is left is forced, and what comes back is no primary', async () => {
    const back = (state: EstateState): void => void (instanceNamed(state, 'AG1').up = true)
    const choices = { 'keep-the-old-primary-down': ['port shut', 'the DBA on call'], 'take-the-old-replica-back': 'kept' }
    const played = await stage.play(document, answers, { given: lost, at: { 'take-the-old-replica-back': back }, choices })
    expect(played).toMatchObject({ phase: 'done', verdict: 'intact', gates: ['force-the-replica'] })
    expect(stage.estate.state.groups[0]).toMatchObject({ primary: 'AG2', replicas: [{ suspended: true }, { suspended: false }] })
  })

  test('a group that has a primary is not forced', async () => {
    const detail = 'sfb-ag is SECONDARY on this replica; a group that still has a primary is not forced'
    await refusesIn(stage, document, answers, {}, 'force-the-replica', detail)
    await refusesIn(
      stage,
      document,
      { ...answers, ag: 'other-ag' },
      {},
      'look-at-what-is-left',
      'other-ag has 0 replicas here; it must have 1',
    )
    const last = 'see-that-every-database-is-open'
    const shut = (state: EstateState): void => void (instanceNamed(state, 'AG2').databases.at(-1)!.status = 'OFFLINE')
    await refusesIn(stage, document, answers, { given: lost, at: { [last]: shut } }, last, 'is OFFLINE')
    expectAllSeen(stage, document)
  })
})

describe('cut-over-by-tail-log, played', () => {
  const document = stranger('cut-over-by-tail-log')
  const answers = ANSWERS[document.id] ?? {}
  const shop = (instance: string) => shopOn(stage.estate.state, instance)
  const last = 'open-the-database-on-the-new-server'

  test('the database goes to the new server with all that was written', async () => {
    expect(await stage.play(document, answers, { given: shopMoves })).toMatchObject({ phase: 'done', verdict: 'intact' })
    expect([shop('PRI').status, shop('SEC').status]).toEqual(['RESTORING', 'ONLINE'])
    expect(shop('SEC').content).toEqual({ ...shop('PRI').content, chats: 77 })
  })

  test('when the new server cannot read the tail, the way back leaves the old one as it was', async () => {
    const given = { given: shopMoves, at: { [last]: takeTailAway } }
    const played = await stage.play(document, answers, { ...given, ways: [{ kind: 'undo', from: 2 }] })
    expect(played.need).toMatchObject({ reason: 'undone', step: 'keep-the-application-out' })
    expect(played.state.gates.map(({ kind }) => kind.type)).toEqual(['step', 'step', 'deviation', 'undo', 'undo'])
    expect(shop('PRI')).toMatchObject({ status: 'ONLINE', userAccess: 'MULTI_USER', content: { chats: 77 } })
    expect(shop('SEC').status).toBe('RESTORING')
  })

  test('nothing is cut over that could not arrive', async () => {
    const simple = (state: EstateState): void => (shopMoves(state), void (shopOn(state, 'PRI').recoveryModel = 'SIMPLE'))
    await refusesIn(stage, document, answers, { given: simple }, 'back-up-the-tail', 'shop has the recovery model SIMPLE')
    const used = (state: EstateState): void => (shopMoves(state), void (shopOn(state, 'SEC').status = 'ONLINE'))
    await refusesIn(stage, document, answers, { given: used }, 'remember-where-the-backup-goes', 'on the new server shop is ONLINE')
    expectAllSeen(stage, document)
  })
})

describe('mend-orphaned-users, played', () => {
  const document = stranger('mend-orphaned-users')
  const all = { server: 'SEC', db: 'shop' }
  const users = () => shopOn(stage.estate.state, 'SEC').users

  test('the users that came with the database belong to the log-ins of their names', async () => {
    const played = await stage.play(document, all, { given: shopCame })
    expect(played).toMatchObject({ phase: 'done', verdict: 'intact', gates: ['map-each-user-to-the-log-in-of-its-name'] })
    expect(played.effects).toEqual([
      'SEC: ALTER USER [shop app] WITH LOGIN = [shop app]',
      'SEC: ALTER USER [shop]]web] WITH LOGIN = [shop]]web]',
    ])
    expect(await stage.play(document, { ...all, only: 'shop app' }, { goesOn: true })).toMatchObject({ phase: 'done', effects: [] })
    await stage.play(document, { ...all, only: 'shop app' }, { given: shopCame })
    expect(users()?.map(({ sid }) => sid === ELSEWHERE)).toEqual([false, true])
  })

  test('a user whose log-in is not there, and a reader who sees too little, stop it', async () => {
    const gone = (state: EstateState): void => (shopCame(state), void instanceNamed(state, 'SEC').principals.delete('shop]web'))
    const detail = 'log-ins called shop]web: 0; make it first, with its old password'
    await refusesIn(stage, document, all, { given: gone }, 'map-each-user-to-the-log-in-of-its-name', detail)
    const blind = (state: EstateState): void => {
      shopCame(state)
      instanceNamed(state, 'SEC').principals.get(state.reader.user)!.permissions.delete('VIEW ANY DEFINITION')
    }
    await refusesIn(stage, document, all, { given: blind }, 'find-the-users-without-a-log-in', 'all users and log-ins must be seen')
    expectAllSeen(stage, document)
  })
})

function takeTailAway(state: EstateState): void {
  const share = shareDirectory(state.dir, 'files', 'pchatlogs')
  for (const file of readdirSync(share)) if (file.startsWith('shop_tail_')) rmSync(join(share, file))
}

const shopOn = (state: EstateState, instance: string) => findDatabase(instanceNamed(state, instance), 'shop')!

/** A full backup is restored on the new server; more was written since. */
function shopMoves(state: EstateState): void {
  const [old, next] = [instanceNamed(state, 'PRI'), instanceNamed(state, 'SEC')]
  const now = state.clock.now()
  const database = newDatabase(80, 'shop', now)
  const backup = writeFullBackup(old, database, join(shareDirectory(state.dir, 'files', 'pchatlogs'), 'shop.bak'), now, null, false)
  const copy = newDatabase(80, 'shop', now)
  applyFullBackup(copy, backup)
  database.content.chats = 77
  old.databases.push(database)
  next.databases.push(copy)
}

const ELSEWHERE = '1f'.repeat(16)

/** Restored on SEC from a server where its users' log-ins have other numbers; the reader is a user of it, as `countersign grants` says. */
function shopCame(state: EstateState): void {
  const { databases, principals } = instanceNamed(state, 'SEC')
  const users = ['shop app', 'shop]web'].map((name) => ({ name, sid: ELSEWHERE }))
  databases.push(newDatabase(80, 'shop', state.clock.now(), { users }))
  for (const { name } of users) principals.set(name, principal(name, {}))
  principals.get(state.reader.user)!.users.set('shop', { roles: new Set(), permissions: new Set(), objects: new Map() })
}

/** The plan for what people type, of the estate's targets. */
function planOf(procedure: Procedure, answers: Record<string, string>): Plan {
  const { parameters } = procedure
  const targets: Record<string, Target> = stage.targets
  const installation = { parameters, targets, secretNames: ['portal-pfx'] }
  const read = readAnswers({ ...installation, values: {} }, answers)
  const usual = readDefaults({ ...installation, values: read.values })
  expect({ ...read.fields, ...usual.fields }).toEqual({})
  const made = makePlan({
    procedure,
    values: { ...usual.values, ...read.values },
    targets,
    policies: POLICIES,
    people: PEOPLE,
    rehearsal: false,
  })
  if ('faults' in made) throw new Error(JSON.stringify(made.faults))
  return made.plan
}
