/** `/countersign show`: the document as people read it. */
import type { Procedure } from '../../procedure/procedure.ts'
import type { Words } from '../../words/words.ts'
import type { Loaded } from '../backend.ts'
import { paragraph, said, type Note, type Piece } from '../note.ts'
import { paragraphs } from '../plain-prose.ts'

export function answerShow(words: Words, procedure: Procedure, loaded: Loaded): Note {
  const { show } = words.notes
  const approve = loaded.policies[procedure.policy]?.approve ?? []
  return said('info', procedure.title, [
    {
      type: 'rows',
      rows: [
        { name: show.command, value: procedure.command },
        ...(procedure.source ? [{ name: show.source, value: procedure.source }] : []),
        ...(procedure.recoveryTimeMs === undefined ? [] : [{ name: show.objective, value: words.duration(procedure.recoveryTimeMs) }]),
        { name: show.eachGateNeeds, value: show.needs(approve) },
        ...procedure.parameters.map(({ name, ask, example }) => ({
          name,
          value: show.asks({ ask, ...(example === undefined ? {} : { example }) }),
        })),
      ],
    },
    ...paragraphs(procedure.intro).map(paragraph),
    ...procedure.steps.flatMap((step): Piece[] => [
      { type: 'heading', text: show.step({ number: step.number, title: step.title, gate: step.gate !== undefined, oneWay: step.oneWay }) },
      ...paragraphs(step.prose).map(paragraph),
    ]),
  ])
}
