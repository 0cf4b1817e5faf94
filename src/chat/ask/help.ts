/** `/countersign help` and `list`: only what this person may start is offered. */
import type { Person } from '../../policy/policy.ts'
import type { Procedure } from '../../procedure/procedure.ts'
import type { Loaded } from '../backend.ts'
import { paragraph, said, type Note, type Piece } from '../note.ts'
import { mayStart } from '../start.ts'

export function answerHelp(loaded: Loaded, person: Person): Note {
  return said('info', 'What you can type', [
    ...offers(loaded, person),
    { type: 'command', command: '/countersign list', does: 'what can be started, and by whom' },
    {
      type: 'command',
      command: `/countersign show ${(loaded.procedures[0]?.command ?? 'failover').replace(/^\//, '')}`,
      does: 'the document: what will happen, and why',
    },
    { type: 'command', command: '/countersign runs', does: 'active and recent runs' },
    { type: 'command', command: '/countersign status RUN', does: 'where a run stands' },
    { type: 'command', command: '/countersign plan RUN', does: 'the exact plan with every statement and its fingerprint' },
    { type: 'command', command: '/countersign audit RUN', does: 'the audit log, for anybody to verify' },
    { type: 'command', command: '/countersign cancel RUN and why', does: 'stops a run before its next step' },
    { type: 'command', command: '/countersign whoami', does: 'who you are here, and your groups' },
    paragraph(
      'Add --rehearse to a start to go through it with the same gates: the servers are asked, and nothing is sent that changes them.',
    ),
  ])
}

export function answerList(loaded: Loaded, person: Person): Note {
  const others = loaded.procedures.filter((procedure) => !mayStart(loaded, procedure, person))
  return said('info', 'What can be started', [
    ...offers(loaded, person),
    ...others.map((procedure) =>
      paragraph(`${procedure.command}: ${procedure.title}. Not by you: ${startersOf(loaded, procedure)} may start it.`),
    ),
    ...loaded.leftOut.map(({ why }) => paragraph(why)),
  ])
}

function offers(loaded: Loaded, person: Person): Piece[] {
  const mine = loaded.procedures.filter((procedure) => mayStart(loaded, procedure, person))
  if (mine.length === 0)
    return [paragraph(`${person.name} may start nothing here. You can still ask, and approve where a policy names your groups.`)]
  return mine.map((procedure): Piece => ({ type: 'command', command: procedure.command, does: procedure.title }))
}

function startersOf(loaded: Loaded, procedure: Procedure): string {
  return loaded.policies[procedure.policy]?.start.join(' or ') || 'nobody'
}
