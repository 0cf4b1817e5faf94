import type { Phase } from '../run/state.ts'

export type Tone = 'asking' | 'waiting' | 'working' | 'attention' | 'done' | 'stopped' | 'rehearsal'

/** The tone of a phase's colour. What people are shown of a run says `sayRun`. */
export function toneOf(phase: Phase): Tone {
  switch (phase) {
    case 'gathering':
      return 'asking'
    case 'waiting':
    case 'working':
    case 'attention':
    case 'done':
      return phase
    case 'aborted':
    case 'withdrawn':
    case 'rejected':
    case 'expired':
      return 'stopped'
  }
}

export function isOver(phase: Phase): boolean {
  const tone = toneOf(phase)
  return tone === 'done' || tone === 'stopped'
}
