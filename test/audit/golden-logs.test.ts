import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PublicKeys } from '../../src/audit/entry.ts'
import { readLog } from '../../src/audit/read-log.ts'
import { RELEASE_OF_RULES, RULES_VERSION } from '../../src/audit/rules.ts'
import { verifyText } from '../../src/audit/verify.ts'
import type { DeviationKind } from '../../src/run/command.ts'
import type { AttentionReason, End, Event, GateEnd, How } from '../../src/run/event.ts'

const GOLDEN = join(import.meta.dirname, 'golden')
const folders = readdirSync(GOLDEN, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
const logsOf = (folder: string): string[] => readdirSync(join(GOLDEN, folder)).filter((name) => name.endsWith('.jsonl'))
const textOf = (folder: string, log: string): string => readFileSync(join(GOLDEN, folder, log), 'utf8')
const keysOf = (folder: string): PublicKeys => {
  // Release 0.1.0 had no key for the clock.
  const keys = JSON.parse(textOf(folder, 'keys.json')) as Omit<PublicKeys, 'clock'> & { clock?: string }
  return { ...keys, clock: keys.clock ?? '' }
}
const today = `rules-${RULES_VERSION}`

test('golden logs of the rules of every release are kept, or the release is named that had none', () => {
  const kept = [1, 3, 4, 5, 6, 7, 8, 9].map((rules) => `rules-${rules}`)
  expect(new Set(folders)).toEqual(new Set([...kept, today]))
})

describe.each(folders.filter((folder) => folder !== today))('logs of %s', (folder) => {
  const rules = Number(folder.slice('rules-'.length))
  test.each(logsOf(folder))('%s cannot be judged here, and the release that can is named', (log) => {
    expect(verifyText(textOf(folder, log), keysOf(folder))).toMatchObject({
      verdict: 'cannot-be-judged',
      rules: [rules],
      release: RELEASE_OF_RULES[rules],
    })
  })

  test('one that ends within a line, as a copy of one being written does, cannot be judged either', () => {
    const [log = ''] = logsOf(folder)
    expect(verifyText(textOf(folder, log).slice(0, -2), keysOf(folder))).toMatchObject({
      verdict: 'cannot-be-judged',
      release: RELEASE_OF_RULES[rules],
      why: expect.stringMatching(/^Line \d+ does not end: the file was cut there, or is still being written\. /),
    })
  })
})

describe('logs of the rules of today', () => {
  // Where `decide` answers otherwise than it did, the rules are others: raise RULES_VERSION, and record golden logs of it (CONTRIBUTING.md).
  test.each(logsOf(today))('%s is intact', (log) => {
    expect(verifyText(textOf(today, log), keysOf(today))).toMatchObject({ verdict: 'intact' })
  })

  test.each(logsOf(today))('%s is altered where one character of what was typed is another', (log) => {
    const text = textOf(today, log)
    const changed = text.replace('"eventId":"event-1"', '"eventId":"event-0"')
    expect(changed).not.toBe(text)
    expect(verifyText(changed, keysOf(today))).toMatchObject({ verdict: 'altered' })
  })

  const events = logsOf(today).flatMap((log) =>
    readLog(textOf(today, log)).lines.flatMap((line) => ('entry' in line ? line.entry.events : [])),
  )
  const of = <T extends Event['type']>(type: T) => events.filter((event): event is Extract<Event, { type: T }> => event.type === type)
  const everyOne = (seen: Iterable<string>, known: object): void =>
    expect([...new Set(seen)].toSorted()).toEqual(Object.keys(known).toSorted())

  test('every kind of event stands in them', () =>
    everyOne(
      events.map(({ type }) => type),
      EVENTS,
    ))

  test('every end, every cause of attention, every way in which a gate and an item end, and every deviation', () => {
    everyOne(
      of('ended').map(({ end }) => end),
      ENDS,
    )
    everyOne(
      of('attention').map(({ reason }) => reason),
      REASONS,
    )
    everyOne(
      of('gate-closed').map(({ because }) => because),
      GATE_ENDS,
    )
    everyOne(
      [...of('item-done'), ...of('step-done')].map(({ how }) => how),
      HOWS,
    )
    everyOne(
      of('deviated').map(({ kind }) => kind),
      DEVIATIONS,
    )
  })
})

const EVENTS: Record<Event['type'], true> = {
  heard: true,
  started: true,
  answered: true,
  planned: true,
  'lock-asked': true,
  'lock-taken': true,
  'lock-waited': true,
  'step-begun': true,
  'step-passed-over': true,
  'items-found': true,
  'item-begun': true,
  observing: true,
  observed: true,
  'question-dropped': true,
  captured: true,
  'gate-opened': true,
  approved: true,
  'gate-passed': true,
  'gate-closed': true,
  escalated: true,
  'confirm-asked': true,
  confirmed: true,
  notified: true,
  ordered: true,
  'order-voided': true,
  claimed: true,
  'attempt-ended': true,
  'attempt-judged': true,
  'item-done': true,
  'step-done': true,
  'undo-begun': true,
  undone: true,
  'stepped-back': true,
  'stands-in-the-way': true,
  attention: true,
  deviated: true,
  reopened: true,
  mirrored: true,
  cancelled: true,
  'configuration-changed': true,
  'worker-missing': true,
  'contact-lost': true,
  refused: true,
  'refusals-counted': true,
  ended: true,
}
const ENDS: Record<End, true> = { done: true, aborted: true, withdrawn: true, rejected: true, expired: true }
const HOWS: Record<How, true> = {
  already: true,
  run: true,
  read: true,
  told: true,
  confirmed: true,
  marked: true,
  skipped: true,
  rehearsed: true,
}
const GATE_ENDS: Record<GateEnd, true> = { rejected: true, expired: true, void: true, withdrawn: true, superseded: true }
const DEVIATIONS: Record<DeviationKind, true> = { retry: true, undo: true, skip: true, 'mark-done': true, abort: true }
/** A log that is full has 7 MB. */
const REASONS: Record<Exclude<AttentionReason, 'log-full'>, true> = {
  failed: true,
  unknown: true,
  'lost-contact': true,
  precondition: true,
  'cannot-tell': true,
  'approvals-void': true,
  'approvals-expired': true,
  rejected: true,
  expired: true,
  refused: true,
  cancelled: true,
  capture: true,
  undone: true,
}
