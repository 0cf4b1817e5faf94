import { quorumFault } from '../../policy/quorum-fault.ts'
import { readProcedure } from '../../procedure/document/read-procedure.ts'
import { needsAnswer } from '../../procedure/parameter.ts'
import type { Procedure } from '../../procedure/procedure.ts'
import { takeAnswers } from './answer.ts'
import type { Command } from '../command.ts'
import { refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import type { Event } from '../event.ts'
import { evolve } from '../evolve.ts'

type Start = Extract<Command, { type: 'start' }>

/** A run begins when its document is good, its person may start it, and its gates can be passed at all. */
export function decideStart(command: Start, now: string): Decision {
  const { by, run } = command
  const read = readProcedure(`commands/${command.document.id}.md`, command.document.text)
  if ('faults' in read) return refuse('bad-document', { document: command.document.id, faults: read.faults })
  const { procedure } = read
  const policy = command.policies[procedure.policy]
  if (policy === undefined) {
    return refuse('no-policy', { command: procedure.command, policy: procedure.policy })
  }
  const person = command.people.find((each) => each.id === by.id)
  if (person === undefined || !policy.start.some((group) => by.groups.includes(group) && person.groups.includes(group))) {
    return refuse('may-not-start', { person: by.name, command: procedure.command, groups: policy.start })
  }
  const gateless = gatesNobodyCanPass(procedure, command)
  if (gateless !== undefined) return gateless
  return begun(command, procedure, run, now)
}

function begun(command: Start, procedure: Procedure, run: string, now: string): Decision {
  const { by, installation, conversation, rehearsal, targets, secretNames, policies, people } = command
  const { id, name, groups, account, via } = by
  const requester = { id, name, groups, account, via }
  const secrets = secretNames === undefined ? {} : { secretNames }
  const configured = { targets, ...secrets, policies, people }
  const started: Event = { type: 'started', run, installation, requester, conversation, rehearsal, procedure, ...configured }
  if (Object.keys(command.answers).length === 0 && procedure.parameters.some(needsAnswer)) {
    return { events: [started] }
  }
  const taken = takeAnswers(evolve(undefined, started, now), command.answers, by, now)
  if (taken.refusal !== undefined) return taken
  return { events: [started, ...taken.events] }
}

/** It is said now, not before step 6 at four in the morning. */
function gatesNobodyCanPass(procedure: Procedure, command: Start): Decision | undefined {
  for (const id of new Set([procedure.policy, ...procedure.steps.flatMap((step) => step.gate ?? [])])) {
    const policy = command.policies[id]
    if (policy === undefined) return refuse('no-policy', { command: procedure.command, policy: id })
    const why = quorumFault(policy, command.people, [command.by.id])
    if (why !== undefined) return refuse('quorum-unreachable', { of: 'start', command: procedure.command, why })
  }
  return undefined
}
