import { unanswered } from './answer.ts'
import { openGate, place, placeInside, plannedStep, standingAttempt } from './position.ts'
import { stillMissing } from './quorum.ts'
import { rehearsalLists } from './rehearsal/lists.ts'
import { sayRehearsed } from './rehearsal/say-lists.ts'
import { sayPassedOver } from './say-passed-over.ts'
import type { Gate, Question, RunState } from './state.ts'
import { sayInstant } from './instant.ts'

/** One sentence: what the run is doing, or what it waits for. */
export function statusOf(state: RunState): string {
  if (state.endedAt !== undefined) return endStatus(state)
  const gate = openGate(state)
  if (gate !== undefined) return gateStatus(state, gate)
  if (state.attention !== undefined) return state.attention.sentence
  if (state.plan === undefined) return `Still asked for: ${unanswered(state).join(' ')}`
  const { lock, workerMissing } = state
  if (lock?.waited !== undefined) return `Waits for the lock ${lock.name}, which ${lock.waited.holder} holds.`
  if (lock !== undefined && !lock.taken) return `Asks for the lock ${lock.name}.`
  if (workerMissing?.passedOver !== undefined)
    return `No worker of ${workerMissing.site} can take the order, so it waits: ${sayPassedOver(workerMissing.passedOver)}.`
  if (workerMissing !== undefined)
    return `No worker of ${workerMissing.site} is alive: the order waits. Start one; known are ${names(workerMissing.known)}.`
  if (state.question !== undefined) return questionStatus(state, state.question)
  const attempt = standingAttempt(state)
  if (attempt !== undefined) {
    const where = placeInside(state, attempt.id.step, attempt.id.item)
    if (attempt.claim === undefined) return `Ordered: ${where}; a worker takes it next.`
    return state.cancelled === undefined
      ? `${attempt.claim.worker} performs ${where}.`
      : `${state.cancelled.by} cancelled. ${attempt.claim.worker} was told to stop ${where}.`
  }
  if (state.step === 0) return 'Begins.'
  if (state.phase === 'waiting')
    return `${place(state, state.step, 0)} is done by hand: ${plannedStep(state, state.step).confirm?.ask ?? ''}`
  return `${place(state, state.step, state.item)} goes on.`
}

function endStatus(state: RunState): string {
  const { endSentence } = state
  return [endSentence, state.rehearsal ? sayRehearsed(rehearsalLists(state)) : undefined].filter((said) => said !== undefined).join(' ')
}

function gateStatus(state: RunState, gate: Gate): string {
  const missing =
    stillMissing(
      gate.lines,
      gate.approvals.map((approval) => approval.person),
    ) ?? 'nobody'
  const where = placeInside(state, gate.step, 0)
  const what = gate.kind.type === 'step' ? `before ${where}` : `to ${gate.kind.kind.replace('-', ' ')} ${where}`
  return `Gate ${gate.number} waits for ${missing} ${what}, until ${sayInstant(gate.expiresAt)}.`
}

function questionStatus(state: RunState, question: Question): string {
  const where = placeInside(state, question.step, question.item)
  switch (question.role) {
    case 'read':
      return `Reads what ${where} must record.`
    case 'before':
      return `Asks whether ${where} may begin.`
    case 'check':
      switch (question.purpose) {
        case 'first':
        case 'again':
          return `Asks whether ${where} is done already.`
        case 'settle':
          return `Waits for the effect of ${where} to show.`
        case 'recover':
          return `Contact was lost: asks the system whether ${where} took effect.`
      }
  }
}

function names(known: string[]): string {
  return known.length === 0 ? 'none' : known.join(', ')
}
