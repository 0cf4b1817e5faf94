import { expect, test } from 'vitest'
import type { Route } from './control-server.ts'
import { startControl } from './control-server.ts'
import { readFault } from './fault-request.ts'

const routes: Record<string, Route> = {
  'GET /state': (query) => ({ asked: query.get('of'), lsn: 46_000_000_031_200_001n, sessions: new Map([[51, 'dana']]) }),
  'POST /faults': (_query, body) => readFault(body),
}

async function asking(
  ask: (fetched: (path: string, init?: RequestInit) => Promise<[number, unknown]>, token: string) => Promise<void>,
): Promise<void> {
  const control = await startControl(routes)
  try {
    await ask(async (path, init) => {
      const response = await fetch(control.url + path, { headers: { authorization: `Bearer ${control.token}` }, ...init })
      return [response.status, await response.json()]
    }, control.token)
  } finally {
    await control.close()
  }
}

test('answers who bears the token, big numbers and maps too', () =>
  asking(async (fetched) => {
    expect(await fetched('/state?of=SEC')).toEqual([200, { asked: 'SEC', lsn: '46000000031200001', sessions: { 51: 'dana' } }])
  }))

test.each([{}, { authorization: 'Bearer ' }, { authorization: 'Bearer not-it' }])('refuses %o', (headers) =>
  asking(async (fetched) => {
    const sentence = 'The control endpoint wants the token of this start as "Authorization: Bearer …".'
    expect(await fetched('/state', { headers })).toEqual([401, { error: sentence }])
  }),
)

test('says what there is to ask', () =>
  asking(async (fetched) => {
    expect(await fetched('/toString')).toEqual([404, { error: 'GET /toString is none of GET /state, POST /faults.' }])
  }))

test.each([
  ['{"kind":', 'The body is no JSON: Unexpected end of JSON input.'],
  [
    '{"kind":"explode","pattern":"("}',
    'kind: Invalid option: expected one of "slow"|"drop-before"|"drop-after"|"error"|"hang"; pattern: is no regular expression',
  ],
  ['{"kind":"hang","pattern":"x","when":1}', 'fault: Unrecognized key: "when"'],
  ['{"kind":"hang","pattern":"x","times":0}', 'times: Too small: expected number to be >=1'],
])('a fault that is none is refused: %s', (body, error) =>
  asking(async (fetched, token) => {
    expect(await fetched('/faults', { method: 'POST', body, headers: { authorization: `Bearer ${token}` } })).toEqual([400, { error }])
  }),
)
