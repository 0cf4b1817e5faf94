import { afterAll, expect, test } from 'vitest'
import { instanceNamed, type EstateState } from '../estate/state/estate-state.ts'
import { findDatabase } from '../estate/state/instance-state.ts'
import { findPool } from '../estate/state/topology.ts'
import { expectAllSeen } from './expect-seen.ts'
import { PLAYED_IN } from './played-in.ts'
import { setAll } from './situations.ts'
import { openStage } from './stage.ts'

const stage = await openStage({ seed: 'healthy' })
afterAll(() => stage[Symbol.asyncDispose]())

const VALUES = { pool: 'pool1.contoso.com', backup: 'pool2.contoso.com', principal: 'BE1', shell: 'management' }

/** `yes` or `no` of each rule that was asked, and what it says, in the order of the log. */
function answersIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const found = Object.fromEntries(Object.entries(value).map(([name, each]) => [name.toLowerCase(), each]))
  if (found['detail'] !== undefined && found['ok'] !== undefined) return [`${Number(found['ok']) === 1 ? 'yes' : 'no'}: ${found['detail']}`]
  return Object.values(value).flatMap(answersIn)
}

/** What a night may find. */
function damage(state: EstateState): void {
  for (const pool of state.topology.pools) pool.failover = { to: 'partner', doneAt: 0 }
  for (const server of findPool(state.topology, VALUES.pool)?.servers.slice(1) ?? []) setAll(server, 'Stopped')
  for (const name of ['BE1', 'BE2']) findDatabase(instanceNamed(state, name), 'lis')!.mirroring = undefined
}

test('a report goes to its end without a gate and says of each rule whether it holds, on a quiet day and on a bad one', async () => {
  const well = await stage.play('check-readiness', VALUES)
  expect([well.phase, well.gates, well.effects]).toEqual(['done', [], []])
  expect(answersIn(well.log)).toHaveLength(18)
  const edge = 'no: Edge pools whose next hop is pool1.contoso.com (1): edgea.contoso.com'
  expect(answersIn(well.log).filter((answer) => answer.startsWith('no'))).toEqual([edge])
  const ill = await stage.play('check-readiness', VALUES, { given: damage })
  expect(ill.phase).toBe('done')
  expect(answersIn(ill.log)).toHaveLength(18)
  expect(answersIn(ill.log).filter((answer) => answer.startsWith('no'))).toEqual([
    'no: pool2.contoso.com is FailedOver; when its own users are failed over, fail it back first',
    'no: pool1.contoso.com is FailedOver, pool2.contoso.com is FailedOver; one of them must have its users at home',
    edge,
    'no: Front Ends of pool1.contoso.com that run, among the first 3 of 3: 1; the pool needs 2',
    'no: databases of this server that are not mirrored, while others are: 1',
  ])
})

test('everything of these documents that judges or takes back was seen both ways', () => {
  expectAllSeen(stage, ...PLAYED_IN.readiness)
})
