import type { Configuration } from '../../config/schema.ts'

/** What is said at every start of a bot to which nobody can say anything. */
export function sayNoChat({ practice, slack }: Pick<Configuration, 'practice' | 'slack'>): string[] {
  if (practice || slack !== undefined) return []
  return [
    'Nobody can start or approve anything here: outside practice the console only reads, for it cannot know who speaks, and no Slack is configured. Set up `slack` (docs/slack.md), or try it with `practice: true` (docs/practice.md).',
  ]
}
