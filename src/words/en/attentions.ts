/** Why a run waits for people, and what they can do. */
import { counted } from '../../text/counted.ts'
import { inSentence } from '../../text/in-sentence.ts'
import { sayInstant, spoken } from '../../text/instant.ts'
import type { AttentionCause } from '../../run/facts/causes.ts'
import type { Place } from '../../run/facts/place.ts'
import type { Words } from '../words.ts'
import { closing } from './closings.ts'
import { CHANGED, logFull, NO_WAY_BACK, places } from './parts.ts'
import { firstOnes } from './plans.ts'
import { place, placeInside, stepOf } from './places.ts'
import { remarks } from './remarks.ts'

type Of<C extends AttentionCause['code']> = Extract<AttentionCause, { code: C }>

const NEEDS = 'each needs a reason and a second person'
/** What people may choose: half undone, nothing is left out or counted as done. */
const rightAndRetry = ({ undo }: Place): string =>
  `Put it right and ${undo ? 'undo again, or retry' : 'retry, or skip'} or abort: ${NEEDS}.`
const lookAndChoose = (at: Place): string => `Look at the system itself, then ${anyWay(at)}: ${NEEDS}.`
const anyWayOn = (at: Place): string => `${capital(anyWay(at))}: ${NEEDS}.`
const anyWay = ({ undo }: Place): string => (undo ? 'undo again, retry or abort' : 'retry, skip, mark it done or abort')
const OPEN_AGAIN = 'Nothing was sent. Open the gate again: it needs new approvals.'

export const attentions: Words['attentions'] = {
  'gate-rejected': gateClosed,
  'gate-withdrawn': gateClosed,
  'gate-expired': gateClosed,
  cancelled,
  'approvals-lapsed': ({ gate, until }, at) =>
    `${place(at)} may not begin: the approvals of gate ${gate} were good until ${sayInstant(until ?? 'never')}. ${OPEN_AGAIN}`,
  'approvals-void': ({ gate, changed, difference }, at) =>
    `${place(at)} may not begin: the approvals of gate ${gate} are void, because what they were given for has changed. Nothing was sent. Read the difference and open the gate again: it needs new approvals${differs(changed, difference)}`,
  'gate-passes-nothing': ({ gate }, at) => `${place(at)} may not begin: gate ${gate} lets it pass no more. ${OPEN_AGAIN}`,
  'other-than-approved': ({ gate }, at) =>
    `${place(at)} may not begin: what gate ${gate} approved is not what would be performed. ${OPEN_AGAIN}`,
  'approvers-gone': ({ gate, lacks, gone }, at) => {
    const who = gone.length === 0 ? '' : `, since ${gone.join(' and ')} may not approve any more`
    return `${place(at)} may not begin: gate ${gate} lacks ${places(lacks)}${who}. ${OPEN_AGAIN}`
  },
  'configuration-changed': ({ difference }, at) =>
    `${place(at)} waits: the approvals are void, because what they were given for has changed. Nothing more was sent. Read the difference and open the gate again: it needs new approvals:\n${firstOnes(difference)}`,
  'no-list': ({ list }, { step }) =>
    `Step ${step} works through the list ${list}, and no earlier step found it. Nothing was sent. Retry from a step that finds it, or skip, mark it done or abort: ${NEEDS}.`,
  'log-full': (full, at) =>
    `${place(at)} was not begun, ${logFull(full)} Nothing was sent. Abort it and start a new run: its checks find what is done already.`,
  'turned-down': ({ of, why }, at) =>
    `${place(at)} was refused by the worker before anything was sent (${of ?? 'no code'}): ${remarks(why)}. ${rightAndRetry(at)}`,
  failed,
  'no-effect': ({ settleMs, check }, at) =>
    `${place(at)} did not show its effect ${settleMs === 0 ? 'at once' : `within ${spoken(settleMs)}`}. ${checkSays(check)} ${anyWayOn(at)}`,
  'not-found': ({ detail }, at) =>
    `${place(at)} did not find what it must record: ${remarks(detail)}. Nothing was changed. ${rightAndRetry(at)}`,
  'not-looked': ({ worker, site, of, why }, at) =>
    `${place(at)} could not be looked at: ${worker} at ${site} refused (${of}): ${remarks(why)}. ${rightAndRetry(at)}`,
  precondition: ({ detail }, at) => `${place(at)} may not begin: ${remarks(detail)}. Only its looks were sent. ${rightAndRetry(at)}`,
  waited: ({ waitMs, detail }, at) =>
    `${place(at)} waited ${spoken(waitMs)} and may not begin yet: ${orNone(remarks(detail))}. Only its looks were sent. Retry to wait again, or skip or abort: ${NEEDS}.`,
  'cannot-tell': ({ detail }, at) =>
    `${place(at)} was not begun: its check cannot tell whether it is done already (${orNone(remarks(detail))}). Only its looks were sent. ${at.undo ? 'Undo again, retry or abort' : 'Retry, skip or mark it done'}: ${NEEDS}.`,
  'in-vain': inVain,
  'unknown-without-check': ({ attempt, why, unchecked }, at) =>
    `${place(at)}: nobody knows whether attempt ${attempt} took effect (${remarks(why) || UNSEEN}), and the step has no check (${unchecked ?? 'none is written'}). Look at the system itself, then mark it done, skip it or abort: ${NEEDS}.`,
  'no-way-back': ({ why, to }, { step, title }) =>
    `Step ${step} "${title}" is done after all, and ${NO_WAY_BACK[why]}: the run cannot be undone back to step ${to}. Nothing was sent. Retry or abort: ${NEEDS}.`,
  undone: (_, at) =>
    `Everything from ${placeInside(at)} on is undone, and each check has said so. Retry from here, skip it, mark it done or abort: ${NEEDS}.`,
  'done-after-all': ({ back }, at) =>
    `${place(at)} is done after all, and there is no way back behind it: the run cannot begin again from step ${back}. Retry from step ${at.step}: it needs a reason and a second person.`,
  unknown,
}

