/** What must have been seen of a document before anybody relies on it at 03:00. */
import { expect } from 'vitest'
import type { Procedure } from '../../src/procedure/procedure.ts'
import type { Played, PlayOptions } from './play.ts'
import type { Seen } from './seen.ts'
import { judged, type Document, type Stage } from './stage.ts'

/** Every check of a step that acts said *not done* before its `run` and *done* after it, in some play of this stage. One that says `after` has no before. */
export function expectAllChecksSeenBothWays(stage: Stage, document: Document): void {
  const { procedure, seen } = known(stage, document)
  const missing = blocksOf(procedure, 'check').flatMap(({ acts, after, ...block }) => {
    const says = (when: boolean, answer: Seen['says']) =>
      seen.some((each) => isOf(each, block) && each.after === when && each.says === answer)
    return [
      ...(acts && !after && !says(false, 'no') ? [`${nameOf(block)} never said not done before the run`] : []),
      ...(acts && !says(true, 'yes') ? [`${nameOf(block)} never said done after the run`] : []),
    ]
  })
  expect(missing).toEqual([])
}

/** Every `before` let a step begin, and refused one, in some play of this stage; those of `cannotRefuse` are stopped by their check first. */
export function expectAllBeforesSeenBothWays(stage: Stage, document: Document, cannotRefuse: readonly string[] = []): void {
  const { procedure, seen } = known(stage, document)
  const missing = blocksOf(procedure, 'before').flatMap((block) => {
    const says = (answer: Seen['says']) => seen.some((each) => isOf(each, block) && each.says === answer)
    return [
      ...(says('yes') ? [] : [`${nameOf(block)} never held`]),
      ...(says('no') || cannotRefuse.includes(nameOf(block)) ? [] : [`${nameOf(block)} never refused`]),
    ]
  })
  expect(missing).toEqual([])
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

interface Known {
  procedure: Procedure
  seen: readonly Seen[]
}

function known(stage: Stage, document: Document): Known {
  const { id, procedure } = judged(document)
  return { procedure, seen: stage.seen.get(id) ?? [] }
}

interface Named {
  step: string
  role: 'check' | 'before'
  block: number
}

function blocksOf({ steps }: Procedure, role: Named['role']): (Named & { acts: boolean; after: boolean })[] {
  return steps.flatMap(({ id, blocks }) => {
    const acts = blocks.some((block) => block.role === 'run')
    return blocks
      .filter((block) => block.role === role)
      .map(({ after }, index) => ({ step: id, role, block: index + 1, acts, after: after === true }))
  })
}

function isOf(seen: Seen, { step, role, block }: Named): boolean {
  return seen.step === step && seen.role === role && seen.block === block
}

function nameOf({ step, role, block }: Named): string {
  return `${step}: ${role} ${block}`
}
