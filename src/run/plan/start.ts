import { quorumFault } from '../../policy/quorum-fault.ts'
import type { FaultAt } from '../../procedure/document/document-fault.ts'
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
  const read = readOnce(`commands/${command.document.id}.md`, command.document.text)
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

type Read = { procedure: Procedure } | { faults: FaultAt[] }

/** The documents that were read last: whoever decides a log again meets its document again, and it says the same each time. */
const READ = new Map<string, Read>()
const MOST_READ = 16

function readOnce(file: string, text: string): Read {
  const key = `${file}\n${text}`
  const before = READ.get(key)
  if (before !== undefined) return before
  const read = readProcedure(file, text)
  // Many runs hold it: what one of them changed in it, the others would have decided on.
  const kept = frozen('faults' in read ? read : { procedure: read.procedure })
  if (READ.size >= MOST_READ) READ.clear()
  READ.set(key, kept)
  return kept
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(frozen)
  return value
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
