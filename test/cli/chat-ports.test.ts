import { expect, test } from 'vitest'
import { chatPorts, type OpenPorts } from '../../src/cli/start/chat-ports.ts'
import { viewOf } from '../../src/run/view/view-of.ts'
import { en } from '../../src/words/en.ts'
import type { SaidPort } from '../../src/words/said-port.ts'
import { gateOf, mirrors } from '../run/acts.ts'
import { running } from '../run/given.ts'

const HOME = { platform: 'slack', channel: 'C1' }
const MIRROR = { platform: 'teams', channel: '19:x@thread.tacv2' }

/** A run of Slack, mirrored into Teams; and who was asked to show it where. */
function opened(over: { teams?: undefined } = {}, home = HOME) {
  const asked: string[] = []
  const port = (name: string): SaidPort => ({
    intervalMs: 0,
    show: async ({ conversation }) => {
      asked.push(`${name}: ${conversation.channel}`)
      return { posted: { lines: [], notices: [] } }
    },
  })
  const ports: { [P in keyof OpenPorts]: OpenPorts[P] | undefined } = {
    console: port('console'),
    slack: port('slack'),
    teams: port('teams'),
    ...over,
  }
  const { run } = running(gateOf(2), mirrors('amir', MIRROR.channel, 'teams'))
  const view = { ...viewOf(run.made), conversation: home }
  const chat = chatPorts(() => ports as OpenPorts, { remember: () => undefined }, { conversation: () => en })
  return { asked, show: (conversation: typeof HOME) => chat.show({ conversation, view, lines: [], notices: [] }) }
}

test('each conversation is shown by its own platform, and the console shows the run as its home does, once', async () => {
  const { asked, show } = opened()
  await show(HOME)
  await show(MIRROR)
  expect(asked).toEqual(['console: C1', 'slack: C1', 'teams: 19:x@thread.tacv2'])
})

test('a platform that nothing here serves is said, and the console shows the run all the same', async () => {
  const { asked, show } = opened({}, { platform: 'irc', channel: '#x' })
  await expect(show({ platform: 'irc', channel: '#x' })).rejects.toThrow(
    'nothing here serves irc: its conversation waits until the configuration names it',
  )
  expect(asked).toEqual(['console: #x'])
})

test('what a platform is asked before it is open is asked again soon', async () => {
  const { show } = opened({ teams: undefined })
  await expect(show(MIRROR)).rejects.toMatchObject({ message: 'teams is not open yet', retryAfterMs: 200 })
})
