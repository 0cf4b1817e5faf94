import type { Plan, Target } from '../../src/procedure/plan-types.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { makePlan } from '../../src/procedure/plan.ts'
import type { PlanSource } from '../../src/procedure/plan.ts'
import { GOOD, procedureOf } from './documents.ts'

export const TARGETS: Record<string, Target> = {
  SEC: { kind: 'sql-server', name: 'SEC', host: 'sqlb1.contoso.com', instance: 'rtc', site: 'b', practice: true },
  sh: { kind: 'powershell', name: 'sh', host: 'mgmt.contoso.com', site: 'b', practice: true },
  far: { kind: 'powershell', name: 'far', host: 'far.contoso.com', site: 'a', practice: true },
}

export const CAREFUL: Policy = {
  id: 'careful',
  start: ['operators'],
  approve: [
    { from: ['dba'], count: 1 },
    { from: ['uc-leads'], count: 1 },
  ],
  expiresMs: 1_800_000,
  deviate: { from: ['deviators'], count: 1 },
}

export const PEOPLE = [
  { id: 'erin', name: 'Erin', groups: ['duty-managers'] },
  { id: 'gus', name: 'Gus', groups: ['glaziers'] },
  { id: 'carol', name: 'Carol', groups: ['uc-leads', 'dba'], email: 'carol@contoso.com', practice: 'carol' },
  { id: 'devi', name: 'Devi', groups: ['deviators'] },
  { id: 'amir', name: 'Amir', groups: ['dba'] },
]

export function planSource(): PlanSource {
  return {
    procedure: procedureOf(GOOD),
    values: { pool: 'pool.contoso.com', database: 'mgc', backup: 'SEC', shell: 'sh', servers: ['a.b', 'c.d'], size: 3, mode: 'FailedOver' },
    targets: TARGETS,
    policies: { careful: CAREFUL },
    people: PEOPLE,
    rehearsal: false,
  }
}

export function planOf(source: PlanSource = planSource()): Plan {
  const made = makePlan(source)
  if ('faults' in made) throw new Error(JSON.stringify(made.faults))
  return made.plan
}
