/** How times, durations and phases are said to people. Times are UTC: people of an incident sit in several zones. */
import { msBetween, sayInstant, spoken } from '../text/instant.ts'
import type { Phase } from '../run/state.ts'
import type { WaitsFor } from '../run/view/waits-for.ts'

export type Tone = 'asking' | 'waiting' | 'working' | 'attention' | 'done' | 'stopped' | 'rehearsal'

/** The word for a phase and the tone of its colour. What people are shown of a run says `sayRun`. */
export function sayPhase(phase: Phase, waitsFor?: WaitsFor): { word: string; tone: Tone } {
  switch (phase) {
    case 'gathering':
      return { word: 'Asking', tone: 'asking' }
    case 'waiting':
      return { word: waitsFor === undefined ? 'Waiting' : WAITS[waitsFor], tone: 'waiting' }
    case 'working':
      return { word: 'Working', tone: 'working' }
    case 'attention':
      return { word: 'Needs people', tone: 'attention' }
    case 'done':
      return { word: 'Done', tone: 'done' }
    case 'aborted':
      return { word: 'Aborted', tone: 'stopped' }
    case 'withdrawn':
      return { word: 'Withdrawn', tone: 'stopped' }
    case 'rejected':
      return { word: 'Rejected', tone: 'stopped' }
    case 'expired':
      return { word: 'Expired', tone: 'stopped' }
  }
}

const WAITS: Record<WaitsFor, string> = {
  approval: 'Waiting for approval',
  lock: 'Waiting for the lock',
  hand: 'Waiting for a person',
}

export function isOver(phase: Phase): boolean {
  const { tone } = sayPhase(phase)
  return tone === 'done' || tone === 'stopped'
}

/** Until when a gate waits, and how long that is: a card is drawn once and read for half an hour, so it says no time that passes. */
export function sayUntil({ openedAt, expiresAt }: { openedAt: string; expiresAt: string }): string {
  return `Until ${sayInstant(expiresAt)}, ${spoken(msBetween(openedAt, expiresAt))} after it opened.`
}
