import { counted } from '../../../text/counted.ts'
import { sayInstant, spoken } from '../../../text/instant.ts'
import type { WaitsFor } from '../../../run/view/status.ts'
import type { Phase } from '../../../run/state.ts'
import type { CardWords, LeftOut } from '../../card-words.ts'
import { rehearsalMark } from '../rehearsal.ts'
import { attention } from './attention.ts'
import { form } from './form.ts'
import { gate } from './gate.ts'

export const card: CardWords = {
  state: ({ phase, waitsFor, rehearsal }) => {
    if (!rehearsal) return stateOf(phase, waitsFor)
    const word = phase === 'done' ? 'Over' : phase === 'working' ? 'Looking' : stateOf(phase, waitsFor)
    return `${rehearsalMark}${word}`
  },
  stepStates: {
    pending: '',
    asking: 'asking the server',
    waiting: 'waits for approval',
    'by-hand': 'waits for a person',
    working: 'working',
    done: 'done',
    rehearsed: 'rehearsed',
    skipped: 'passed over',
    undone: 'undone',
    attention: 'needs people',
  },
  gateMark: 'gate',
  oneWayMark: 'NO WAY BACK',
  itemsDone: ({ done, of }) => `${done} of ${of}`,
  running: ({ step, title, item, of, attempt, worker }) => {
    const atItem = item > 0 ? `, item ${item}${of === undefined ? '' : ` of ${of}`}` : ''
    return `Step ${step}${atItem}${attempt > 1 ? `, attempt ${attempt}` : ''} · ${title} · worker ${worker}`
  },
  runningSince: (at) => `running since ${sayInstant(at)}`,
  time: 'Time',
  times: ({ peopleMs, machinesMs, totalMs, objectiveMs }) => {
    const total = totalMs === undefined ? '' : `${spoken(totalMs)} in all: `
    const objective = objectiveMs === undefined ? '' : `; objective ${spoken(objectiveMs)}`
    return `${total}people waited for ${spoken(peopleMs)}, machines worked ${spoken(machinesMs)}${objective}`
  },

  rehearsal: 'This is a rehearsal: it asks these servers and changes nothing on them.',
  rehearsalChangesNothing:
    'This is a rehearsal: it asks these servers and changes nothing on them, and no approval of it counts for a real run.',
  rehearsalByHand: (ask) => `This is a rehearsal: do nothing. Answer as you would have to. ${ask}`,
  inTheRealRun: (warning) => `In the real run: ${warning}`,

  form,
  byHand: ({ step, question = 1, of }) => `Step ${step} is done by hand${of === undefined ? '' : `: question ${question} of ${of}`}`,
  attention,
  gate,
  withdraw: { label: 'Withdraw', means: (run) => `${run} ends here. Nothing was changed.`, go: (run) => `Withdraw ${run}` },
  cancel: {
    label: 'Cancel',
    means: (run) => `${run} stops before its next step. What already runs is asked to stop; what was done stays done.`,
    go: (run) => `Cancel ${run}`,
  },
  why: 'Why?',
  reasonHint: 'It is written into the audit log.',

  leftOut: (run, left) => {
    const parts = leftOutParts(left)
    return parts.length === 0 ? '' : `Not shown here: ${parts.join(', ')}. /countersign plan ${run} shows the whole plan.`
  },
  cutText: (begin, of) => `${begin}… (${of.toLocaleString('en')} characters)`,
  moreLines: (count) => `… ${counted(count, 'more line', 'more lines')}`,
  tooLong: (run) => `This run is too long for a card. /countersign status ${run} and /countersign plan ${run} show it.`,
}

function stateOf(phase: Phase, waitsFor: WaitsFor | undefined): string {
  return phase === 'waiting' && waitsFor !== undefined ? WAITS[waitsFor] : STATES[phase]
}

const STATES: Record<Phase, string> = {
  gathering: 'Asking',
  waiting: 'Waiting',
  working: 'Working',
  attention: 'Needs people',
  done: 'Done',
  aborted: 'Aborted',
  withdrawn: 'Withdrawn',
  rejected: 'Rejected',
  expired: 'Expired',
}

const WAITS: Record<WaitsFor, string> = {
  approval: 'Waiting for approval',
  lock: 'Waiting for the lock',
  hand: 'Waiting for a person',
}

function leftOutParts({ statements, lines, steps, rows, prose, characters }: LeftOut): string[] {
  return [
    ...some(statements, 'statement', 'statements'),
    ...some(lines, 'line of a statement', 'lines of statements'),
    ...some(steps, 'step', 'steps'),
    ...some(rows, 'value', 'values'),
    ...some(prose, 'step', 'steps').map((those) => `what the document says of ${those}`),
    ...(characters > 0 ? ['the end of long texts'] : []),
  ]
}

function some(count: number, one: string, more: string): string[] {
  return count > 0 ? [counted(count, one, more)] : []
}
