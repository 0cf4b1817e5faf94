import { expect, test } from 'vitest'
import type { Entry, SignedHead } from '../../src/audit/entry.ts'
import { logLines } from '../../src/audit/export.ts'
import { signHead } from '../../src/audit/signature.ts'
import { replay, verifyLog } from '../../src/audit/verify.ts'
import { altered, at, COUNT, LOG } from './forged.ts'
import { HEAD, KEYS, makeKeys } from './recorded-log.ts'

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

test('a log whose head at a gate was taken out is not intact', () => {
  for (const { seq, final } of LOG.heads) {
    const heads = LOG.heads.filter((head) => head.seq !== seq)
    const why = final
      ? `The run has ended with entry ${seq}, and the signed end head is missing.`
      : `The signed head after entry ${seq}, where a gate passed, was taken out of the file.`
    expect(verifyLog(logLines(LOG.entries, heads), KEYS)).toMatchObject({ verdict: 'incomplete', why })
  }
})

test('of several bad heads the first is named', () => {
  const heads = LOG.heads.map((head) => ({ ...head, at: '2026-01-01T00:00:00.000Z' }))
  expect(verifyLog([...logLines(LOG.entries, []), ...heads.toReversed().map((head) => ({ head }))], KEYS)).toMatchObject({
    at: LOG.heads[0]?.seq,
  })
})

test('a head that stands elsewhere than behind its entry, or twice, is found', () => {
  const [first, second] = LOG.heads as [SignedHead, SignedHead]
  const late = [...logLines(LOG.entries.slice(0, first.seq), []), { entry: at(first.seq + 1) }, { head: first }]
  expect(verifyLog(late, KEYS)).toEqual({
    verdict: 'altered',
    at: first.seq,
    why: `The head of entry ${first.seq} stands behind entry ${first.seq + 1}.`,
  })
  expect(altered(LOG.entries, [first, second, second, ...LOG.heads.slice(2)])).toEqual({
    verdict: 'altered',
    at: second.seq,
    why: `The head after entry ${second.seq} stands there twice.`,
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
