import { afterAll, expect, test } from 'vitest'
import { expectAllSeen } from './expect-seen.ts'
import { PLAYED_IN } from './played-in.ts'
import { openStage } from './stage.ts'

const stage = await openStage({ seed: 'healthy' })
afterAll(() => stage[Symbol.asyncDispose]())

const VALUES = { pool: 'pool1.contoso.com', backup: 'pool2.contoso.com', principal: 'BE1', shell: 'management' }

test('a report goes to its end without a gate, also where rules do not hold', async () => {
  const well = await stage.play('check-readiness', VALUES)
  expect([well.phase, well.gates, well.effects]).toEqual(['done', [], []])
  const ill = await stage.play('check-readiness', VALUES, {
    given: ({ topology }) => {
      for (const pool of topology.pools) pool.failover = { to: 'partner', doneAt: 0 }
    },
  })
  expect(ill.phase).toBe('done')
  const told = (log: unknown): string => JSON.stringify(log)
  expect(told(well.log)).not.toContain('pool1.contoso.com is FailedOver, pool2.contoso.com is FailedOver')
  expect(told(ill.log)).toContain('pool1.contoso.com is FailedOver, pool2.contoso.com is FailedOver')
})

test('everything of these documents that judges or takes back was seen both ways', () => {
  expectAllSeen(stage, ...PLAYED_IN.readiness)
})
