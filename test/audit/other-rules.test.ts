import { expect, test } from 'vitest'
import type { Entry, LogLine, SignedHead } from '../../src/audit/entry.ts'
import { logLines } from '../../src/audit/export.ts'
import { signHead } from '../../src/audit/signature.ts'
import { replay, verifyLog } from '../../src/audit/verify.ts'
import { altered, at, clone, COUNT, LOG, resealed } from './forged.ts'
import { HEAD, KEYS, makeKeys, sign } from './recorded-log.ts'

test('a head that another key signed, that names another hash, another run or another time is found', () => {
  const other = makeKeys()
  for (const [index, head] of LOG.heads.entries()) {
    const { signature: _signature, ...open } = head
    const swapped = (by: SignedHead) =>
      altered(
        LOG.entries,
        LOG.heads.map((each, place) => (place === index ? by : each)),
      )
    const found = (why: string) => ({ verdict: 'altered', at: head.seq, why })
    expect(swapped(signHead(open, other.privatePem))).toEqual(found(`The head after entry ${head.seq} is not signed by the head key.`))
    expect(swapped({ ...head, at: '2026-01-01T00:00:00.000Z' })).toEqual(
      found(`The head after entry ${head.seq} is not signed by the head key.`),
    )
    expect(swapped(signHead({ ...open, hash: 'f'.repeat(64) }, HEAD.privatePem))).toEqual(
      found(`The signed head after entry ${head.seq} has another hash than the entry.`),
    )
    expect(swapped(signHead({ ...open, run: 'R-2' }, HEAD.privatePem))).toEqual(found(`The head after entry ${head.seq} is of R-2.`))
  }
})

test('of several bad heads the first is named', () => {
  const heads = LOG.heads.map((head) => ({ ...head, at: '2026-01-01T00:00:00.000Z' }))
  expect(verifyLog([...logLines(LOG.entries, []), ...heads.toReversed().map((head) => ({ head }))], KEYS)).toMatchObject({
    at: LOG.heads[0]?.seq,
  })
})

test('an end head in the middle is found', () => {
  const [first] = LOG.heads
  const { signature: _signature, ...open } = first as SignedHead
  const early = signHead({ ...open, final: true }, HEAD.privatePem)
  expect(altered(LOG.entries, [early, ...LOG.heads.slice(1)])).toEqual({
    verdict: 'altered',
    at: open.seq,
    why: `Entries follow the signed end head after entry ${open.seq}.`,
  })
  expect(altered(LOG.entries.slice(0, open.seq), [early])).toEqual({
    verdict: 'altered',
    at: open.seq,
    why: `A signed end head stands after entry ${open.seq}, and the run has not ended.`,
  })
})

test('a log of another installation is not verified by these keys', () => {
  expect(verifyLog(LOG.lines, { ...KEYS, installation: 'production' })).toEqual({
    verdict: 'altered',
    at: 1,
    why: 'It was started for the installation practice, and the keys are of production.',
  })
})

test('entries of another version of the rules are checked by chain, signatures and approvers', () => {
  const entries = resealed(clone(LOG.entries).map((entry) => ({ ...entry, rules: 7 })))
  const heads = LOG.heads.map(({ signature: _signature, ...head }) =>
    signHead({ ...head, hash: entries[head.seq - 1]?.hash ?? '' }, HEAD.privatePem),
  )
  expect(altered(entries, heads)).toEqual({
    verdict: 'intact',
    entries: COUNT,
    heads: 4,
    notes: ['Entries of rules version 7 were checked by chain, signatures and approvers; their decisions were not repeated.'],
  })
})

test('whatever the version, a performed step needs signed approvals of different people', () => {
  const changed = (change: (entry: Entry) => Entry): LogLine[] =>
    logLines(resealed(clone(LOG.entries).map((entry) => change({ ...entry, rules: 7 }))), [])
  const claim = LOG.entries.find((entry) => entry.events.some(({ type }) => type === 'claimed'))
  const found = (why: string) => ({ verdict: 'altered', at: claim?.seq, why })
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
  expect(verifyLog(changed(carolAs({ id: 'amir', groups: ['dba'] })), KEYS)).toEqual(lacking('1 of uc-leads'))
  expect(verifyLog(changed(carolAs({ id: 'dana' })), KEYS)).toEqual(lacking('1 of uc-leads'))
  expect(verifyLog(changed(carolAs({ groups: [] })), KEYS)).toEqual(lacking('1 of uc-leads'))
  const unwritten = (entry: Entry): Entry =>
    approving(entry, 'carol') ? { ...entry, events: entry.events.filter(({ type }) => type !== 'approved') } : entry
  expect(verifyLog(changed(unwritten), KEYS)).toEqual(lacking('1 of uc-leads'))
  const stale = (entry: Entry): Entry =>
    approving(entry, 'amir') ? { ...entry, command: sign({ ...entry.command.command, fingerprint: 'f' } as never) } : entry
  expect(verifyLog(changed(stale), KEYS)).toEqual(lacking('1 of dba'))
  const ofEvents =
    (change: (event: Entry['events'][number]) => Entry['events'][number]) =>
    (entry: Entry): Entry => ({ ...entry, events: entry.events.map(change) })
  const barred = ofEvents((event) => (event.type === 'gate-opened' ? { ...event, barred: { carol: 'x' } } : event))
  expect(verifyLog(changed(barred), KEYS)).toEqual(lacking('1 of uc-leads'))
  const lineless = ofEvents((event) => (event.type === 'gate-opened' ? { ...event, lines: [] } : event))
  expect(verifyLog(changed(lineless), KEYS)).toEqual(lacking('it has no lines'))
  const gateless = ofEvents((event) => (event.type === 'ordered' ? { ...event, gate: 9 } : event))
  expect(verifyLog(changed(gateless), KEYS)).toEqual(found('R-1/2/0/4 was claimed, and no gate let it pass.'))
})

test('a worker replays the entries to the very state, or is told the first that does not follow', () => {
  expect(replay(LOG.entries, KEYS)).toMatchObject({
    head: { seq: COUNT, hash: LOG.entries.at(-1)?.hash },
    state: { phase: 'done', seq: COUNT },
  })
  expect(replay([], KEYS)).toEqual({ altered: 1, why: 'There is no entry at all.' })
  expect(replay([...LOG.entries.slice(0, 4), at(6)], KEYS)).toEqual({
    altered: 5,
    why: 'It is number 6, and number 5 is due: an entry is missing, doubled or out of its place.',
  })
  const others = (by: Partial<Entry>) => replay([...LOG.entries.slice(0, 2), { ...at(3), ...by }], KEYS)
  expect(others({ prev: 'f'.repeat(64) })).toEqual({
    altered: 3,
    why: 'It does not follow the entry before: the hash that it names is another one.',
  })
  expect(others({ at: at(4).at })).toEqual({ altered: 3, why: 'Its hash is not that of its content.' })
})

test('a worker that has replayed the first part goes on from there', () => {
  const first = replay(LOG.entries.slice(0, 20), KEYS)
  if ('altered' in first) throw new Error(first.why)
  expect(replay(LOG.entries.slice(20), KEYS, first)).toEqual(replay(LOG.entries, KEYS))
})
