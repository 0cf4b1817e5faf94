import type { Logger } from 'pino'
import type { ChatBackend } from '../../chat/backend.ts'
import type { Slack } from '../../chat/slack/open-slack.ts'
import type { Installation } from '../installation/load-installation.ts'
import { Refused } from '../refused.ts'
import { platformsOf } from '../../policy/account.ts'
import { sayTroubles } from './say-troubles.ts'
import { slackSettings } from './slack-settings.ts'

export interface SlackWays {
  /** Told all that does not work in Slack, a sentence each, whenever that changes. */
  onTroubles: (troubles: string[]) => void
  showAgain: (run: string) => Promise<void>
}

/** Opens Slack where the configuration names it. What does not work there is said, here and by `onTroubles`, and ends nothing. */
export async function startSlack(
  installation: () => Installation,
  backend: ChatBackend,
  log: Logger,
  { onTroubles, showAgain }: SlackWays,
): Promise<Slack | undefined> {
  const { slack } = installation().configuration
  if (!slack) return undefined
  // A quarter of what a start would load is Slack's client.
  const { openSlack } = await import('../../chat/slack/open-slack.ts')
  const personOf = (person: string) => installation().people.find(({ id }) => id === person)
  const opened = await openSlack({
    backend,
    accountOf: (person) => personOf(person)?.slack,
    platformsOf: (person) => platformsOf(personOf(person) ?? {}),
    config: slackSettings(slack),
    log,
    showAgain,
    onTroubles: sayTroubles('Slack', onTroubles),
  })
  if ('refusal' in opened) throw new Refused(opened.refusal.sentence)
  const where = opened.listening === undefined ? 'Socket Mode' : `requests on port ${opened.listening}`
  process.stdout.write(`Slack: ${where}.\n`)
  return opened
}
