/** What people, workers and the clock do in a test; each a function of the run, so that tests read as given, when, then. */
import type { BlockResult } from '../../src/run/order.ts'
import type { AttemptOutcome, Command, DeviationKind, PersonCommand, WorkerCommand } from '../../src/run/command.ts'
import { findAttempt, openGate, standingAttempt } from '../../src/run/where.ts'
import type { RunState } from '../../src/run/state.ts'
import { FAILOVER, PEOPLE, POLICY, TARGETS } from './practice.ts'
import { RUN } from './practice-run.ts'
import type { Asked, PracticeRun } from './practice-run.ts'
import { SMALL } from './documents.ts'

export type Act = (run: PracticeRun) => void
type Start = Extract<Command, { type: 'start' }>

export function starts(over: Partial<Start> = {}, who = 'dana'): Act {
  return (run) =>
    run.ask(who, {
      type: 'start',
      installation: 'practice',
      document: SMALL,
      targets: TARGETS,
      policies: { 'disaster-recovery': POLICY },
      people: PEOPLE,
      conversation: { platform: 'practice', channel: 'incident' },
      rehearsal: false,
      answers: { database: 'mgc' },
      ...over,
    })
}

export const FAILOVER_START: Partial<Start> = { document: FAILOVER }

export function does(who: string, asked: Asked, over: Partial<PersonCommand> = {}): Act {
  return (run) => run.ask(who, asked, over)
}

export function answers(who: string, written: Record<string, string>): Act {
  return does(who, { type: 'answer', answers: written })
}

type Decided = Extract<Command, { type: 'approve' | 'reject' }>

export function approves(who: string, over: Partial<Decided> = {}): Act {
  return (run) => run.ask(who, { type: 'approve', ...atGate(run) }, over)
}

export function rejects(who: string, over: Partial<Decided> = {}): Act {
  return (run) => run.ask(who, { type: 'reject', ...atGate(run), reason: 'not tonight' }, over)
}

/** The gate that waits, else the last one. */
function atGate(run: PracticeRun): { gate: number; fingerprint: string } {
  const gate = openGate(run.made) ?? run.made.gates.at(-1)
  return { gate: gate?.number ?? 1, fingerprint: gate?.fingerprint ?? 'none' }
}

export function bothApprove(run: PracticeRun): void {
  approves('amir')(run)
  approves('carol')(run)
}

export function withdraws(who: string): Act {
  return does(who, { type: 'withdraw', reason: 'not needed' })
}

export function cancels(who: string): Act {
  return does(who, { type: 'cancel', reason: 'the primary is back' })
}

export function mirrors(who: string, channel: string, platform = 'slack'): Act {
  return does(who, { type: 'mirror', conversation: { platform, channel } })
}

export function reopens(who: string): Act {
  return does(who, { type: 'reopen', reason: 'we are all here now' })
}

export function deviates(who: string, kind: DeviationKind, over: { step?: number; from?: number; reason?: string } = {}): Act {
  return (run) => run.ask(who, { type: 'deviate', kind, step: run.made.attention?.step ?? run.made.step, reason: 'we looked', ...over })
}

export function locks(run: PracticeRun): void {
  run.send({ run: RUN, type: 'lock-granted', lock: run.made.lock?.name ?? '' })
}

export function timer(key: string): Act {
  return (run) => run.send({ run: RUN, type: 'timer', key })
}

export function waits(ms: number): Act {
  return (run) => run.wait(ms)
}

/**
 * `true` and `false` are what the checks of this question say, `null` that they cannot tell; undefined is what the practice estate itself says. What is not done yet is
 * asked until the effect had its time to show; after an undo, what is still there.
 */
export function observes(done?: boolean | null, over: Partial<Extract<WorkerCommand, { type: 'observed' }>> = {}): Act {
  return (run) => {
    const { order } = run
    const results = done === null ? unclear(run) : run.results(order, done)
    const shows = over.refused !== undefined || results.every(({ rows }) => rows[0]?.['done'] === 1)
    const undo = order.kind === 'observe' && order.attempt !== undefined && findAttempt(run.made, order.attempt)?.undo === true
    if (order.kind === 'observe' && shows === undo) run.wait(order.settleMs ?? 0)
    observesAtOnce(results, over)(run)
  }
}

export function observesAtOnce(results: BlockResult[], over: Partial<Extract<WorkerCommand, { type: 'observed' }>> = {}): Act {
  return (run) => run.send({ ...run.worker, type: 'observed', order: run.order.key, results, lockHeld: false, ...over })
}

