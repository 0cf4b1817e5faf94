import { expect, test } from 'vitest'
import { canonical } from '../../src/audit/canonical.ts'
import { hashOf } from '../../src/audit/chain.ts'
import type { Entry, SignedHead } from '../../src/audit/entry.ts'
import { logLines, logText } from '../../src/audit/export.ts'
import { verifyBytes, verifyLog, verifyText } from '../../src/audit/verify.ts'
import { approves, gateOf, waits } from '../run/acts.ts'
import { altered, at, clone, COUNT, LOG, resealed } from './forged.ts'
import { KEYS, recorded, sign, WHOLE } from './recorded-log.ts'
import { shortOrLong } from '../suite/long-form.ts'

const TEXT = LOG.lines.map(logText).join('')
/** From one entry that is changed to the next. */
const STEP = shortOrLong({ short: 4, long: 1 })

test('a whole run is intact', () => {
  expect(verifyText(TEXT, KEYS)).toEqual({ verdict: 'intact', entries: COUNT, heads: 4, notes: [] })
  expect(COUNT).toBe(33)
})

test('a clock that went back is told, with the entry', () => {
  const { lines } = recorded([...WHOLE.slice(0, 2), gateOf(2), waits(-40 * 60_000), approves('amir'), waits(-1000), approves('carol')])
  expect(verifyLog(lines, KEYS)).toMatchObject({
    verdict: 'incomplete',
    notes: [
      'The clock went back by 40 min before entry 5: approvals may have counted for longer than they were given.',
      'The clock went back by 990 ms before entry 6: approvals may have counted for longer than they were given.',
    ],
  })
})

test('an open run, or one that was cut after a head or after any entry, is incomplete', () => {
  expect(verifyLog(recorded([...WHOLE.slice(0, 2), gateOf(2)]).lines, KEYS)).toEqual({
    verdict: 'incomplete',
    why: 'True as far as it goes: after entry 4 the run is still open, or the file was cut.',
    entries: 4,
    heads: 0,
    notes: [],
  })
  for (let count = 0; count < COUNT; count += STEP) {
    const heads = LOG.heads.filter(({ seq }) => seq <= count)
    expect(altered(LOG.entries.slice(0, count), heads), `cut after ${count}`).toMatchObject({ verdict: 'incomplete', entries: count })
  }
})

test('a file that ends within a line, as a copy or a full disk leaves it, is true as far as its lines go; nothing else may stand there', () => {
  const lines = TEXT.split('\n').slice(0, -1)
  const [last = '', whole] = [lines.at(-2), Buffer.from(`${lines.slice(0, -2).join('\n')}\n`)]
  const torn = (rest: string | Buffer) => verifyBytes(Buffer.concat([whole, Buffer.from(rest)]), KEYS)
  for (const length of [1, 9, 10, 100, last.length - 1])
    expect(torn(last.slice(0, length)), `${length} characters`).toEqual({
      ...(verifyBytes(whole, KEYS) as object),
      why: `Line ${lines.length - 1} does not end: the file was cut there, or is still being written. True as far as it goes: after entry ${COUNT - 1} the run is still open, or the file was cut.`,
    })
  const within = Buffer.from(last.replace('R-1', '한'))
  expect(torn(within.subarray(0, within.indexOf('한') + 1))).toMatchObject({ verdict: 'incomplete' })
  for (const rest of [last, `${last}x`, `x${last}`, '[', '{}', '{"note":{', '\xff{"entry":{'])
    expect(torn(rest), rest).toMatchObject({ verdict: 'altered' })
  expect(verifyText('{"entry":{', KEYS)).toMatchObject({ verdict: 'altered', at: 1 })
  expect(verifyText(`${TEXT}{"entry":{`, KEYS)).toMatchObject({ verdict: 'altered' })
})

test('the end without its signed head is incomplete', () => {
  expect(altered(LOG.entries, LOG.heads.slice(0, -1))).toMatchObject({
    verdict: 'incomplete',
    why: `The run has ended with entry ${COUNT}, and the signed end head is missing.`,
  })
})

test('one byte changed anywhere is found, at its entry', () => {
  const lines = TEXT.split('\n').slice(0, -1)
  let entries = 0
  for (const [index, line] of lines.entries()) {
    const isEntry = line.startsWith('{"entry"')
    if (isEntry) entries++
    const places = shortOrLong({ short: isEntry ? 1 : 4, long: isEntry ? 4 : 10 })
    const step = Math.max(1, Math.floor(line.length / places))
    for (let position = 0; position < line.length; position += step) {
      const code = line.charCodeAt(position)
      const changed = line.slice(0, position) + String.fromCharCode(code === 0x7e ? 0x21 : code + 1) + line.slice(position + 1)
      const verdict = verifyText([...lines.slice(0, index), changed, ...lines.slice(index + 1), ''].join('\n'), KEYS)
      expect(verdict.verdict, `line ${index + 1}, byte ${position}`).toBe('altered')
      if (isEntry && verdict.verdict === 'altered') expect(verdict.at).toBe(entries)
    }
  }
})

test('one entry removed is found where it stood', () => {
  for (let seq = 1; seq < COUNT; seq += STEP) {
    expect(altered(LOG.entries.filter((entry) => entry.seq !== seq))).toMatchObject({ verdict: 'altered', at: seq })
  }
  expect(verifyLog([...logLines(LOG.entries.slice(0, -1), LOG.heads), { head: LOG.heads.at(-1) as SignedHead }], KEYS)).toEqual({
    verdict: 'altered',
    at: COUNT,
    why: `A signed head stands for entry ${COUNT}, and the log ends with entry ${COUNT - 1}.`,
  })
})

