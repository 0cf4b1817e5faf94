import type { Node } from 'web-tree-sitter'

/** Line and column counted from 1; the line within the block. */
export interface Place {
  line: number
  column: number
}

/** An error as PowerShell would tell it; ends the block. */
export class PsError extends Error {
  readonly code: string
  readonly category: string
  readonly place: Place | undefined
  constructor(message: string, code: string, category: string, place?: Place) {
    super(message)
    this.code = code
    this.category = category
    this.place = place
  }
}

/** Thrown when the block was asked to stop. */
export class Stopped extends Error {}

export function placeOf(node: Node): Place {
  return { line: node.startPosition.row + 1, column: node.startPosition.column + 1 }
}

/** Code of everything that the stand-in refuses because it does not know it. */
export const REFUSED = 'StandInDoesNotKnow'

/** What the stand-in does not know it refuses, by name and place. */
export function unknown(what: string, node: Node): PsError {
  const { line, column } = placeOf(node)
  const sentence = `The PowerShell stand-in does not know ${what} (line ${line} of the block, column ${column}). Use a real PowerShell, or teach it.`
  return new PsError(sentence, REFUSED, 'NotImplemented', placeOf(node))
}
