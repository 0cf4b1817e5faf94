import { bare } from './bare.ts'
import type { Gate, RunState } from './state.ts'

/** What became of the newest gate that waits no more, and who decided it; undefined before the first one. */
export function decidedView(state: RunState): string | undefined {
  const gate = state.gates.findLast(({ passed, closed }) => passed !== undefined || closed !== undefined)
  if (gate === undefined) return undefined
  return gate.closed === undefined ? `Gate ${gate.number} was approved by ${approvers(gate)}.` : closedSentence(gate, gate.closed)
}

function approvers({ approvals }: Gate): string {
  return approvals.map(({ person }) => person.name).join(' and ')
}

function closedSentence({ number }: Gate, { because, by, reason }: NonNullable<Gate['closed']>): string {
  const who = by === undefined ? '' : ` by ${by}`
  const why = reason === undefined ? '' : `: ${bare(reason)}`
  switch (because) {
    case 'rejected':
      return `Gate ${number} was rejected${who}${why}.`
    case 'withdrawn':
      return `Gate ${number} was withdrawn${who}${why}.`
    case 'expired':
      return `Gate ${number} expired: not everybody needed approved in time.`
    case 'void':
      return `The approvals of gate ${number} are void${why}.`
    case 'superseded':
      return `Gate ${number} was superseded by another one.`
  }
}
