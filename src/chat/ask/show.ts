/** `/countersign show`: the document as people read it, with every block. */
import { questionsOf, type Parameter, type Procedure, type Substep } from '../../procedure/procedure.ts'
import type { Words } from '../../words/words.ts'
import type { Loaded } from '../backend.ts'
import { paragraph, said, type Note, type Piece } from '../note.ts'
import { paragraphs } from '../plain-prose.ts'
import { readable } from '../readable.ts'
import { gateRows } from './gate-rows.ts'

export function answerShow(words: Words, procedure: Procedure, { policies }: Pick<Loaded, 'policies'>): Note {
  const { show } = words.notes
  const { command, source, policy, lock, recoveryTimeMs, parameters } = procedure
  return said('info', procedure.title, [
    {
      type: 'rows',
      rows: [
        { name: show.command, value: command },
        ...(source === undefined ? [] : [{ name: show.source, value: source }]),
        { name: show.policy, value: policy },
        { name: show.mayStart, value: show.groups(policies[policy]?.start ?? []) },
        ...gateRows(words, procedure, policies),
        { name: show.lock, value: lock },
        ...(recoveryTimeMs === undefined ? [] : [{ name: show.objective, value: words.duration(recoveryTimeMs) }]),
      ],
    },
    ...(parameters.length === 0 ? [] : askedPieces(words, parameters)),
    ...choicesPieces(words, procedure),
    ...paragraphs(procedure.intro).map(paragraph),
    ...procedure.steps.flatMap((step): Piece[] => [
      { type: 'heading', text: show.step(step) },
      ...sectionPieces(words, step, show.aboutStep(step)),
      ...(step.substeps ?? []).flatMap((substep, index): Piece[] => [
        { type: 'heading', text: show.substep({ number: index + 1, of: step.number, title: substep.title }) },
        ...sectionPieces(words, substep, show.aboutSection(substep)),
      ]),
    ]),
  ])
}

function askedPieces({ notes: { show } }: Words, parameters: readonly Parameter[]): Piece[] {
  return [
    { type: 'heading', text: show.asked },
    { type: 'rows', rows: parameters.map((parameter) => ({ name: parameter.name, value: show.asks(parameter) })) },
  ]
}

function choicesPieces({ notes: { show } }: Words, { choices = [], parameters }: Procedure): Piece[] {
  return choices.flatMap((block): Piece[] => [
    paragraph(show.choices({ block, names: parameters.filter(({ choicesFrom }) => choicesFrom === block.name).map(({ name }) => name) })),
    { type: 'code', language: block.language, text: readable(block.text) },
  ])
}

function sectionPieces({ notes: { show } }: Words, section: Substep, about: readonly string[]): Piece[] {
  return [
    ...paragraphs(section.prose).map(paragraph),
    ...(about.length === 0 ? [] : [paragraph(about.join(' '))]),
    ...questionsOf(section).map((question) => paragraph(show.byHand(question))),
    ...section.blocks.flatMap((block): Piece[] => [
      paragraph(show.block(block)),
      { type: 'code', language: block.language, text: readable(block.text) },
    ]),
  ]
}
