import { afterAll, expect, test } from 'vitest'
import { conversationSuite } from '../conversation/suite.ts'
import { postedFaults } from './posted-faults.ts'
import { openSlackHouse, type SlackHouse } from './slack-installation.ts'
import { slackPlatform } from './slack-platform.ts'

/** The suite of every platform in Slack, and then what was never posted meanwhile. */
export function conversationOf(name: string, mode: 'http' | 'socket', chapters?: Parameters<typeof conversationSuite>[2]): void {
  let slack: SlackHouse | undefined
  // Closed after the last test of the file, so that what was posted can still be read.
  afterAll(() => slack?.close())
  conversationSuite(
    name,
    async () => {
      slack = await openSlackHouse(mode)
      return { platform: slackPlatform(slack.workspace, slack.transport), installation: slack.installation, close: async () => undefined }
    },
    chapters,
  )
  test('nothing that was posted meanwhile mentions anybody, links anywhere, breaks a limit or takes a card’s blocks away', () => {
    const { workspace, answers = [] } = slack ?? {}
    const calls = workspace?.api.calls ?? []
    expect(calls.filter(({ method }) => method === 'chat.update').length).toBeGreaterThan(10)
    expect(answers.length).toBeGreaterThan(10)
    expect(postedFaults([...calls, ...answers])).toEqual([])
  })
}
