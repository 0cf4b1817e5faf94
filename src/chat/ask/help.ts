/** `/countersign help` and `list`: only what this person may start is offered; the list by verb. */
import { byVerb } from '../../procedure/by-verb.ts'
import type { Procedure } from '../../procedure/procedure.ts'
import type { Person } from '../../policy/policy.ts'
import type { Question } from '../../words/note-words.ts'
import type { Words } from '../../words/words.ts'
import type { Loaded } from '../backend.ts'
import { paragraph, said, type Note, type Piece } from '../note.ts'
import { mayStart } from '../start.ts'

export function answerHelp(words: Words, loaded: Loaded, person: Person): Note {
  const { title, does, run, runAndWhy, runHere, rehearse } = words.notes.help
  const command = (typed: string, what: Question): Piece => ({ type: 'command', command: `/countersign ${typed}`, does: does[what] })
  return said('info', title, [
    ...offers(words, loaded, person),
    command('list', 'list'),
    command(`show ${(loaded.procedures[0]?.command ?? 'failover').replace(/^\//, '')}`, 'show'),
    command('runs', 'runs'),
    command(`status ${run}`, 'status'),
    command(`plan ${run}`, 'plan'),
    command(`audit ${run}`, 'audit'),
    command(`mirror ${runHere}`, 'mirror'),
    command(`cancel ${runAndWhy}`, 'cancel'),
    command('whoami', 'whoami'),
    paragraph(rehearse),
  ])
}

export function answerList(words: Words, loaded: Loaded, person: Person): Note {
  const { list } = words.notes
  const mine = loaded.procedures.filter((procedure) => mayStart(loaded, procedure, person))
  return said('info', list.title, [
    ...(mine.length === 0 ? [paragraph(words.notes.mayStartNothing(person.name))] : []),
    ...byVerb(loaded.procedures).flatMap(({ verb, procedures }): Piece[] => [
      { type: 'heading', text: verb },
      ...procedures.map((procedure): Piece => {
        const { command, title, policy } = procedure
        if (mine.includes(procedure)) return offer(procedure)
        return paragraph(list.notYou({ command, title, groups: loaded.policies[policy]?.start ?? [] }))
      }),
    ]),
    ...loaded.leftOut.map((out) => paragraph(words.notes.outOfService(out))),
  ])
}

function offers({ notes }: Words, loaded: Loaded, person: Person): Piece[] {
  const mine = loaded.procedures.filter((procedure) => mayStart(loaded, procedure, person))
  if (mine.length === 0) return [paragraph(notes.mayStartNothing(person.name))]
  return mine.map(offer)
}

function offer({ command, title }: Procedure): Piece {
  return { type: 'command', command, does: title }
}