test('one entry removed, and everything numbered and hashed anew, is found', () => {
  for (let seq = 1; seq < COUNT; seq += STEP) {
    expect(altered(resealed(clone(LOG.entries.filter((entry) => entry.seq !== seq))))).toMatchObject({ verdict: 'altered' })
  }
})

test('two entries swapped are found at the first', () => {
  for (let seq = 1; seq < COUNT; seq += STEP) {
    const entries = clone(LOG.entries)
    entries.splice(seq - 1, 2, at(seq + 1), at(seq))
    expect(altered(entries)).toMatchObject({ verdict: 'altered', at: seq })
    expect(altered(resealed(entries))).toMatchObject({ verdict: 'altered' })
  }
})

test('an entry doubled is found', () => {
  for (let seq = 1; seq <= COUNT; seq += STEP) {
    const entries = clone(LOG.entries)
    entries.splice(seq, 0, at(seq))
    expect(altered(entries)).toMatchObject({ verdict: 'altered', at: seq + 1 })
  }
})

test('another approver, with all hashes computed anew, is found at the approval', () => {
  const approvals = LOG.entries.filter((entry) => entry.command.command.type === 'approve')
  expect(approvals.length).toBeGreaterThan(5)
  for (const { seq } of approvals) {
    const entries = clone(LOG.entries)
    const other = canonical(at(seq)).replaceAll('carol', 'both').replaceAll('amir', 'erin').replaceAll('dana', 'both')
    entries.splice(seq - 1, 1, JSON.parse(other) as Entry)
    expect(altered(resealed(entries))).toEqual({ verdict: 'altered', at: seq, why: `The signature of "approve" is not the chat key's.` })
  }
})

test('a forger who holds the chat key too, and seals everything anew, is found by the rules or by the signed heads', () => {
  const seq = LOG.entries.find((entry) => entry.events.some((event) => event.type === 'approved'))?.seq ?? 0
  const { command } = at(seq).command
  if (command.type !== 'approve') throw new Error('not an approval')
  const entries = clone(LOG.entries).slice(0, seq + 1)
  const events = at(seq).events.map((event) => (event.type === 'approved' ? { ...event, account: 'practice/x' } : event))
  entries.splice(seq - 1, 1, { ...at(seq), command: sign({ ...command, by: { ...command.by, account: 'practice/x' } }), events })
  const heads = LOG.heads.filter((head) => head.seq <= seq + 1)
  expect(heads).toHaveLength(1)
  expect(altered(resealed(entries), heads)).toEqual({
    verdict: 'altered',
    at: seq + 1,
    why: `The signed head after entry ${seq + 1} has another hash than the entry.`,
  })
})

test('events that the rules do not lead to are found, whoever seals them', () => {
  for (const entry of LOG.entries) {
    const entries = clone(LOG.entries)
    entries.splice(entry.seq - 1, 1, { ...at(entry.seq), events: [...at(entry.seq).events, { type: 'refusals-counted' }] })
    expect(altered(resealed(entries))).toEqual({
      verdict: 'altered',
      at: entry.seq,
      why: 'The rules lead from its command to other events.',
    })
  }
})

test('a command that the rules refuse without a trace cannot stand in the log', () => {
  const entries = clone(LOG.entries).slice(0, 3)
  entries.push({ ...at(4), command: sign({ run: 'R-1', type: 'timer', key: 'expire:gate-9' }), events: [{ type: 'refusals-counted' }] })
  expect(altered(resealed(entries), [])).toEqual({
    verdict: 'altered',
    at: 4,
    why: 'The rules lead from its command to nothing: The timer expire:gate-9 of R-1 has nothing to do any more.',
  })
})

test('a time that is none, another run, and no events at all are found', () => {
  const change = (seq: number, by: Partial<Entry>) =>
    altered(resealed(clone(LOG.entries).map((entry) => (entry.seq === seq ? { ...entry, ...by } : entry))))
  expect(change(3, { at: 'yesterday' })).toEqual({ verdict: 'altered', at: 3, why: 'Its time "yesterday" is none.' })
  expect(change(3, { at: '2026-11-21T03:00:00Z' })).toEqual({ verdict: 'altered', at: 3, why: 'Its time "2026-11-21T03:00:00Z" is none.' })
  expect(change(3, { run: 'R-2' })).toEqual({ verdict: 'altered', at: 3, why: 'It belongs to R-2, and the log is of R-1.' })
  expect(change(3, { events: [] })).toMatchObject({ verdict: 'altered', at: 3 })
})

test('what breaks the rules themselves is found, not thrown', () => {
  const entries = clone(LOG.entries)
  entries.splice(2, 1, { ...at(3), at: '2026-11-21T03:00:00.000\ud800' })
  expect(altered(entries, [])).toMatchObject({ verdict: 'altered', at: 3 })
  entries.splice(2, 1, { ...at(3), hash: hashOf(at(3)), events: [{ type: 'refusals-counted', more: '\ud800' } as never] })
  expect(altered(entries, [])).toEqual({ verdict: 'altered', at: 3, why: 'It cannot be decided: Lone surrogate is not allowed' })
})

test('a command that no run would have listened to is found, whoever signed it', () => {
  const entries = clone(LOG.entries)
  entries.splice(0, 1, { ...at(1), command: sign({ ...at(1).command.command, document: null } as never) })
  expect(altered(resealed(entries), [])).toEqual({
    verdict: 'altered',
    at: 1,
    why: 'This is no command that the product knows: command.document: Invalid input: expected object, received null.',
  })
})
