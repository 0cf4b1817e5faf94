/** What a step is asked before it runs, and in which order. */
import type { PlannedStep } from '../../procedure/plan-types.ts'
import { msBetween } from '../../text/instant.ts'
import { mayAsk } from '../rehearsal/unanswerable.ts'
import { hasActed } from './past.ts'
import { attemptsOf, blocksOf, capturesAt, findAttempt, itemState, passGate, plannedAt, stepState } from '../where.ts'
import type { Place } from '../where.ts'
import type { ItemState, RunState } from '../state.ts'
import type { Looked } from '../event.ts'
import { judgeLooks, lettingBegin } from './looks.ts'
import type { AttemptId, BlockResult, Look } from '../order.ts'

/** A precondition that was true longer ago than this is asked again before anything is claimed. */
const PRECONDITION_LIVES_MS = 60_000

const IN_TURN: readonly Look[] = ['check', 'read', 'wait-until', 'before']

/** What is still to be asked before anybody approves: is it done already, what is there, may it be done? */
export function firstLooks(state: RunState, planned: PlannedStep, item: number, found: ItemState): Look[] {
  const performs = blocksOf(planned, 'run').length > 0
  const done = found.checked === 'done'
  const asked: Record<Look, boolean> = {
    check: performs && found.checked === undefined && checksFirst(state, planned, item) && mayAsk(state, planned, item, 'check'),
    read: mustRead(state, planned, item) && !(done && isRecorded(state, planned, item)),
    'wait-until': !done && found.waitOkAt === undefined && mayAsk(state, planned, item, 'wait-until'),
    before: !done && found.beforeOkAt === undefined && mayAsk(state, planned, item, 'before'),
  }
  const looks = inTurn(state, planned, item).filter((look) => asked[look])
  // Nobody waits for what a step needs that is done already, and what is waited for is a question of its own.
  const wait = looks.indexOf('wait-until')
  return wait > 0 ? looks.slice(0, wait) : looks
}

/** What is asked under the attempt's lock, before it is claimed at `now`. `answers`: what was asked in fact, which may be a precondition that is still young. */
export function claimLooks(
  state: RunState,
  { step, item, undo }: Place & { undo?: true },
  now: string,
  answers: readonly BlockResult[] = [],
): Look[] {
  if (undo) return ['check']
  const planned = plannedAt(state, { step, item })
  const { waitOkAt, beforeOkAt } = itemState(state, step, item) ?? {}
  const isDue = (role: Look, okAt: string | undefined): boolean => {
    if (blocksOf(planned, role).length === 0) return false
    return answers.some(({ block }) => planned.blocks[block]?.role === role) || isStale(state, planned, okAt, now)
  }
  // What was waited for must still hold; here nobody waits for it.
  const asked: Record<Look, boolean> = {
    check: checksFirst(state, planned, item),
    read: false,
    'wait-until': isDue('wait-until', waitOkAt),
    before: isDue('before', beforeOkAt),
  }
  return IN_TURN.filter((look) => asked[look])
}

/** Of what was asked before a claim, the answer that keeps the step from being begun; undefined: every look that is due at `now` lets it begin. */
export function whyNotBegun(state: RunState, id: AttemptId, answers: readonly BlockResult[], now: string): Looked | undefined {
  const undo = findAttempt(state, id)?.undo
  const sequence = { looks: claimLooks(state, { ...id, ...(undo && { undo }) }, now, answers), recorded: true }
  const seen = judgeLooks(plannedAt(state, id), sequence, answers)
  return lettingBegin(seen, undo) ? undefined : seen.at(-1)
}

/** A precondition that nobody has asked for in this pass, or that may have changed since. Where there is no way back it is asked after the last approval, however short the wait was. */
export function isStale(state: RunState, { oneWay }: PlannedStep, beforeOkAt: string | undefined, now: string): boolean {
  if (beforeOkAt === undefined) return true
  const passedAt = passGate(state)?.passed?.at
  return msBetween(beforeOkAt, now) > PRECONDITION_LIVES_MS || (oneWay && passedAt !== undefined && beforeOkAt < passedAt)
}

/** A step with a list has read before its first item; each of its sub-steps reads for itself. */
export function mustRead(state: RunState, planned: PlannedStep, item: number): boolean {
  const { each, substep, number: step } = planned
  if (each !== undefined && substep === undefined) return false
  const { read } = (substep === undefined ? stepState(state, step) : itemState(state, step, item)) ?? {}
  return read !== true && mayAsk(state, planned, substep === undefined ? 0 : item, 'read')
}

/** Its `wait-until` is waited for, once in each pass, before the order and without the attempt's lock. */
export function mustWait(planned: PlannedStep, { waitOkAt }: ItemState): boolean {
  return waitOkAt === undefined && blocksOf(planned, 'wait-until').length > 0
}

/** Everything that the step's reads are to record is known. */
export function isRecorded(state: RunState, planned: PlannedStep, item: number): boolean {
  const known = capturesAt(state, { step: planned.number, item })
  return Object.keys(planned.captures).every((name) => name in known)
}

/** A `check after` sees nothing before an attempt was made: what an earlier pass of the step has done may stand at any place of its list. */
function checksFirst(state: RunState, planned: PlannedStep, item: number): boolean {
  const checks = blocksOf(planned, 'check')
  if (!checks.some(({ after }) => after === true)) return checks.length > 0
  const made = stepState(state, planned.number)
  return made.again === true || attemptsOf(made).some(({ claim, id }) => claim !== undefined && id.item === item)
}

/** A check that compares with what was there before is asked behind the read; once the step was performed, that record is not made anew before it. */
function inTurn(state: RunState, planned: PlannedStep, item: number): readonly Look[] {
  const compares = blocksOf(planned, 'check').some(({ uses }) => uses.some((name) => Object.hasOwn(planned.captures, name)))
  return compares && !(hasActed(stepState(state, planned.number)) && isRecorded(state, planned, item))
    ? ['read', 'check', 'wait-until', 'before']
    : IN_TURN
}
