/** Views of runs as the core would give them, for tests of what is made of them. */
import type { SaidView } from '../../src/words/said-view.ts'
import type { RehearsalLists } from '../../src/run/rehearsal/lists.ts'
import { en } from '../../src/words/en.ts'
import { said } from '../../src/run/facts/remark.ts'

export const FINGERPRINT = '7f3a91c2'.repeat(8)

export function view(over: Partial<SaidView> = {}): SaidView {
  return {
    words: en,
    run: 'R-7',
    seq: 12,
    head: 'a'.repeat(64),
    title: 'Fail over Persistent Chat Server to the backup data centre',
    command: '/failover persistent-chat',
    typed: '/failover persistent-chat pool=lyncpc.contoso.com',
    document: 'failover-persistent-chat',
    phase: 'working',
    ...(over.gate ? { waitsFor: 'approval' as const } : {}),
    rehearsal: false,
    requester: { id: 'dana', name: 'Dana Ruiz' },
    conversation: { platform: 'console', channel: 'incident' },
    mirrors: [],
    startedAt: '2026-11-21T03:12:00.000Z',
    objectiveMs: 3_600_000,
    status: 'Step 4 is applying log backups.',
    questions: [],
    facts: [{ name: 'pool', value: 'lyncpc.contoso.com' }],
    fingerprint: FINGERPRINT,
    steps: [
      { number: 1, title: 'Record what the next step deletes', state: 'done', oneWay: false, gate: false, detail: '' },
      { number: 2, title: 'Stop log shipping to the backup server', state: 'done', oneWay: false, gate: true, detail: '' },
      {
        number: 3,
        title: 'Apply the outstanding logs, oldest first',
        state: 'working',
        oneWay: false,
        gate: false,
        detail: '',
        items: { done: 1, of: 4 },
      },
      { number: 4, title: 'Bring the backup database online', state: 'pending', oneWay: true, gate: true, detail: '' },
    ],
    waits: { peopleMs: 0, machinesMs: 0 },
    ...over,
  }
}

type Rehearsed = RehearsalLists

/** What a rehearsal found, so many of each kind, with these words. */
export function rehearsed(words: string, count = 1, over: Partial<Rehearsed> = {}): NonNullable<SaidView['rehearsed']> {
  const many = <T>(item: T): T[] => Array.from({ length: count }, () => item)
  const says = { asked: 'before' as const, reason: 'precondition' as const, detail: said(words), needs: [words], elsewhere: [words] }
  const found = { step: 1, title: words, says: many(says) }
  const lists: Rehearsed = {
    stops: many(found),
    unknown: many({ ...found, before: { step: 1, title: words, item: { number: 1, of: 2, name: { text: words } } } }),
    waits: [],
    already: many({ step: 1, title: words, detail: said(words) }),
    steps: 4,
    notReached: [],
    ended: true,
    ...over,
  }
  return { ended: lists.ended, lists: en.rehearsalLists(lists) }
}

export function gate(over: Partial<NonNullable<SaidView['gate']>> = {}): NonNullable<SaidView['gate']> {
  return {
    number: 2,
    fingerprint: FINGERPRINT,
    kind: 'step',
    title: 'Bring the backup database online',
    opens: {
      steps: [
        {
          step: 4,
          title: 'Bring the backup database online',
          oneWay: true,
          prose: '**No way back.** No further log can ever be applied.',
          blocks: 1,
          targets: ['SEC'],
          byHand: false,
        },
      ],
      nextGate: 5,
    },
    statements: [
      {
        step: 4,
        title: 'Bring the backup database online',
        target: 'SEC',
        language: 'sql',
        text: 'RESTORE DATABASE @database WITH RECOVERY;',
      },
    ],
    values: [{ name: 'database', value: 'mgc' }],
    lines: [
      { from: ['dba'], count: 1, by: ['Amir Haddad'] },
      { from: ['uc-leads'], count: 1, by: [] },
    ],
    missing: 'Still needed: 1 of uc-leads (Bob Lindqvist or Carol Jiménez).',
    openedAt: '2026-11-21T03:12:10.000Z',
    expiresAt: '2026-11-21T03:42:10.000Z',
    asked: [],
    approved: ['amir'],
    mayReject: ['amir', 'bob', 'carol'],
    barred: [{ id: 'dana', person: 'Dana Ruiz', because: 'Dana Ruiz asked for this run' }],
    ...over,
  }
}
