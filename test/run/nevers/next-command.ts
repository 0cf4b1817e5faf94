/** The next command of a random run: often what would lead on, often what must not. */
import type { AttemptOutcome, Command, DeviationKind } from '../../../src/run/command.ts'
import { due } from '../../../src/run/due.ts'
import type { BlockResult, ObserveOrder } from '../../../src/run/order.ts'
import { claimLooks, isRecorded } from '../../../src/run/step/when-to-look.ts'
import { plannedAt, standingAttempt } from '../../../src/run/where.ts'
import type { Attempt, RunState } from '../../../src/run/state.ts'
import { FAILED, RAN, refuses, UNKNOWN } from '../acts.ts'
import { NODE_TARGETS } from '../documents.ts'
import { answersTo } from './answers-to.ts'
import { actor, PEOPLE, POLICY } from '../practice.ts'
import type { Random } from './random.ts'

const WHO = PEOPLE.map(({ id }) => id)
const OUTCOMES: AttemptOutcome[] = [
  RAN,
  RAN,
  RAN,
  FAILED,
  UNKNOWN,
  refuses('worker-busy'),
  refuses('unknown-document'),
  { type: 'looked', results: [] },
]
const KINDS: DeviationKind[] = [
  'retry',
  'retry',
  'retry',
  'retry',
  'retry',
  'undo',
  'undo',
  'undo',
  'undo',
  'skip',
  'skip',
  'mark-done',
  'mark-done',
  'abort',
]

export interface Clock {
  now: string
  events: number
}

export function nextCommand(state: RunState, random: Random, clock: Clock): Command {
  const { run } = state
  const asked = {
    run,
    by: actor(random.pick(WHO)),
    eventId: `e${random.chance(0.98) ? ++clock.events : random.below(clock.events + 1)}`,
    at: clock.now,
  }
  const worker = {
    run,
    worker: random.pick(['b1', 'b1', 'b1', 'b2']),
    site: random.chance(0.97) ? siteOf(state) : random.pick(['a', 'b']),
    boot: 'x',
  }
  const roll = random.next()
  if (roll < 0.55) return leading(state, random, asked, worker, clock.now)
  if (roll < 0.66) return { ...asked, type: random.chance(0.97) ? 'approve' : 'reject', ...someGate(state, random) }
  if (roll < 0.74) return deviation(state, random, asked)
  if (roll < 0.745) return { ...asked, type: 'cancel', reason: 'x' }
  if (roll < 0.746) return { ...asked, type: 'mirror', conversation: { platform: 'slack', channel: `C${random.below(12)}` } }
  if (roll < 0.747) return { ...asked, type: 'withdraw' }
  if (roll < 0.78) return { ...asked, type: 'reopen', reason: 'x' }
  if (roll < 0.79) return { ...asked, type: 'confirm', step: Math.max(1, state.step), ...ofItem(random.below(3)), choice: 'done' }
  if (roll < 0.86) return claim(state, random, worker, clock.now)
  if (roll < 0.91) return result(state, random, worker, clock.now)
  if (roll < 0.95) return { run, type: 'lost-contact', order: someOrder(state, random), worker: 'b1', why: 'x' }
  if (roll < 0.97) return { run, type: 'timer', key: `${random.pick(['expire', 'escalate'])}:gate-${random.below(state.gates.length + 2)}` }
  if (roll < 0.99) return { run, type: 'no-worker', order: someOrder(state, random), site: 'b', known: [] }
  return { run, type: 'configuration-changed', ...configuration(random) }
}

/** Where what is out was sent to. */
function siteOf(state: RunState): string {
  const out = state.question ?? standingAttempt(state)?.id
  return out === undefined ? 'b' : plannedAt(state, out).site
}

type Asked = { run: string; by: ReturnType<typeof actor>; eventId: string; at: string }
type Worked = { run: string; worker: string; site: string; boot: string }

/** What the run waits for. */
function leading(state: RunState, random: Random, asked: Asked, worker: Worked, now: string): Command {
  const { run } = state
  const effect = due(state).find(({ kind }) => kind === 'order' || kind === 'lock')
  if (effect?.kind === 'lock')
    return random.chance(0.9)
      ? { run, type: 'lock-granted', lock: effect.lock }
      : { run, type: 'lock-refused', lock: effect.lock, holder: 'R-9' }
  if (effect?.kind === 'order')
    return effect.order.kind === 'observe' ? observed(state, random, worker, effect.order) : claim(state, random, worker, now)
  const gate = state.gates.find(isOpen)
  if (gate !== undefined)
    return { ...asked, by: actor(random.pick(able(state, gate))), type: 'approve', gate: gate.number, fingerprint: gate.fingerprint }
  if (state.phase === 'waiting')
    return {
      ...asked,
      type: 'confirm',
      step: Math.max(1, state.step),
      ...ofItem(state.item),
      ...(random.chance(0.4) && { question: 2 }),
      choice: random.pick(['done', 'unplugged', 'yes', 'reachable', 'dark']),
    }
  if (state.attention !== undefined) return deviation(state, random, asked)
  return result(state, random, worker, now)
}

function ofItem(item: number): { item?: number } {
  return item === 0 ? {} : { item }
}

