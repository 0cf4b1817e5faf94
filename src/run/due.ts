import { CONVERSATION } from '../procedure/procedure.ts'
import type { Person } from '../policy/policy.ts'
import { askedAt } from './gate/quorum.ts'
import type { Effect } from './effect.ts'
import { lockRetryAt, lockRetryKey } from './plan/lock.ts'
import type { ObserveOrder, PerformOrder } from './order.ts'
import { settleMsOf } from './attempt/settling.ts'
import { hasEnded, openGate, plannedAt, standingAttempt, unknownAttempt } from './where.ts'
import type { Attempt, Gate, Question, RunState } from './state.ts'
import { escalateKey, expireKey } from './gate/timer.ts'

/** Everything that a state calls for, now. Each effect has a stable key: sending all of it again is harmless. */
export function due(state: RunState): Effect[] {
  return [...orders(state), ...stops(state), ...ofOpenGate(state), ...tells(state), ...locks(state), ...heads(state)]
}

/** What a command made due: what the state after it calls for and the one before did not. */
export function newlyDue(before: RunState | undefined, after: RunState): Effect[] {
  const known = new Set(before === undefined ? [] : due(before).map((effect) => effect.key))
  return due(after).filter((effect) => !known.has(effect.key))
}

function orders(state: RunState): Effect[] {
  if (hasEnded(state)) return []
  const attempt = standingAttempt(state)
  return [
    ...(state.question === undefined ? [] : [observe(state, state.question)]),
    ...(attempt === undefined || attempt.claim !== undefined ? [] : [perform(state, attempt)]),
  ]
}

function observe(state: RunState, question: Question): Effect {
  const { step, item, looks, attempt, notBefore } = question
  const settleMs = settleMsOf(state, question)
  const order: ObserveOrder = {
    kind: 'observe',
    ...base(state, question.order, step, item),
    looks,
    ...(attempt === undefined ? {} : { attempt }),
    ...(settleMs === 0 ? {} : { settleMs }),
  }
  return { kind: 'order', key: question.order, order, ...(notBefore === undefined ? {} : { notBefore }) }
}

function perform(state: RunState, attempt: Attempt): Effect {
  const { notBefore } = attempt
  const order = performOrder(state, attempt)
  return { kind: 'order', key: attempt.order, order, ...(notBefore === undefined ? {} : { notBefore }) }
}

/** The order of this attempt, whether or not it is claimed. */
export function performOrder(state: RunState, { id, order, gate, fingerprint, undo }: Attempt): PerformOrder {
  return { kind: 'perform', ...base(state, order, id.step, id.item), attempt: id, gate, fingerprint, ...(undo && { undo }) }
}

function base(state: RunState, key: string, step: number, item: number) {
  const { installation, run } = state
  return { key, installation, run, site: plannedAt(state, { step, item }).site, document: state.procedure.hash, step, item }
}

/** Somebody cancelled, or the run was aborted, while an attempt may still be working. */
function stops(state: RunState): Effect[] {
  const attempt = state.cancelled !== undefined || hasEnded(state) ? unknownAttempt(state) : undefined
  if (attempt === undefined || attempt.end !== undefined) return []
  return [{ kind: 'stop', key: `stop:${attempt.order}`, site: plannedAt(state, attempt.id).site, order: attempt.order }]
}

function ofOpenGate(state: RunState): Effect[] {
  const gate = openGate(state)
  if (gate === undefined || hasEnded(state)) return []
  return [...timers(gate), ...notices(state, gate)]
}

function timers(gate: Gate): Effect[] {
  const expire: Effect = { kind: 'timer', key: expireKey(gate.number), at: gate.expiresAt }
  if (gate.escalateAt === undefined || gate.escalated !== undefined) return [expire]
  return [expire, { kind: 'timer', key: escalateKey(gate.number), at: gate.escalateAt }]
}

function notices(state: RunState, gate: Gate): Effect[] {
  const { number, escalated } = gate
  const { asked, called } = askedAt(state, gate)
  const ids = (people: readonly Person[]): string[] => people.map((person) => person.id)
  const told: Effect = { kind: 'notify', key: `notify:gate-${number}`, gate: number, people: ids(asked), escalated: false }
  if (escalated === undefined) return [told]
  return [told, { kind: 'notify', key: `notify:gate-${number}:escalated`, gate: number, people: ids(called), escalated: true }]
}

/** A rehearsal tells nobody. Who reads the conversation reads it there. */
function tells({ rehearsal, plan, steps, people }: RunState): Effect[] {
  if (rehearsal) return []
  return (plan?.steps ?? []).flatMap(({ number: step, notify }): Effect[] => {
    const group = people.filter(({ groups }) => notify !== undefined && groups.includes(notify.to)).map(({ id }) => id)
    const isTold = steps[step - 1]?.told !== undefined && notify?.to !== CONVERSATION
    return isTold && group.length > 0 ? [{ kind: 'tell', key: `tell:step-${step}`, step, people: group }] : []
  })
}

/** The lock is given back when the run has ended, whether or not it was ever granted. */
function locks(state: RunState): Effect[] {
  const { lock } = state
  if (lock === undefined) return []
  if (hasEnded(state)) return [{ kind: 'lock', key: 'lock:release', lock: lock.name, act: 'release' }]
  if (lock.taken) return []
  if (lock.waited === undefined) return [{ kind: 'lock', key: `lock:take:${lock.ask}`, lock: lock.name, act: 'take' }]
  return [{ kind: 'timer', key: lockRetryKey(lock.ask), at: lockRetryAt(lock.ask, lock.waited.at) }]
}

function heads(state: RunState): Effect[] {
  const passed = state.gates.filter((gate) => gate.passed !== undefined)
  const effects: Effect[] = passed.map((gate) => ({ kind: 'head', key: `head:gate-${gate.number}`, final: false }))
  return hasEnded(state) ? [...effects, { kind: 'head', key: 'head:final', final: true }] : effects
}