/** Whatever the cause is. */
export function attention(because: AttentionCause, at: Place): string {
  return (attentions[because.code] as (because: AttentionCause, at: Place) => string)(because, at)
}

const UNSEEN = 'its end was not seen'

function gateClosed(because: Of<'gate-rejected' | 'gate-withdrawn' | 'gate-expired'>, at: Place): string {
  return `${closing(because)} Work has begun, so the run stays: ${placeInside(stepOf(at))} waits. Open the gate again, or retry, skip or abort with a reason and a second person.`
}

function cancelled({ by, reason, ended }: Of<'cancelled'>, at: Place): string {
  if (ended === undefined)
    return `${by} cancelled at ${placeInside(at)}: ${inSentence(reason)}. Nothing more was sent. ${retryOrLeave(at)}: ${NEEDS}.`
  const next = ended.checked
    ? `What was running has ended, and its check has answered. ${retryOrLeave(at)}`
    : 'What was running has ended; the step has no check. Look at the system itself, then skip, mark it done or abort'
  return `${by} cancelled: ${inSentence(reason)}. ${next}: ${NEEDS}.`
}

function retryOrLeave({ undo }: Place): string {
  return undo ? 'Undo again, retry or abort' : 'Retry, skip or abort'
}

function differs(changed: Of<'approvals-void'>['changed'], difference: Of<'approvals-void'>['difference']): string {
  if (difference.lines.length > 0) return `:\n${firstOnes(difference)}`
  return ` (${changed === undefined ? 'it was closed' : CHANGED[changed]}).`
}

function failed({ target, tookMs, why, check }: Of<'failed'>, at: Place): string {
  const head = `${place(at)} failed on ${target ?? 'its target'} after ${spoken(tookMs)}: ${remarks(why)}.`
  return `${head} ${check === undefined ? 'It has no check: look at the system itself.' : checkSays(check)} ${anyWayOn(at)}`
}

function checkSays({ verdict, detail }: Of<'no-effect'>['check']): string {
  if (verdict !== 'cannot-tell') return `Its check says: ${remarks(detail) || (verdict === 'done' ? 'done' : 'not done')}.`
  return `Its check cannot tell: ${orNone(remarks(detail))}.`
}

function inVain({ how, site, times, withinMs, why }: Of<'in-vain'>, at: Place): string {
  const given = `it was ${how} ${counted(times, 'time', 'times')} within ${spoken(withinMs)} at ${site}, in vain; the last time: ${remarks(why)}.`
  const advice = `See that a worker of ${site} runs and stays, then ${at.undo ? 'undo again, or retry' : 'retry, or skip'} or abort: ${NEEDS}.`
  if (how === 'asked') return `${place(at)} could not be looked at: ${given} ${advice}`
  return `${place(at)} was not begun: ${given} Nothing was sent. ${advice}`
}

function unknown({ attempt, end, why, check, acting, tried }: Of<'unknown'>, at: Place): string {
  const happened = {
    lost: `contact with attempt ${attempt} was lost (${remarks(why) || UNSEEN})`,
    unseen: `nobody knows how attempt ${attempt} ended (${remarks(why)})`,
    'given-up': `attempt ${attempt} was claimed, and then given up by the worker (${remarks(why)})`,
  }[end]
  const head = `${place(at)}: ${happened}.`
  if (check.verdict === 'cannot-tell')
    return `${head} Its check cannot tell whether it took effect: ${orNone(remarks(check.detail))}. ${lookAndChoose(at)}`
  const says = `Its check says: ${remarks(check.detail) || check.verdict.replace('-', ' ')};`
  if (acting !== undefined) {
    const what = acting === 'session' ? 'its session on the server' : 'what it started'
    return `${head} ${says} but ${what} may still be working. ${lookAndChoose(at)}`
  }
  const unsafe = at.undo ? 'an undo is not repeated by itself' : 'the step is not safe to repeat by itself'
  const limit = tried === undefined ? unsafe : `it was tried ${counted(tried, 'time', 'times')}`
  return `${head} ${says} nothing is acting any more, but ${limit}. ${lookAndChoose(at)}`
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

function orNone(detail: string): string {
  return detail || 'no detail'
}
