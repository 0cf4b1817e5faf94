import { expect, test } from 'vitest'
import { conversationSuite } from '../conversation/suite.ts'
import { postedFaults } from './posted-faults.ts'
import type { SlackHouse } from './slack-installation.ts'
import { slackPlatform } from './slack-platform.ts'

/** The suite of every platform in Slack, and then what was never posted meanwhile, nor before. `slack`: filled by the time that the tests begin. */
export function conversationOf(name: string, slack: SlackHouse, chapters?: Parameters<typeof conversationSuite>[2]): void {
  const open = async (): ReturnType<Parameters<typeof conversationSuite>[1]> => ({
    platform: slackPlatform(slack.workspace, slack.transport),
    installation: slack.installation,
    close: async () => undefined,
  })
  conversationSuite(name, open, chapters)
  test('nothing that was posted meanwhile mentions anybody, links anywhere, breaks a limit or takes a card’s blocks away', () => {
    const { workspace, answers } = slack
    const { calls } = workspace.api
    expect(calls.filter(({ method }) => method === 'chat.update').length).toBeGreaterThan(10)
    expect(answers.length).toBeGreaterThan(10)
    expect(postedFaults([...calls, ...answers])).toEqual([])
  })
}