/** Who could be the next to approve, or anybody when nobody could. */
function able(state: RunState, gate: RunState['gates'][number]): string[] {
  const left = state.people.filter(({ id, groups }) => {
    return (
      !(id in gate.barred) &&
      !gate.approvals.some(({ person }) => person.id === id) &&
      gate.lines.some(({ from }) => from.some((group) => groups.includes(group)))
    )
  })
  return left.length === 0 ? WHO : left.map(({ id }) => id)
}

function isOpen(gate: RunState['gates'][number]): boolean {
  return gate.passed === undefined && gate.closed === undefined
}

function observed(state: RunState, random: Random, worker: Worked, order: ObserveOrder): Command {
  const step = plannedAt(state, order)
  const results = answersTo(step, order.looks, isRecorded(state, step, order.item), random.pick([1, 1, 0, 0, 0, null]), random)
  return { ...worker, type: 'observed', order: order.key, results, lockHeld: random.chance(0.5) }
}

function someGate(state: RunState, random: Random): { gate: number; fingerprint: string } {
  const gate = state.gates.length > 0 && random.chance(0.3) ? random.pick(state.gates) : undefined
  const last = lastGate(state)
  return { gate: gate?.number ?? last.gate, fingerprint: random.chance(0.8) ? last.fingerprint : (gate?.fingerprint ?? 'f') }
}

function lastGate(state: RunState): { gate: number; fingerprint: string } {
  const gate = state.gates.at(-1)
  return { gate: gate?.number ?? 1, fingerprint: gate?.fingerprint ?? 'f' }
}

function deviation(state: RunState, random: Random, asked: Asked): Command {
  const kind = random.pick(KINDS)
  const gone = ['rejected', 'expired', 'approvals-expired', 'approvals-void'].includes(state.attention?.reason ?? '')
  const step = state.attention?.step ?? Math.max(1, state.step)
  const from = (kind === 'retry' && random.chance(0.4)) || (kind === 'undo' && random.chance(0.8)) ? { from: 1 + random.below(step) } : {}
  if (random.chance(gone ? 0.6 : 0.05)) return { ...asked, type: 'reopen', reason: 'x' }
  return { ...asked, type: 'deviate', kind, step, reason: 'x', ...from }
}

function claim(state: RunState, random: Random, worker: Worked, now: string): Command {
  const attempt = someAttempt(state, random)
  const id = attempt?.id ?? { step: 1, item: 0, number: 1 }
  const head = random.chance(0.95) ? state.head : 'old'
  return {
    ...worker,
    type: 'claim',
    order: attempt?.order ?? 'none',
    attempt: id,
    nonce: `n${random.below(4)}-${attempt?.order ?? ''}`,
    head,
    looked:
      attempt === undefined
        ? []
        : lookedBefore(state, attempt, random, now, random.pick(attempt.undo ? [1, 1, 1, 1, 1, 0, null] : [0, 0, 0, 0, 0, 0, 1, null])),
  }
}

function lookedBefore(state: RunState, { id, undo }: Attempt, random: Random, now: string, says: 0 | 1 | null): BlockResult[] {
  return answersTo(plannedAt(state, id), claimLooks(state, { ...id, ...(undo && { undo }) }, now), true, says, random)
}

function result(state: RunState, random: Random, worker: Worked, now: string): Command {
  const attempt = someAttempt(state, random)
  const nonce = random.chance(0.9) ? (attempt?.claim?.nonce ?? 'n') : 'n'
  const name = attempt?.claim?.worker ?? worker.worker
  const outcome = random.pick(OUTCOMES)
  return {
    ...worker,
    worker: name,
    type: 'result',
    attempt: attempt?.id ?? { step: 1, item: 0, number: 1 },
    nonce,
    outcome: attempt === undefined ? outcome : told(state, attempt, outcome, random, now),
  }
}

function told(state: RunState, attempt: Attempt, outcome: AttemptOutcome, random: Random, now: string): AttemptOutcome {
  if (outcome.type === 'looked') return { ...outcome, results: lookedBefore(state, attempt, random, now, random.pick([1, 1, 0, null])) }
  if ((outcome.type !== 'ran' && outcome.type !== 'failed') || random.chance(0.3)) return outcome
  return {
    ...outcome,
    check: answersTo(
      plannedAt(state, attempt.id),
      ['check'],
      true,
      random.pick(attempt.undo ? [0, 0, 0, 1, null] : [1, 1, 1, 0, 0, null]),
      random,
    ),
  }
}

function someAttempt(state: RunState, random: Random): Attempt | undefined {
  const all = state.steps.flatMap((step) => [...(step.dropped ?? []), ...step.items.flatMap((item) => item.attempts)])
  if (all.length === 0) return undefined
  const standing = all.find((attempt) => attempt.end === undefined && attempt.fate === undefined)
  return standing !== undefined && random.chance(0.8) ? standing : random.pick(all)
}

function someOrder(state: RunState, random: Random): string {
  return random.chance(0.5) ? (state.question?.order ?? 'none') : (someAttempt(state, random)?.order ?? 'none')
}

function configuration(random: Random) {
  const people = PEOPLE.map((person) =>
    random.chance(0.1) ? { ...person, groups: random.pick([[], ['dba'], ['uc-leads'], ['operators']]) } : person,
  )
  const SEC = NODE_TARGETS['SEC']
  const targets =
    SEC === undefined || random.chance(0.6) ? NODE_TARGETS : { ...NODE_TARGETS, SEC: { ...SEC, host: `sql${random.below(3)}.contoso.com` } }
  return { policies: { 'disaster-recovery': POLICY }, people, targets }
}
