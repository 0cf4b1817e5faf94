import type { Frame } from './frame.ts'
import { parseBatch } from './parse-batch.ts'
import type { Statement } from './statement.ts'

/**
 * Reads a batch for whoever is to run it. What somebody may do and the stand-in does not understand is said before any of it runs; what they may not do is
 * refused when its turn comes.
 */
export function readBatch(text: string, frame: Frame): Statement[] {
  const statements = parseBatch(text, frame.names())
  for (const statement of statements.flatMap(withInner)) {
    if (statement.kind === 'guarded' && statement.need(frame.session) === undefined) throw statement.beyond
  }
  return statements
}

function withInner(statement: Statement): Statement[] {
  return [statement, ...innerOf(statement).flatMap(withInner)]
}

function innerOf(statement: Statement): Statement[] {
  if (statement.kind === 'if') return statement.otherwise === undefined ? [statement.branch] : [statement.branch, statement.otherwise]
  if (statement.kind === 'while') return [statement.body]
  if (statement.kind === 'block') return statement.body
  return statement.kind === 'try' ? [...statement.body, ...statement.handler] : []
}
