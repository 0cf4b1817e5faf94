/** A whole run, by the real rules, cut into its phases: what the engine wants shown after each of its entries. */
import { openGate, standingAttempt } from '../../../src/run/where.ts'
import type { Put } from '../../../src/engine/conversation/outbox.ts'
import { putsOf } from '../../chat/live/puts-of.ts'
import * as acts from '../../run/acts.ts'
import { UNCHECKED } from '../../run/documents.ts'
import { PracticeRun } from '../../run/practice-run.ts'
import { CHANNEL } from './workspace.ts'

export type PhaseName = 'start' | 'gathering' | 'gate' | 'working' | 'end'

export const PHASES: readonly PhaseName[] = ['start', 'gathering', 'gate', 'working', 'end']

/** Longer than a card may be: its plan is attached. */
const LONG = `-- ${'Read all of it before you approve it. '.repeat(4)}\n`.repeat(30)
const DOCUMENT = { id: 'refused', text: UNCHECKED.text.replace('RESTORE DATABASE', `${LONG}RESTORE DATABASE`) }

export function playedRun(startedAt: string): Record<PhaseName, Put[]> {
  const run = new PracticeRun()
  run.now = startedAt
  const played = putsOf(run)
  const conversation = { platform: 'slack', channel: CHANNEL }
  return {
    start: played([acts.starts({ document: DOCUMENT, answers: {}, conversation })]),
    gathering: played([acts.answers('dana', { backup: 'SEC' })]),
    gate: played([
      acts.answers('dana', { database: 'mgc' }),
      acts.locks,
      (made) => acts.until((state) => openGate(state) !== undefined)(made),
    ]),
    working: played([acts.bothApprove, acts.until((state) => standingAttempt(state)?.claim !== undefined)]),
    end: played([acts.theEnd]),
  }
}
