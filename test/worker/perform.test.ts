import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/run/command.ts'
import { startPractice, until } from './practice.ts'
import { RESTORE } from './restore-document.ts'
import { needSaid } from '../words/said.ts'
import { claims, performed, resultOf } from './performed.ts'

describe('an order to perform', () => {
  test('is verified, locked, claimed and sent once; the run then looks and is done', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    anna.take(order)
    await until(() => practice.run.state?.phase === 'done')
    expect(practice.instance.effects).toBe(1)
    expect(claims(practice)).toEqual(['granted'])
    expect(resultOf(practice)).toMatchObject({ type: 'ran', result: { ok: true, target: 'SEC' } })
    expect(performed(practice)).toMatchObject([
      {
        kind: 'rpc',
        app: 'countersign/test/R-1/1/1',
        outcome: 'done',
        parameters: [{ name: 'database', type: 'nvarchar(128)', value: 'mgc' }],
      },
    ])
    await until(() => practice.instance.locks.size === 0)
  })

  test('tells whoever measures of each block and each pause, also of looks that the run never hears of', async () => {
    const heard: unknown[] = []
    const block = ({ role, language }: { role: string; language: string }) => void heard.push(`${language} ${role}`)
    const pause = ({ ms }: { ms: number }) => void heard.push(ms > 0 ? 'pause' : ms)
    const channels = { 'countersign:block': block, 'countersign:pause': pause } as Record<string, (message: unknown) => void>
    for (const [name, hear] of Object.entries(channels)) subscribe(name, hear)
    await using practice = await startPractice('settle: 1m')
    const order = await practice.approve()
    // The first look at the effect cannot tell.
    practice.statements.watch = ({ text, outcome }) => {
      if (text.trim() === RESTORE && outcome === 'done') practice.faults.inject({ kind: 'error', pattern: '^SELECT done' })
    }
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    anna.take(order)
    await until(() => practice.run.state?.phase === 'done')
    for (const [name, hear] of Object.entries(channels)) unsubscribe(name, hear)
    expect(heard).toEqual(['sql check', 'sql run', 'sql check', 'pause', 'sql check'])
  })

  test('that comes twice is carried out once', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    anna.take(order)
    anna.take(order)
    await until(() => practice.run.state?.phase === 'done')
    anna.take(order)
    await anna.close()
    expect(claims(practice)).toEqual(['granted'])
    expect(performed(practice)).toHaveLength(1)
  })

  test('that two processes get is granted to one', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    // Whoever comes second waits behind the lock for as long as the first one takes: on a slow machine longer than the 0.5 s of the other tests.
    const patient = { pauses: { heartbeatMs: 100, lockWaitMs: 60_000, staleMs: 60_000 } }
    const [anna, bert] = [await practice.start('anna', patient), await practice.start('bert', patient)]
    practice.run.deliver = bert.take
    anna.take(order)
    bert.take(order)
    await until(() => practice.run.state?.phase === 'done')
    await Promise.all([anna.close(), bert.close()])
    expect(claims(practice).filter((answer) => answer === 'granted')).toHaveLength(1)
    expect(practice.instance.effects).toBe(1)
  })

  test('is done already: the check says so under the lock, and nothing is claimed or sent', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    practice.instance.online = true
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    anna.take(order)
    await until(() => practice.run.state?.phase === 'done')
    expect(claims(practice)).toEqual([])
    expect(resultOf(practice)).toMatchObject({ type: 'looked', results: [{ block: 1, rows: [{ done: 1, detail: 'mgc is ONLINE' }] }] })
    expect(practice.run.state?.steps[0]?.done).toMatchObject({ how: 'already' })
    expect(performed(practice)).toEqual([])
  })

  test('waits behind a lock that another session holds, and is refused when that does not go', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    practice.instance.locks.set('test/R-1/1/0', 9999)
    const anna = await practice.start('anna')
    anna.take(order)
    await until(() => resultOf(practice))
    expect(resultOf(practice)).toEqual({
      type: 'refused',
      code: 'lock-not-held',
      why: 'The lock test/R-1/1/0 on SEC is held by another session, or cannot be taken: sp_getapplock answered -1. An earlier attempt may still be acting there.',
    })
    expect(claims(practice)).toEqual([])
    await until(() => practice.run.state?.phase === 'attention')
    expect(needSaid(practice.run.state)).toBe(
      'Step 1 "Bring the database online" was refused by the worker before anything was sent (lock-not-held): The lock test/R-1/1/0 on SEC is held by another session, or cannot be taken: sp_getapplock answered -1. An earlier attempt may still be acting there. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
  })

  test('shows its progress in the heartbeat while it runs', async () => {
    await using practice = await startPractice()
    practice.instance.restoreMs = 400
    const order = await practice.approve()
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    anna.take(order)
    await until(() => practice.run.state?.phase === 'done')
    const shown = practice.run.heartbeats.flatMap(({ running }) => running)
    expect(shown).toContainEqual({
      order: order.key,
      progress: expect.objectContaining({ percent: 50, text: '50 percent processed.', run: 'R-1', step: 1 }),
    })
    await until(() => practice.run.heartbeats.at(-1)?.running.length === 0)
  })
})

describe('a claim', () => {
  test('whose answer is lost is taken for a no: nothing is sent, and the run is told', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    practice.run.before = async (command: Command) => (command.type === 'claim' ? 'lose-answer' : undefined)
    anna.take(order)
    await until(() => practice.run.state?.phase === 'attention')
    expect(resultOf(practice)).toMatchObject({ type: 'refused', code: 'claim-unanswered' })
    expect(performed(practice)).toEqual([])
  })

  test('asked of a run that has moved on is asked again after a new replay', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    let moved = false
    practice.run.before = async (command: Command) => {
      if (command.type !== 'claim' || moved) return
      moved = true
      practice.run.send({ type: 'no-worker', run: 'R-1', order: order.key, site: 'berlin', known: [] })
    }
    anna.take(order)
    await until(() => practice.run.state?.phase === 'done')
    expect(claims(practice)).toEqual(['head-moved', 'granted'])
    expect(practice.instance.effects).toBe(1)
  })
})
