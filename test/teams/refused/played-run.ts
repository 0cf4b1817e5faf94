/** Whole runs, by the real rules, cut into their phases: what the engine wants shown after each of their entries. */
import { openGate, standingAttempt } from '../../../src/run/where.ts'
import type { Put } from '../../../src/engine/conversation/outbox.ts'
import { putsOf } from '../../chat/live/puts-of.ts'
import * as acts from '../../run/acts.ts'
import { UNCHECKED } from '../../run/documents.ts'
import { PracticeRun } from '../../run/practice-run.ts'
import { CHANNEL } from './team.ts'

/** One goes wrong, waits for people, is tried again and ends; another one expires at its gate. */
export const STORIES = {
  done: ['start', 'gathering', 'gate', 'working', 'attention', 'again', 'end'],
  expired: ['start', 'gathering', 'gate', 'expired'],
} as const

export type Story = keyof typeof STORIES
export type PhaseName = (typeof STORIES)[Story][number]

/** Longer than a card may be: its plan is said in the thread. */
const LONG = `-- ${'Read all of it before you approve it. '.repeat(4)}\n`.repeat(60)
const DOCUMENT = { id: 'refused', text: UNCHECKED.text.replace('RESTORE DATABASE', `${LONG}RESTORE DATABASE`) }

export function playedRun(story: Story, startedAt: string, channel = CHANNEL): [PhaseName, Put[]][] {
  const run = new PracticeRun()
  run.now = startedAt
  const played = putsOf(run)
  const gateOpen = acts.until((state) => openGate(state) !== undefined)
  const claimed = acts.until((state) => standingAttempt(state)?.claim !== undefined)
  const conversation = { platform: 'teams', channel }
  const phases: Record<PhaseName, acts.Act[]> = {
    start: [acts.starts({ document: DOCUMENT, answers: {}, conversation })],
    gathering: [acts.answers('dana', { backup: 'SEC' })],
    gate: [acts.answers('dana', { database: 'mgc' }), acts.locks, gateOpen],
    working: [acts.bothApprove, claimed],
    attention: [acts.ends(acts.FAILED, false)],
    again: [acts.deviates('amir', 'retry'), gateOpen],
    end: [acts.approves('carol'), acts.approves('both'), acts.theEnd],
    expired: [acts.waits(31 * 60_000), (made) => acts.timer(`expire:gate-${openGate(made.made)?.number}`)(made)],
  }
  return STORIES[story].map((phase) => [phase, played(phases[phase])])
}
