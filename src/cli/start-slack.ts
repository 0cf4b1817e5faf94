import type { Logger } from 'pino'
import type { ChatBackend } from '../chat/backend.ts'
import { openSlack, type Slack } from '../chat/slack/open-slack.ts'
import type { House } from './load-house.ts'
import { Refused } from './refused.ts'
import { slackSettings } from './slack-settings.ts'

/** Opens Slack where the configuration names it. That Slack cannot be reached is said, here and by `onTrouble`, and ends nothing. */
export async function startSlack(
  house: () => House,
  backend: ChatBackend,
  log: Logger,
  onTrouble: (trouble: string | undefined) => void,
): Promise<Slack | undefined> {
  const { slack } = house().configuration
  if (!slack) return undefined
  const opened = await openSlack({
    backend,
    accountOf: (person) => house().people.find(({ id }) => id === person)?.slack,
    config: slackSettings(slack),
    log,
    onLink: (trouble) => {
      process.stdout.write(trouble === undefined ? 'Slack can be reached again.\n' : `Slack: ${trouble}\n`)
      onTrouble(trouble)
    },
  })
  if ('refusal' in opened) throw new Refused(opened.refusal.sentence)
  const where = opened.listening === undefined ? 'Socket Mode' : `requests on port ${opened.listening}`
  process.stdout.write(`Slack: ${where}.\n`)
  return opened
}
