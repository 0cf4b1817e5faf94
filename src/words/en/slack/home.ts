import type { SlackWords } from '../../slack-words.ts'

export const home: SlackWords['home'] = {
  waitsForYou: 'Waits for you',
  nothingWaits: 'Nothing waits for your approval.',
  runsNow: 'Runs now',
  nothingRuns: 'Nothing runs.',
  lastRuns: 'Last runs',
  nothingRan: 'Nothing ran yet.',
  youCanStart: 'You can start',
  nothingToStart: 'Nothing. You approve where a policy names your groups.',
  more: (count) => `… ${count} more; /countersign runs lists them.`,
}
