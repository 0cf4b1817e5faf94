import { allBlocks } from './planned-item.ts'
import type { Block, Procedure } from './procedure.ts'

/** Every block of a document, wherever it stands. */
export function everyBlock({ choices = [], steps }: Pick<Procedure, 'choices' | 'steps'>): Block[] {
  return [...choices, ...steps.flatMap(allBlocks)]
}