/** What is asked first says nothing, which ends the looks. */
function unclear(run: PracticeRun): BlockResult[] {
  const { order } = run
  const [first = 'check'] = order.kind === 'observe' ? order.looks : []
  return run.answers(order, first).map((result) => ({ ...result, rows: [{ done: null, detail: 'no rights' }] }))
}

export function claims(over: Partial<Extract<WorkerCommand, { type: 'claim' }>> = {}): Act {
  return (run) => {
    const attempt = standing(run)
    run.send({
      ...run.worker,
      type: 'claim',
      order: attempt.order,
      attempt: attempt.id,
      nonce: `nonce ${attempt.order}`,
      head: run.made.head,
      looked: run.looked(),
      ...over,
    })
  }
}

export function reports(outcome: AttemptOutcome, over: Partial<Extract<WorkerCommand, { type: 'result' }>> = {}): Act {
  return (run) => {
    const attempt = standing(run)
    run.send({ ...run.worker, type: 'result', attempt: attempt.id, nonce: `nonce ${attempt.order}`, outcome, ...over })
  }
}

/** The same, with what the check says then; undefined: what the practice estate says. */
export function ends(outcome: Extract<AttemptOutcome, { type: 'ran' | 'failed' }>, done?: boolean | null): Act {
  return (run) => {
    const answers = run.answers(standing(run).id, 'check', done ?? undefined)
    const check = done === null ? answers.map((result) => ({ ...result, rows: [{ done: null, detail: 'no rights' }] })) : answers
    reports({ ...outcome, check })(run)
  }
}

/** What it looked at before its claim decides: it is done already, or may not begin. */
export function looksOnly(done?: boolean): Act {
  return (run) => reports({ type: 'looked', results: run.results(run.order, done) })(run)
}

function standing(run: PracticeRun) {
  const attempt = standingAttempt(run.made) ?? run.made.steps.flatMap((step) => step.items.flatMap((item) => item.attempts)).at(-1)
  if (attempt === undefined) throw new Error('nothing was ordered')
  return attempt
}

const RESULT = { block: 1, target: 'SEC', ok: true, rows: [], rowCount: 0, messages: [], errors: [], tookMs: 40 }
const TERMINATED = { message: 'RESTORE DATABASE is terminating abnormally.', code: '3013', severity: 16 }

export const RAN: Extract<AttemptOutcome, { type: 'ran' }> = { type: 'ran', result: RESULT, tookMs: 40 }
export const FAILED: Extract<AttemptOutcome, { type: 'failed' }> = {
  type: 'failed',
  result: { ...RESULT, ok: false, errors: [TERMINATED] },
  tookMs: 12_000,
}
export const UNKNOWN: AttemptOutcome = { type: 'unknown', why: 'ECONNRESET', tookMs: 500 }

export function refuses(code: string): AttemptOutcome {
  return { type: 'refused', code, why: { is: 'nothing-sent', target: 'SEC' } }
}

export function losesContact(run: PracticeRun): void {
  const order = run.made.question?.order ?? standing(run).order
  run.send({ run: RUN, type: 'lost-contact', order, worker: 'b1', why: { is: 'worker-unheard', worker: 'b1', ms: 10_000 } })
}

/** One more turn of what goes well: the lock is granted, questions are answered, two people approve, orders are claimed and performed. */
export function goesOn(run: PracticeRun): void {
  const { made } = run
  if (made.lock !== undefined && !made.lock.taken) return locks(run)
  if (openGate(made) !== undefined) return bothApprove(run)
  const attempt = standingAttempt(made)
  if (attempt?.claim !== undefined && made.question === undefined) {
    const place = `${attempt.id.step}/${attempt.id.item}`
    if (attempt.undo) run.done.delete(place)
    else run.done.add(place)
    return ends(RAN)(run)
  }
  if (run.order.kind === 'observe') return observes()(run)
  const there = run.done.has(`${run.order.step}/${run.order.item}`)
  if (there !== (attempt?.undo === true)) return looksOnly()(run)
  claims()(run)
}

/** Goes on until the state is as the test wants it. */
export function until(is: (state: RunState) => boolean): Act {
  return (run) => {
    for (let turns = 0; !is(run.made); turns++) {
      if (turns > 500) throw new Error(`never came to that: ${run.made.phase}`)
      goesOn(run)
    }
  }
}

export const gateOf = (step: number): Act => until((state) => openGate(state)?.step === step)
export const orderOf = (step: number): Act => until((state) => standingAttempt(state)?.id.step === step)
export const claimOf = (step: number): Act =>
  until((state) => standingAttempt(state)?.id.step === step && standingAttempt(state)?.claim !== undefined)
export const stepOf = (step: number): Act => until((state) => state.step === step)
export const theEnd: Act = until((state) => state.endedAt !== undefined)
