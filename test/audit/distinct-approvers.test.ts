import { expect, test } from 'vitest'
import { unfilledGate } from '../../src/audit/distinct-approvers.ts'
import type { Entry } from '../../src/audit/entry.ts'
import { at, clone, LOG } from './forged.ts'
import { sign } from './recorded-log.ts'
import type { Event } from '../../src/run/event.ts'

test('a whole run has none', () => expect(unfilledGate(LOG.entries)).toBeUndefined())

test('a performed step needs signed approvals of different people, counted without the rules', () => {
  const changed = (change: (entry: Entry) => Entry): Entry[] => clone(LOG.entries).map(change)
  const claim = LOG.entries.find((entry) => entry.events.some(({ type }) => type === 'claimed'))
  const found = (why: string) => ({ at: claim?.seq, why })
  const lacking = (places: string) => found(`It was claimed under gate 1, which lacks signed approvals of different people: ${places}.`)
  const approving = (entry: Entry, who: string) => entry.command.command.type === 'approve' && entry.command.command.by.id === who
  const carolAs =
    (by: object) =>
    (entry: Entry): Entry =>
      approving(entry, 'carol')
        ? {
            ...entry,
            command: sign({ ...entry.command.command, by: { ...at(entry.seq).command.command, ...carolOf(entry), ...by } } as never),
          }
        : entry
  const carolOf = (entry: Entry) => ('by' in entry.command.command ? entry.command.command.by : {})
  expect(unfilledGate(changed(carolAs({ id: 'amir', groups: ['dba'] })))).toEqual(lacking('1 of uc-leads'))
  expect(unfilledGate(changed(carolAs({ id: 'dana' })))).toEqual(lacking('1 of uc-leads'))
  expect(unfilledGate(changed(carolAs({ groups: [] })))).toEqual(lacking('1 of uc-leads'))
  const unwritten = (entry: Entry): Entry =>
    approving(entry, 'carol') ? { ...entry, events: entry.events.filter(({ type }) => type !== 'approved') } : entry
  expect(unfilledGate(changed(unwritten))).toEqual(lacking('1 of uc-leads'))
  const ofAnotherRun = (entry: Entry): Entry =>
    approving(entry, 'amir') ? { ...entry, command: sign({ ...entry.command.command, run: 'R-2' }) } : entry
  expect(unfilledGate(changed(ofAnotherRun))).toEqual(lacking('1 of dba'))
  const stale = (entry: Entry): Entry =>
    approving(entry, 'amir') ? { ...entry, command: sign({ ...entry.command.command, fingerprint: 'f' } as never) } : entry
  expect(unfilledGate(changed(stale))).toEqual(lacking('1 of dba'))
  const ofEvents =
    (change: (event: Event) => Event) =>
    (entry: Entry): Entry => ({ ...entry, events: entry.events.map(change) })
  const barred = ofEvents((event) =>
    event.type === 'gate-opened' ? { ...event, barred: { carol: { why: 'asked', name: 'Carol' } } } : event,
  )
  expect(unfilledGate(changed(barred))).toEqual(lacking('1 of uc-leads'))
  const lineless = ofEvents((event) => (event.type === 'gate-opened' ? { ...event, lines: [] } : event))
  expect(unfilledGate(changed(lineless))).toEqual(lacking('it has no lines'))
  const gateless = ofEvents((event) => (event.type === 'ordered' ? { ...event, gate: 9 } : event))
  expect(unfilledGate(changed(gateless))).toEqual(found('R-1/2/0/3 was claimed, and no gate let it pass.'))
})
