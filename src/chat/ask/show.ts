/** `/countersign show`: the document as people read it. */
import type { Procedure } from '../../procedure/procedure.ts'
import type { Loaded } from '../backend.ts'
import { paragraph, said, type Note, type Piece } from '../note.ts'
import { paragraphs } from '../plain-prose.ts'
import { spoken } from '../../text/instant.ts'

export function answerShow(procedure: Procedure, loaded: Loaded): Note {
  const approve = loaded.policies[procedure.policy]?.approve ?? []
  return said('info', procedure.title, [
    {
      type: 'rows',
      rows: [
        { name: 'Command', value: procedure.command },
        ...(procedure.source ? [{ name: 'Source', value: procedure.source }] : []),
        ...(procedure.recoveryTimeMs === undefined ? [] : [{ name: 'Objective', value: spoken(procedure.recoveryTimeMs) }]),
        { name: 'Each gate needs', value: approve.map(({ from, count }) => `${count} of ${from.join(' or ')}`).join(' and ') || 'nobody' },
        ...procedure.parameters.map(({ name, ask, example }) => ({
          name,
          value: example === undefined ? ask : `${ask} (e.g. ${example})`,
        })),
      ],
    },
    ...paragraphs(procedure.intro).map(paragraph),
    ...procedure.steps.flatMap((step): Piece[] => [
      { type: 'heading', text: `${step.number}. ${step.title}${step.gate ? ' — gate' : ''}${step.oneWay ? ' — no way back' : ''}` },
      ...paragraphs(step.prose).map(paragraph),
    ]),
  ])
}
