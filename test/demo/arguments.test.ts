import { expect, test } from 'vitest'
import { readArguments } from './read-arguments.ts'

test('without an option the demo is played on the console, with --slack in Slack, with --teams in Teams, with --both in both', () => {
  expect(readArguments([])).toEqual({ where: 'console' })
  expect(readArguments(['--slack'])).toEqual({ where: 'slack' })
  expect(readArguments(['--teams'])).toEqual({ where: 'teams' })
  expect(readArguments(['--both'])).toEqual({ where: 'both' })
})

test('what the demo does not know is refused with what was probably meant, and so is more than one place', () => {
  const rest =
    '"npm run demo" plays the incident on the console, "npm run demo -- --slack" in a Slack workspace of this machine, "-- --teams" in a Teams tenant of this machine, "-- --both" in both: begun in Slack, countersigned once in each.'
  expect(readArguments(['--slak'])).toEqual({ refusal: `The demo has no option --slak. Did you mean --slack? ${rest}` })
  expect(readArguments(['--slack', 'teams'])).toEqual({ refusal: `The demo has no option teams. ${rest}` })
  expect(readArguments(['--slack', '--teams'])).toEqual({
    refusal: `The demo is played in one place at a time, and --slack --teams names 2. ${rest}`,
  })
})
