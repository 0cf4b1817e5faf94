/** The people, policies, targets and answers that the tests of the core use. */
import { readFileSync } from 'node:fs'
import type { Target } from '../../src/procedure/plan-types.ts'
import type { Person, Policy } from '../../src/policy/policy.ts'
import type { Actor } from '../../src/run/command.ts'

export const PEOPLE: Person[] = [
  { id: 'amir', name: 'Amir', groups: ['dba'] },
  { id: 'carol', name: 'Carol', groups: ['uc-leads'] },
  { id: 'both', name: 'Bo', groups: ['dba', 'uc-leads'] },
  { id: 'dana', name: 'Dana', groups: ['operators'] },
  { id: 'erin', name: 'Erin', groups: ['operators', 'dba'] },
  { id: 'max', name: 'Max', groups: ['duty-managers'] },
  { id: 'zoe', name: 'Zoe', groups: ['guests'] },
]

export const POLICY: Policy = {
  id: 'disaster-recovery',
  start: ['operators'],
  approve: [
    { from: ['dba'], count: 1 },
    { from: ['uc-leads'], count: 1 },
  ],
  expiresMs: 30 * 60_000,
  escalate: { afterMs: 10 * 60_000, to: ['duty-managers'] },
  deviate: { from: ['dba', 'uc-leads'], count: 2 },
}

export const TARGETS: Record<string, Target> = {
  SEC: { kind: 'sql-server', name: 'SEC', host: 'sqlb1.contoso.com', instance: '', site: 'b', practice: true },
  SECM: { kind: 'sql-server', name: 'SECM', host: 'sqlb2.contoso.com', instance: '', site: 'b', practice: true },
  'sec-host': { kind: 'powershell', name: 'sec-host', host: 'sqlb1.contoso.com', site: 'b', practice: true },
  management: { kind: 'powershell', name: 'management', host: 'mgmt.contoso.com', site: 'b', practice: true },
}

export const ANSWERS: Record<string, string> = {
  pool: 'lyncpc.contoso.com',
  backup: 'SEC',
  mirror: 'SECM',
  files: 'sec-host',
  shell: 'management',
  mirrorShare: '\\\\sqlb1.contoso.com\\csdatabackup',
  activeServers: 'pc5.contoso.com, pc6.contoso.com',
}

export const FAILOVER = {
  id: 'failover-persistent-chat',
  text: readFileSync(new URL('../../commands/failover-persistent-chat.md', import.meta.url), 'utf8'),
}

export function actor(id: string): Actor {
  const person = PEOPLE.find((each) => each.id === id)
  if (person === undefined) throw new Error(`nobody is called ${id}`)
  return { ...person, via: 'practice', account: `practice/${id}` }
}
