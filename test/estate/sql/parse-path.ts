import type { TokenCursor } from './token-cursor.ts'

/** `server.database.schema.name`, or its end; a part that was left out is empty. */
export function parsePath(cursor: TokenCursor): string[] {
  const path = [cursor.expectName()]
  while (cursor.takeOp('.')) path.push(cursor.atOp('.') ? '' : cursor.expectName())
  return path
}
