import type { Target } from '../procedure/plan-types.ts'
import { withoutReader } from '../procedure/without-reader.ts'

/** What is said at every start, of the bot and of a worker, as long as it is so. */
export function sayNoReader(targets: Record<string, Target>): string[] {
  const names = withoutReader(targets)
  if (names.length === 0) return []
  const each = names.length === 1 ? 'it' : 'each'
  return [
    `No reader: ${names.join(', ')}. What looks there before anybody approved is sent with the log-in that may also write. Give ${each} a second log-in that may only look: \`reader\` under the target, see docs/sql-server.md.`,
  ]
}
