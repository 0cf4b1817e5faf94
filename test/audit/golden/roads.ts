/** Every kind of run and end, as people, workers and the clock lead to it. Each ends: its log is whole. */
import {
  answers,
  approves,
  bothApprove,
  cancels,
  claimOf,
  claims,
  deviates,
  does,
  FAILED,
  FAILOVER_START,
  gateOf,
  locks,
  looksOnly,
  losesContact,
  mirrors,
  observes,
  orderOf,
  RAN,
  refuses,
  rejects,
  reopens,
  reports,
  starts,
  stepOf,
  theEnd,
  timer,
  until,
  UNKNOWN,
  waits,
  withdraws,
} from '../../run/acts.ts'
import type { Act } from '../../run/acts.ts'
import { BY_HAND, BY_HAND_ALONE, CONDITIONAL, REVERSIBLE, TELLING, UNCHECKED } from '../../run/documents.ts'
import { ANSWERS, PEOPLE, POLICY, TARGETS } from '../../run/practice.ts'
import { RUN, WORKER, type PracticeRun } from '../../run/practice-run.ts'
import { EARLY_LIST } from '../../run/rehearsal-documents.ts'

const MINUTE = 60_000

/** What the reads of the failover find. */
const FOUND = {
  share: ['\\\\files\\logs'],
  destination: ['D:\\logs'],
  newest: ['mgc_2.trn'],
  logs: ['D:\\logs\\mgc_1.trn', 'D:\\logs\\mgc_2.trn'],
  applied: ['D:\\logs\\mgc_2.trn'],
}

const times = (count: number, act: Act): Act[] => Array.from({ length: count }, () => act)
const asPracticed =
  (change: (run: PracticeRun) => void): Act =>
  (run) =>
    change(run)

const withoutCarol = PEOPLE.map((person) => (person.id === 'carol' ? { ...person, groups: [] } : person))
const configures =
  (people: typeof PEOPLE): Act =>
  (run) =>
    run.send({ run: RUN, type: 'configuration-changed', policies: { [POLICY.id]: POLICY }, people, targets: TARGETS })
const CHANGED = [configures(withoutCarol), configures(PEOPLE), reopens('dana')]
const noWorker: Act = (run) =>
  run.send({
    run: RUN,
    type: 'no-worker',
    order: run.order.key,
    site: 'b',
    known: ['b1'],
    passedOver: [{ worker: 'b1', why: 'clock', aheadMs: 90_000 }],
  })
const lockHeld: Act = (run) => run.send({ run: RUN, type: 'lock-refused', lock: run.made.lock?.name ?? '', holder: 'R-9' })
const confirms = (step: number, choice: string): Act => does('dana', { type: 'confirm', step, choice })
const askedElsewhere: Act = (run) =>
  run.send({
    ...WORKER,
    type: 'observed',
    order: run.order.key,
    results: [],
    refused: { code: 'unknown-document', why: { is: 'document-not-held', worker: 'b1', document: 'f'.repeat(64), folder: '/documents' } },
  })

