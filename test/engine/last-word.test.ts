import { describe, expect, test } from 'vitest'
import { lastWord } from '../../src/engine/gateway/run-questions.ts'

const BROKE = 'The rules broke at this command (Error: a bug): the run stands as it was.'

describe('an answer of the engine', () => {
  test.each([
    [500, { source: 'invocation', message: BROKE }, BROKE],
    [
      409,
      { source: 'invocation', message: 'The stored state was not written by this bot.' },
      'The stored state was not written by this bot.',
    ],
    [413, 'too large', 'the engine refuses the request itself (413): too large'],
    [400, { message: 'bad body' }, 'the engine refuses the request itself (400): {"message":"bad body"}'],
  ])('%i %j is final', (status, body, said) => {
    expect(lastWord(status, typeof body === 'string' ? body : JSON.stringify(body))).toBe(said)
  })

  test.each([
    [500, { source: 'invocation', message: 'killed' }],
    [409, { source: 'invocation', message: 'Cancelled' }],
    [404, { source: 'ingress', message: 'Service Run not found. Check whether the deployment containing the service is registered.' }],
    [500, { source: 'ingress', message: 'the cluster has no leader' }],
    [401, 'who are you'],
    [429, 'slow down'],
    [502, '<html>'],
    [503, ''],
    [503, 'null'],
  ])('%i %j passes, and is asked for again', (status, body) => {
    expect(lastWord(status, typeof body === 'string' ? body : JSON.stringify(body))).toBeUndefined()
  })
})
