import type { Command } from '../command.ts'
import { attention, unanswered, finish } from './attention.ts'
import { takeCaptures } from './captures.ts'
import { accept, refuse, type Decision } from '../decision.ts'
import type { Event, Looked, Verdict } from '../event.ts'
import { unclearIn } from './judge-results.ts'
import { isShown, judgeLooks } from './looks.ts'
import { isRecorded } from './when-to-look.ts'
import { said, type Remark } from '../facts/remark.ts'
import type { Told } from '../facts/worker-fault.ts'
import { findAttempt, plannedAt } from '../where.ts'
import { askedInVain, isPutOff } from '../attempt/put-off.ts'
import { judgeAttempt, judgeByHand } from '../attempt/judge-effect.ts'
import { judgeRecovery } from '../attempt/recover.ts'
import { settleMsOf, tooEarly } from '../attempt/settling.ts'
import { wantedBy } from '../undo/judge-undo.ts'
import type { Question, RunState } from '../state.ts'
import { standsInTheWay, type Unclear } from '../rehearsal/stands.ts'

type Observed = Extract<Command, { type: 'observed' }>
type Checked = Extract<Looked, { look: 'check' }>

/** The estate's answer to the question that is out. Another answer came too late and changes nothing. */
export function decideObserved(state: RunState, command: Observed, now: string): Decision {
  const { question } = state
  if (question === undefined || question.order !== command.order) {
    return refuse('stale-answer', { order: command.order })
  }
  const planned = plannedAt(state, question)
  if (command.site !== planned.site) {
    return refuse('wrong-site', { of: 'look', step: question.step, site: planned.site, worker: command.worker, theirs: command.site })
  }
  if (command.refused !== undefined) return accept(...notLooked(state, question, command, command.refused, now))
  const seen = judgeLooks(planned, { looks: question.looks, recorded: isRecorded(state, planned, question.item) }, command.results)
  const { notBefore = question.askedAt } = question
  const early = hasShown(state, question, seen) ? undefined : tooEarly(settleMsOf(state, question), notBefore, now)
  if (early !== undefined) return refuse('too-early', { order: question.order, ...early })
  return accept(withSecrets(state, { order: question.order, seen }, command), ...consequence(state, question, command, seen, now))
}

/** Whoever approves should know before that what they approve cannot run. */
function withSecrets(
  state: RunState,
  seen: Omit<Extract<Event, { type: 'observed' }>, 'type' | 'secrets'>,
  { worker, site, missing = [] }: Observed,
): Event {
  const known = state.secrets?.[site]?.missing ?? []
  const news = JSON.stringify(known) !== JSON.stringify(missing)
  return { type: 'observed', ...seen, ...(news ? { secrets: { worker, site, missing } } : {}) }
}

function consequence(state: RunState, question: Question, command: Observed, seen: Looked[], now: string): Event[] {
  switch (question.purpose) {
    case 'first':
    case 'again':
      return [...captured(state, question, command, seen), ...deciding(state, question, command, seen)]
    case 'undo':
      return stillThere(question, checkIn(seen))
    case 'settle':
      return settled(state, question, command, checkIn(seen), now)
    case 'recover':
      return judgeRecovery(state, question, { ...checkIn(seen), lockHeld: command.lockHeld === true })
  }
}

/** What is not there need not be undone. That its effect is there follows from the state. */
function stillThere({ step, item }: Question, { verdict, detail }: Checked): Event[] {
  switch (verdict) {
    case 'done':
      return []
    case 'not-done':
      return [{ type: 'undone', step, item, how: 'already', detail }]
    case 'cannot-tell':
      return attention(step, item, 'cannot-tell', { code: 'cannot-tell', detail })
  }
}

/** What was read, under the names that the step declares. */
function captured(state: RunState, question: Question, { results }: Observed, seen: Looked[]): Event[] {
  if (!seen.some((looked) => looked.look === 'read' && looked.found)) return []
  const planned = plannedAt(state, question)
  const own = results.filter(({ block }) => planned.blocks[block]?.role === 'read')
  return [
    {
      type: 'captured',
      step: question.step,
      ...(planned.substep && { item: question.item }),
      captures: takeCaptures(planned, own).captures,
    },
  ]
}

