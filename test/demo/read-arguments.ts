import { closestName } from '../../src/text/closest-name.ts'

export type Where = 'console' | 'slack' | 'teams' | 'both'

const OPTIONS: Record<string, Where> = { '--slack': 'slack', '--teams': 'teams', '--both': 'both' }
const REST =
  '"npm run demo" plays the incident on the console, "npm run demo -- --slack" in a Slack workspace of this machine, "-- --teams" in a Teams tenant of this machine, "-- --both" in both: begun in Slack, countersigned once in each.'

/** Where `npm run demo` is to be played, or why it was not understood. */
export function readArguments(args: readonly string[]): { where: Where } | { refusal: string } {
  const unknown = args.find((arg) => OPTIONS[arg] === undefined)
  if (unknown === undefined) {
    const [first, second] = args
    if (second !== undefined)
      return { refusal: `The demo is played in one place at a time, and ${args.join(' ')} names ${args.length}. ${REST}` }
    return { where: OPTIONS[first ?? ''] ?? 'console' }
  }
  const meant = closestName(unknown, Object.keys(OPTIONS))
  const question = meant === undefined ? '' : ` Did you mean ${meant}?`
  return { refusal: `The demo has no option ${unknown}.${question} ${REST}` }
}
