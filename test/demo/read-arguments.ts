import { closestName } from '../../src/text/closest-name.ts'

const OPTIONS = ['--slack']

/** What `npm run demo` was asked for, or why it was not understood. */
export function readArguments(args: readonly string[]): { slack: boolean } | { refusal: string } {
  const unknown = args.find((arg) => !OPTIONS.includes(arg))
  if (unknown === undefined) return { slack: args.includes('--slack') }
  const meant = closestName(unknown, OPTIONS)
  const question = meant === undefined ? '' : ` Did you mean ${meant}?`
  return {
    refusal: `The demo has no option ${unknown}.${question} "npm run demo" plays the incident on the console, "npm run demo -- --slack" in a Slack workspace of this machine.`,
  }
}
