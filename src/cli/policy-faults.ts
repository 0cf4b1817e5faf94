/** What is wrong between files that are each good: a procedure without its policy, a policy that nobody can meet. */
import type { PersonRecord } from '../procedure/people.ts'
import type { Policy } from '../procedure/plan-types.ts'
import type { Fault, Procedure } from '../procedure/procedure.ts'
import { quorumFault } from '../procedure/quorum-fault.ts'

export interface PolicyUse {
  procedures: { file: string; procedure: Procedure }[]
  policies: { file: string; policy: Policy }[]
  people: PersonRecord[]
}

export function policyFaults({ procedures, policies, people }: PolicyUse): Fault[] {
  const known = new Set(policies.map(({ policy }) => policy.id))
  return [
    ...procedures.flatMap(({ file, procedure }) => missingPolicies(file, procedure, known)),
    ...doubledCommands(procedures),
    ...policies.flatMap(({ file, policy }) => [...unmetPolicy(file, policy, people), ...nobodyStarts(file, policy, people)]),
  ]
}

function missingPolicies(file: string, procedure: Procedure, known: Set<string>): Fault[] {
  const named = [
    { policy: procedure.policy, line: 1 },
    ...procedure.steps.flatMap(({ gate, line }) => (gate === undefined ? [] : [{ policy: gate, line }])),
  ]
  return named
    .filter(({ policy }) => !known.has(policy))
    .map(({ policy, line }) => ({
      file,
      line,
      what: `there is no policy ${policy}.`,
      next: `Write approvals/${policy}.yaml, or name one of ${[...known].join(', ') || '(none yet)'}.`,
    }))
}

function doubledCommands(procedures: PolicyUse['procedures']): Fault[] {
  return procedures.flatMap(({ file, procedure }, index) => {
    const other = procedures.slice(0, index).find((one) => one.procedure.command === procedure.command)
    return other
      ? [
          {
            file,
            line: 1,
            what: `the command ${procedure.command} is that of ${other.file} too.`,
            next: 'Give each document a command of its own.',
          },
        ]
      : []
  })
}

function unmetPolicy(file: string, policy: Policy, people: PersonRecord[]): Fault[] {
  const fault = quorumFault(policy, people, [])
  return fault === undefined ? [] : [{ file, line: 1, what: fault, next: 'Put people into these groups in people.yaml, or ask for fewer.' }]
}

function nobodyStarts(file: string, policy: Policy, people: PersonRecord[]): Fault[] {
  if (people.some(({ groups }) => groups.some((group) => policy.start.includes(group)))) return []
  return [
    {
      file,
      line: 1,
      what: `nobody is in ${policy.start.join(' or ')}, so nobody can start what this policy guards.`,
      next: 'Put people into that group in people.yaml.',
    },
  ]
}
