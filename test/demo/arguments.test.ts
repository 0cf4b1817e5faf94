import { expect, test } from 'vitest'
import { readArguments } from './read-arguments.ts'

test('without an option the demo is played on the console, with --slack in Slack', () => {
  expect(readArguments([])).toEqual({ slack: false })
  expect(readArguments(['--slack'])).toEqual({ slack: true })
})

test('what the demo does not know is refused with what was probably meant', () => {
  const rest = '"npm run demo" plays the incident on the console, "npm run demo -- --slack" in a Slack workspace of this machine.'
  expect(readArguments(['--slak'])).toEqual({ refusal: `The demo has no option --slak. Did you mean --slack? ${rest}` })
  expect(readArguments(['--slack', 'teams'])).toEqual({ refusal: `The demo has no option teams. ${rest}` })
})
