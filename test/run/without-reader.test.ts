import { describe, expect, test } from 'vitest'
import { fingerprintPlan } from '../../src/procedure/fingerprint.ts'
import type { Plan, Target } from '../../src/procedure/plan-types.ts'
import type { Role } from '../../src/procedure/procedure.ts'
import { looksWithoutReader, withoutReader } from '../../src/procedure/without-reader.ts'
import { sayNoReader } from '../../src/cli/say-no-reader.ts'
import { drawGate } from '../../src/chat/card/gate.ts'
import { gateOf } from './acts.ts'
import { running } from './given.ts'
import { TARGETS } from './practice.ts'
import { viewOf } from '../words/said.ts'

const reader = (target: Target): Target => (target.kind === 'sql-server' ? { ...target, reader: 'looks' } : target)
const read = (...names: string[]): Record<string, Target> =>
  Object.fromEntries(Object.entries(TARGETS).map(([name, target]) => [name, names.includes(name) ? reader(target) : target]))

describe('a target without a reader', () => {
  test('is said at every start, with what to do; one with a reader and a PowerShell endpoint are not', () => {
    expect(sayNoReader(read('SEC', 'SECM'))).toEqual([])
    expect(sayNoReader(read('SEC'))).toEqual([
      'No reader: SECM. What looks there before anybody approved is sent with the log-in that may also write. Give it a second log-in that may only look: `reader` under the target, see docs/sql-server.md.',
    ])
    expect(sayNoReader(TARGETS)[0]).toMatch(/^No reader: SEC, SECM\. .* Give each a second log-in/)
    expect(withoutReader(TARGETS)).toEqual(['SEC', 'SECM'])
  })

  test('stands on the card of every gate, where the plan looks there', () => {
    const { run } = running(gateOf(2))
    const view = viewOf(run.made)
    expect(view.gate?.withoutReader).toEqual(['SEC'])
    expect(view.gate && drawGate(view, view.gate).cautions).toEqual([
      'No reader on SEC: looks are sent there with the log-in that may also write.',
    ])
    const plan = run.made.plan as Plan
    const guarded = viewOf({ ...run.made, plan: { ...plan, targets: read('SEC') } })
    expect(guarded.gate).not.toHaveProperty('withoutReader')
    expect(guarded.gate && drawGate(guarded, guarded.gate).cautions).toEqual([])
    expect(looksWithoutReader({ ...plan, steps: [] })).toEqual([])
  })

  test('is named where the plan only looks, not where it only acts', () => {
    const plan = running(gateOf(2)).run.made.plan as Plan
    const acts = (role: Role, target: string) =>
      plan.steps.slice(0, 1).map((step) => ({ ...step, blocks: step.blocks.map((block) => ({ ...block, role, target })) }))
    const steps = [...acts('run', 'SEC'), ...acts('check', 'SECM')]
    expect(looksWithoutReader({ ...plan, targets: TARGETS, steps })).toEqual(['SECM'])
  })

  test('is another plan than one with a reader, and one with another reader is another again', () => {
    const { run } = running(gateOf(2))
    const plan = run.made.plan as Plan
    const of = (targets: Record<string, Target>) => fingerprintPlan({ ...plan, targets })
    const SEC = TARGETS['SEC'] as Extract<Target, { kind: 'sql-server' }>
    expect(new Set([of({ SEC }), of({ SEC: { ...SEC, reader: 'looks' } }), of({ SEC: { ...SEC, reader: 'other' } })]).size).toBe(3)
  })
})