/** What follows where the last answer leads no further. That it is done already follows from the state. */
function deciding(state: RunState, { step, item }: Question, { results }: Observed, seen: Looked[]): Event[] {
  const last = seen.at(-1)
  if (last === undefined) return []
  const { detail, look: asked } = last
  const unclear = unclearIn(plannedAt(state, { step, item }), asked, results)
  switch (last.look) {
    case 'check':
      if (last.verdict !== 'cannot-tell') return []
      return unanswered(state, step, item, { asked, reason: 'cannot-tell', detail }, { code: 'cannot-tell', detail }, unclear)
    case 'read':
      return last.found ? [] : unanswered(state, step, item, { asked, reason: 'capture', detail }, { code: 'not-found', detail }, unclear)
    case 'wait-until': {
      if (last.ok) return []
      const { waitMs = 0 } = plannedAt(state, { step, item })
      return unanswered(state, step, item, { asked, reason: 'precondition', detail }, { code: 'waited', waitMs, detail }, unclear)
    }
    case 'before':
      return last.ok
        ? []
        : unanswered(state, step, item, { asked, reason: 'precondition', detail }, { code: 'precondition', detail }, unclear)
  }
}

function settled(state: RunState, question: Question, { results }: Observed, check: Checked, now: string): Event[] {
  const { step, item } = question
  const planned = plannedAt(state, question)
  const attempt = question.attempt === undefined ? undefined : findAttempt(state, question.attempt)
  if (state.rehearsal) return settleRehearsed(state, question, { ...check, unclear: unclearIn(planned, 'check', results) })
  if (attempt === undefined) return judgeByHand(state, { step, item }, { ...check, early: false })
  const endedAt = attempt.end?.type === 'failed' ? undefined : attempt.end?.at
  const early = endedAt !== undefined && state.cancelled !== undefined && tooEarly(planned.settleMs, endedAt, now) !== undefined
  return judgeAttempt(state, attempt, { ...check, early })
}

/** What is waited for is there. */
function hasShown(state: RunState, { attempt: id }: Question, seen: Looked[]): boolean {
  const attempt = id === undefined ? undefined : findAttempt(state, id)
  return seen.some((looked) => isShown(looked, wantedBy(attempt ?? {})))
}

/** Of a question that asks nothing else. */
function checkIn(seen: Looked[]): Checked {
  return seen.find((looked) => looked.look === 'check') ?? { look: 'check', verdict: 'cannot-tell', detail: [{ is: 'no-check' }] }
}

/** The worker did not look. One that only puts it off is asked again, but not for ever; another reason is for people to judge. */
function notLooked(state: RunState, question: Question, command: Observed, refused: { code: string; why: Told }, now: string): Event[] {
  const { step, item, attempt, looks } = question
  const { worker, site } = command
  const why = said(refused.why)
  const detail: Remark[] = [{ is: 'not-looked', worker, why }]
  const seen = withSecrets(state, { order: question.order, seen: [], unseen: detail }, command)
  const reason = attempt === undefined ? 'refused' : 'unknown'
  if (isPutOff(refused.code))
    return [seen, ...askedInVain(state, question, { lost: false, reason, why: [{ is: 'put-off', worker, code: refused.code, why }] }, now)]
  const because = { code: 'not-looked', worker, site, of: refused.code, why } as const
  if (reason === 'unknown') return [seen, ...attention(step, item, reason, because)]
  return [seen, ...unanswered(state, step, item, { asked: looks[0] ?? 'check', reason, detail }, because)]
}

/** A check after nothing was done: asked once, because nothing can come of waiting. Nobody was to do it, so *not done* is no finding. */
function settleRehearsed(
  state: RunState,
  { step, item }: Question,
  { verdict, detail, unclear }: { verdict: Verdict; detail: Remark[]; unclear: readonly Unclear[] },
): Event[] {
  switch (verdict) {
    case 'done':
      return finish(step, item, 'already', detail)
    case 'not-done':
      return finish(step, item, 'rehearsed', [])
    case 'cannot-tell':
      return standsInTheWay(state, { step, item, asked: 'check', reason: 'cannot-tell', detail }, unclear)
  }
}
