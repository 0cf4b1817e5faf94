import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPeople } from '../../src/policy/people.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import { quorumFault } from '../../src/policy/quorum-fault.ts'
import { readProcedure } from '../../src/procedure/document/read-procedure.ts'

const text = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8')

test('the failover of Persistent Chat reads without a fault, with gates before everything that cannot be undone', () => {
  const read = readProcedure('commands/failover-persistent-chat.md', text('commands/failover-persistent-chat.md'))
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  const { id, command, policy, lock, recoveryTimeMs, parameters, steps } = read.procedure
  expect({ id, command, policy, lock, recoveryTimeMs }).toEqual({
    id: 'failover-persistent-chat',
    command: '/failover persistent-chat',
    policy: 'disaster-recovery',
    lock: 'persistent-chat/{pool}',
    recoveryTimeMs: 3_600_000,
  })
  expect(parameters.map(({ name }) => name)).toEqual([
    'pool',
    'database',
    'backup',
    'mirror',
    'files',
    'shell',
    'mirrorShare',
    'activeServers',
  ])
  expect(steps.map(({ gate, oneWay }) => [gate, oneWay])).toEqual([
    [undefined, false],
    ['disaster-recovery', false],
    [undefined, false],
    [undefined, false],
    ['disaster-recovery', true],
    ['disaster-recovery', false],
    [undefined, false],
    [undefined, false],
  ])
  const mirror = steps[6]?.blocks[1]
  expect(mirror?.uses).toEqual(['backup_instance', 'mirrorShare', 'backup_host'])
  expect(text('commands/failover-persistent-chat.md').split('\n')[(mirror?.line ?? 0) - 1]).toBe("if ($backup_instance -eq '') {")
})

test('the practice policy and its people read without a fault, and anybody who may start can be countersigned', () => {
  const policy = readPolicy('approvals/disaster-recovery.yaml', text('approvals/disaster-recovery.yaml'))
  const people = readPeople('approvals/people.yaml', text('approvals/people.yaml'))
  if ('faults' in policy || 'faults' in people) throw new Error(JSON.stringify([policy, people]))
  expect(people.people.map(({ id, groups }) => [id, groups])).toEqual([
    ['dana', ['operators']],
    ['amir', ['dba']],
    ['carol', ['dba', 'uc-leads']],
    ['bob', ['uc-leads']],
    ['erin', ['duty-managers']],
  ])
  for (const { id } of people.people) expect(quorumFault(policy.policy, people.people, [id])).toBeUndefined()
})