/** By the name of its log. */
export const ROADS: Record<string, Act[]> = {
  'as-it-should': [starts(), locks, theEnd],
  'the-failover': [
    asPracticed((run) => (run.finds = FOUND)),
    starts({ ...FAILOVER_START, answers: {} }),
    answers('dana', ANSWERS),
    locks,
    theEnd,
  ],
  'answered-by-another': [
    starts({ answers: {} }),
    answers('erin', { database: 'mgc' }),
    lockHeld,
    locks,
    gateOf(2),
    approves('erin'),
    theEnd,
  ],
  'done-already': [
    starts(),
    asPracticed((run) => ['2/0', '3/0', '4/1', '4/2', '5/0', '6/0'].forEach((done) => run.done.add(done))),
    locks,
    theEnd,
  ],
  'passed-over': [starts({ document: CONDITIONAL }), locks, theEnd],
  'by-hand': [
    starts({ document: BY_HAND }),
    locks,
    confirms(1, 'done'),
    stepOf(3),
    gateOf(3),
    bothApprove,
    confirms(3, 'unplugged'),
    asPracticed((run) => run.done.add('3/0')),
    theEnd,
  ],
  'changed-while-asked': [
    starts({ document: BY_HAND_ALONE }),
    locks,
    gateOf(1),
    bothApprove,
    ...CHANGED,
    bothApprove,
    confirms(1, 'unplugged'),
  ],
  told: [starts({ document: TELLING }), locks, stepOf(3), confirms(3, 'done')],
  withdrawn: [starts(), locks, gateOf(2), withdraws('dana')],
  'cancelled-before-work': [starts(), locks, orderOf(2), cancels('amir')],
  rejected: [starts(), locks, gateOf(2), approves('amir'), rejects('carol')],
  expired: [starts(), locks, gateOf(2), waits(11 * MINUTE), timer('escalate:gate-1'), waits(20 * MINUTE), timer('expire:gate-1')],
  'expired-after-work': [starts(), locks, gateOf(5), waits(31 * MINUTE), timer('expire:gate-2'), reopens('dana'), theEnd],
  'rejected-after-work': [starts(), locks, gateOf(5), rejects('amir'), reopens('dana'), theEnd],
  'too-late-to-begin': [starts(), locks, orderOf(5), waits(31 * MINUTE), claims(), reopens('dana'), theEnd],
  'refused-decisions': [starts(), locks, gateOf(2), ...times(55, approves('dana')), theEnd],
  'failed-and-tried-again': [starts(), locks, claimOf(5), reports(FAILED), observes(false), deviates('dana', 'retry', { from: 4 }), theEnd],
  'failed-and-skipped': [
    starts(),
    locks,
    claimOf(3),
    reports(FAILED),
    observes(false),
    deviates('amir', 'skip'),
    approves('both'),
    approves('carol'),
    theEnd,
  ],
  'failed-and-marked-done': [starts(), locks, claimOf(5), reports(FAILED), observes(false), deviates('dana', 'mark-done'), theEnd],
  'failed-and-undone': [
    starts({ document: REVERSIBLE }),
    locks,
    claimOf(5),
    reports(FAILED),
    observes(false),
    deviates('dana', 'undo', { from: 3 }),
    until((state) => state.attention?.reason === 'undone'),
    deviates('dana', 'retry'),
    theEnd,
  ],
  'undone-and-aborted': [
    starts({ document: REVERSIBLE }),
    locks,
    claimOf(3),
    losesContact,
    observes(false),
    deviates('dana', 'undo', { from: 2 }),
    until((state) => state.attention?.reason === 'undone'),
    deviates('amir', 'abort'),
    approves('both'),
    approves('carol'),
  ],
  aborted: [starts(), locks, claimOf(5), reports(FAILED), observes(false), deviates('dana', 'abort'), theEnd],
  'deviation-rejected': [
    starts(),
    locks,
    claimOf(5),
    reports(FAILED),
    observes(false),
    deviates('dana', 'skip'),
    rejects('amir'),
    deviates('dana', 'abort'),
    theEnd,
  ],
  'cancelled-in-the-middle': [
    starts(),
    locks,
    claimOf(2),
    cancels('dana'),
    reports(RAN),
    observes(true),
    deviates('dana', 'abort'),
    theEnd,
  ],
  'cancelled-while-waited-for': [starts(), locks, claimOf(2), reports(RAN), cancels('dana'), deviates('dana', 'retry'), theEnd],
  'end-not-seen': [starts(), locks, claimOf(2), reports(UNKNOWN), observes(true, { lockHeld: true }), theEnd],
  'end-never-known': [starts(), locks, claimOf(5), reports(UNKNOWN), observes(null), deviates('dana', 'mark-done'), theEnd],
  'contact-lost': [starts(), locks, losesContact, claimOf(2), losesContact, observes(false, { lockHeld: true }), theEnd],
  'contact-lost-in-vain': [starts(), locks, claimOf(3), ...times(11, losesContact), deviates('dana', 'mark-done'), theEnd],
  'asked-in-vain': [starts(), locks, ...times(10, losesContact), deviates('dana', 'abort'), theEnd],
  'no-worker': [starts(), locks, noWorker, orderOf(2), noWorker, reports(refuses('worker-busy')), theEnd],
  'worker-refuses': [starts(), locks, orderOf(2), reports(refuses('unknown-document')), deviates('dana', 'retry'), theEnd],
  'worker-refuses-to-look': [starts(), locks, askedElsewhere, deviates('dana', 'retry'), theEnd],
  'not-ready': [
    starts(),
    asPracticed((run) => (run.ready = false)),
    locks,
    stepOf(2),
    observes(false),
    asPracticed((run) => (run.ready = true)),
    deviates('dana', 'retry'),
    theEnd,
  ],
  'nothing-found': [starts(), asPracticed((run) => (run.finds = {})), locks, observes(), deviates('dana', 'abort'), theEnd],
  'cannot-tell': [starts(), locks, stepOf(2), observes(null), deviates('dana', 'retry'), theEnd],
  'done-by-then': [starts(), locks, orderOf(2), looksOnly(true), theEnd],
  unchecked: [starts({ document: UNCHECKED }), locks, theEnd],
  'unchecked-and-failed': [starts({ document: UNCHECKED }), locks, claimOf(1), reports(FAILED), deviates('dana', 'mark-done'), theEnd],
  'configured-before-work': [
    starts(),
    locks,
    gateOf(2),
    approves('amir'),
    configures(withoutCarol),
    approves('both'),
    configures(PEOPLE),
    theEnd,
  ],
  mirrored: [
    starts(),
    mirrors('amir', 'C2'),
    locks,
    gateOf(2),
    mirrors('dana', '19:incident@thread.tacv2', 'teams'),
    mirrors('zoe', 'C3'),
    theEnd,
  ],
  'configured-after-work': [starts(), locks, orderOf(3), ...CHANGED, theEnd],
  rehearsed: [starts({ rehearsal: true }), theEnd],
  'rehearsed-in-the-way': [starts({ rehearsal: true, document: EARLY_LIST }), asPracticed((run) => (run.finds = {})), theEnd],
  'rehearsed-not-ready': [
    starts({ rehearsal: true }),
    asPracticed((run) => {
      run.ready = false
      run.done.add('2/0')
    }),
    theEnd,
  ],
}
