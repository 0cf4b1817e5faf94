/** What must have been seen of a document before anybody relies on it at 03:00. */
import { expect } from 'vitest'
import type { Procedure } from '../../src/procedure/procedure.ts'
import type { Played, PlayOptions } from './play.ts'
import type { Seen } from './seen.ts'
import { judged, type Document } from './judged.ts'
import { type Stage } from './stage.ts'

/**
 * In some play of this stage each `check` of a step that acts said *not done* before its `run`, unless it says `after`, and
 * *done* after it; each `before` and `wait-until` held, and refused; and each `undo` was run until its check said *not done*.
 */
export function expectAllSeen(stage: Stage, ...documents: Document[]): void {
  expect(documents.flatMap((document) => unseen(stage, document))).toEqual([])
}

export function unseen(stage: Stage, document: Document): string[] {
  const { id, procedure } = judged(document)
  const seen = stage.seen.get(id) ?? []
  return blocksOf(procedure).flatMap((block) => {
    const says = (answer: Seen['says'], after?: boolean) =>
      seen.some((each) => isOf(each, block) && each.says === answer && (after === undefined || each.after === after))
    const name = `${id}, ${block.step}: ${block.role} ${block.block}`
    switch (block.role) {
      case 'check':
        return [
          ...(block.acts && !block.after && !says('no', false) ? [`${name} never said not done before the run`] : []),
          ...(block.acts && !says('yes', true) ? [`${name} never said done after the run`] : []),
        ]
      case 'wait-until':
      case 'before':
        return [...(says('yes') ? [] : [`${name} never held`]), ...(says('no') ? [] : [`${name} never refused`])]
      case 'undo':
        return says('yes') ? [] : [`${name} was never run`]
    }
  })
}

/** Plays it in an estate that is not as it should be: the run stops before this step with what its `before` says. */
export async function refusesIn(
  stage: Stage,
  document: Document,
  values: Record<string, string>,
  mishap: Pick<PlayOptions, 'given' | 'at' | 'choices' | 'byHand'>,
  step: string,
  detail: string,
): Promise<Played> {
  const played = await stage.play(document, values, mishap)
  expect({ phase: played.phase, reason: played.need?.reason, step: played.need?.step }).toEqual({
    phase: 'attention',
    reason: 'precondition',
    step,
  })
  expect(played.need?.sentence).toContain(detail)
  return played
}

interface Named {
  step: string
  role: Seen['role']
  block: number
}

function blocksOf({ steps }: Procedure): (Named & { acts: boolean; after: boolean })[] {
  // What is included is seen where its own document is played.
  const own = steps.filter(({ from }) => from === undefined)
  const turns = own.flatMap(({ id, blocks, substeps = [] }) => [
    { id, blocks },
    ...substeps.map((substep, index) => ({ id: `${id}/${index + 1}`, blocks: substep.blocks })),
  ])
  return turns.flatMap(({ id, blocks }) => {
    const acts = blocks.some((block) => block.role === 'run')
    return ROLES.flatMap((role) =>
      blocks
        .filter((block) => block.role === role)
        .map(({ after }, index) => ({ step: id, role, block: index + 1, acts, after: after === true })),
    )
  })
}

const ROLES: Seen['role'][] = ['wait-until', 'check', 'before', 'undo']

function isOf(seen: Seen, { step, role, block }: Named): boolean {
  return seen.step === step && seen.role === role && seen.block === block
}
