import { didYouMean } from '../../src/chat/did-you-mean.ts'

const OPTIONS = ['--slack']

/** What `npm run demo` was asked for, or why it was not understood. */
export function readArguments(args: readonly string[]): { slack: boolean } | { refusal: string } {
  const unknown = args.find((arg) => !OPTIONS.includes(arg))
  if (unknown === undefined) return { slack: args.includes('--slack') }
  return {
    refusal: `The demo has no option ${unknown}.${didYouMean(unknown, OPTIONS)} "npm run demo" plays the incident on the console, "npm run demo -- --slack" in a Slack workspace of this machine.`,
  }
}
