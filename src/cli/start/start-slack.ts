import type { Logger } from 'pino'
import type { ChatBackend } from '../../chat/backend.ts'
import { inOrderOfNeed, type Trouble } from '../../chat/live/connection-state.ts'
import type { Slack } from '../../chat/slack/open-slack.ts'
import { sayInstant } from '../../text/instant.ts'
import type { Installation } from '../installation/load-installation.ts'
import { Refused } from '../refused.ts'
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
  let said: readonly Trouble[] = []
  const opened = await openSlack({
    backend,
    accountOf: (person) => installation().people.find(({ id }) => id === person)?.slack,
    config: slackSettings(slack),
    log,
    showAgain,
    onTroubles: (troubles) => {
      for (const line of changesOf(said, troubles)) process.stdout.write(`${line}\n`)
      said = troubles
      onTroubles(inOrderOfNeed(troubles).map(({ says, since }) => `Slack: ${says} Since ${sayInstant(since)}.`))
    },
  })
  if ('refusal' in opened) throw new Refused(opened.refusal.sentence)
  const where = opened.listening === undefined ? 'Socket Mode' : `requests on port ${opened.listening}`
  process.stdout.write(`Slack: ${where}.\n`)
  return opened
}

/** What the terminal says: each trouble when it comes, and when it is over. */
function changesOf(before: readonly Trouble[], after: readonly Trouble[]): string[] {
  const came = after.filter(({ part, says }) => !before.some((each) => each.part === part && each.says === says))
  const over = before.filter(({ part }) => !after.some((each) => each.part === part))
  const reached = over.some(({ part }) => REACHED.has(part)) && !after.some(({ part }) => REACHED.has(part))
  return [
    ...came.map(({ says }) => `Slack: ${says}`),
    ...over.filter(({ part }) => !REACHED.has(part)).map(({ says }) => `Slack, over: ${says}`),
    ...(reached ? ['Slack can be reached again.'] : []),
  ]
}

const REACHED = new Set(['web', 'events'])
