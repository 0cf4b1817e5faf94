/** What keeps Teams' calls from being taken is said once, with its cause, and is over with the next good call. */
import { expect, test } from 'vitest'
import { ConnectionState } from '../../src/chat/live/connection-state.ts'
import { watchCallers } from '../../src/chat/teams/watch-callers.ts'

function watched() {
  let troubles: string[] = []
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const connection = new ConnectionState('Teams', log, (_, all) => (troubles = all.map(({ says }) => says)))
  const clock = { passedMs: 0 }
  const told = watchCallers(connection, 'https://login.botframework.com/v1/.well-known/openidconfiguration', () => clock.passedMs)
  return { told, clock, troubles: () => troubles }
}

const BEHIND =
  "Calls of Teams are refused for their time: a token that Microsoft signed is good only from 400 s after this machine's clock, and 300 s are the most. This machine's clock is behind, by these 400 s or more: set it right."
const AHEAD =
  "Calls of Teams are refused for their time: a token that Microsoft signed ended 900 s before this machine's clock, and 300 s are the most. If every press is refused, this machine's clock is ahead: set it right. If only this one was, an old call was sent again, and nothing is to be done."

test('a clock that is behind', () => {
  const { told, troubles } = watched()
  told({ kind: 'early', bySeconds: 400 })
  told({ kind: 'early', bySeconds: 401 })
  expect(troubles()).toEqual([BEHIND])
  told(undefined)
  expect(troubles()).toEqual([])
})

test('a clock that is ahead, and an old call that is sent again and again', () => {
  const { told, troubles, clock } = watched()
  told({ kind: 'expired', bySeconds: 900 })
  expect(troubles()).toEqual([AHEAD])
  told(undefined)
  told({ kind: 'expired', bySeconds: 900 })
  expect(troubles()).toEqual([])
  clock.passedMs = 15 * 60_000
  told({ kind: 'expired', bySeconds: 900 })
  expect(troubles()).toEqual([AHEAD])
})

test("Microsoft's keys that cannot be read", () => {
  const { told, troubles } = watched()
  told({ kind: 'keys', cause: Object.assign(new Error('no'), { code: 'ENOTFOUND' }) })
  expect(troubles()).toEqual([
    "Microsoft's signing keys cannot be read at login.botframework.com (ENOTFOUND), so nothing that Teams sends is taken. Give this machine a way there over HTTPS.",
  ])
  told({ kind: 'early', bySeconds: 400 })
  expect(troubles()).toEqual([BEHIND])
})
