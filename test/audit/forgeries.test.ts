/** What somebody with one key, or with none, could make of a finished log: never is it intact. */
import { expect, test } from 'vitest'
import { RULES_VERSION } from '../../src/audit/rules.ts'
import type { Entry, LogLine, SignedHead } from '../../src/audit/entry.ts'
import { exportLog, logLines, logText } from '../../src/audit/export.ts'
import { signCommand, signerOf, signHead } from '../../src/audit/signature.ts'
import { verifyBytes, verifyLog } from '../../src/audit/verify.ts'
import type { Command } from '../../src/run/command.ts'
import { at, clone, LOG, resealed } from './forged.ts'
import { B1, CHAT, CLOCK, HEAD, KEYS, sign } from './recorded-log.ts'
import { shortOrLong } from '../suite/long-form.ts'

const HOLDERS = { nobody: '', chat: CHAT.privatePem, clock: CLOCK.privatePem, head: HEAD.privatePem, worker: B1.privatePem }
type Holder = keyof typeof HOLDERS

const seqOf = (type: string) => LOG.entries.find(({ command }) => command.command.type === type)?.seq ?? 0
const APPROVAL = LOG.entries.find((entry) => entry.events.some(({ type }) => type === 'approved'))?.seq ?? 0
const CLAIM = seqOf('claim')
const MIRROR = seqOf('mirror')

const LATER = '2026-12-21T03:00:00.000Z'

/** Of one entry: what it becomes. */
const CHANGES: [string, number, (entry: Entry) => object][] = [
  ['run', 3, () => ({ run: 'R-2' })],
  ['number', 3, () => ({ seq: 30 })],
  ['time', 3, () => ({ at: LATER })],
  ['rules 1', 3, () => ({ rules: 1 })],
  ['later rules', 3, () => ({ rules: RULES_VERSION + 1 })],
  ['rules of every entry', 0, () => ({ rules: RULES_VERSION + 1 })],
  ['rules -1', 3, () => ({ rules: -1 })],
  ['time of every entry', 0, ({ at }) => ({ at: new Date(Date.parse(at) + 1000).toISOString() })],
  ['no events', APPROVAL, () => ({ events: [] })],
  ['an event less', APPROVAL, ({ events }) => ({ events: events.slice(1) })],
  ['an event more', APPROVAL, ({ events }) => ({ events: [...events, { type: 'refusals-counted' }] })],
  ['the events the other way round', APPROVAL, ({ events }) => ({ events: events.toReversed() })],
  ['another approver in the events', APPROVAL, ({ events }) => ({ events: renamed(events) })],
  ['another mirror in the events', MIRROR, ({ events }) => ({ events: elsewhere(events) })],
  ['no mirror', MIRROR, ({ events }) => ({ events: events.filter(({ type }) => type !== 'mirrored') })],
  ['no refusals', 0, ({ events }) => ({ events: events.filter(({ type }) => type !== 'refused') })],
]

/** Of one command: what it becomes; it is signed anew where the forger has the key that such a command is signed with. */
const COMMANDS: [string, number, (command: Command) => object][] = [
  ['another approver', APPROVAL, renamed],
  ['another account', APPROVAL, (command) => ({ ...command, by: { ...('by' in command ? command.by : {}), account: 'x/y' } })],
  ['other groups', APPROVAL, (command) => ({ ...command, by: { ...('by' in command ? command.by : {}), groups: ['dba', 'uc-leads'] } })],
  ['another gate', APPROVAL, (command) => ({ ...command, gate: 2 })],
  ['another fingerprint', APPROVAL, (command) => ({ ...command, fingerprint: 'f'.repeat(64) })],
  ['another event id', APPROVAL, (command) => ({ ...command, eventId: 'another' })],
  ['another press', APPROVAL, (command) => ({ ...command, at: LATER })],
  ['a command of another run', APPROVAL, (command) => ({ ...command, run: 'R-2' })],
  ['a rejection', APPROVAL, (command) => ({ ...command, type: 'reject' })],
  ['another mirror', MIRROR, elsewhere],
  ['a mirror by another', MIRROR, renamed],
  ['another requester', 1, renamed],
  ['other people', 1, (command) => ({ ...command, people: [] })],
  ['a rehearsal', 1, (command) => ({ ...command, rehearsal: true })],
  ['other answers', 1, (command) => ({ ...command, answers: { pool: 'x' } })],
  ['another nonce', CLAIM, (command) => ({ ...command, nonce: 'another' })],
  ['another worker', CLAIM, (command) => ({ ...command, worker: 'b2' })],
  ['another head', CLAIM, (command) => ({ ...command, head: 'f'.repeat(64) })],
  ['another result', seqOf('result'), (command) => ({ ...command, outcome: { type: 'looked', results: [] } })],
  ['another answer', seqOf('observed'), (command) => ({ ...command, lockHeld: true })],
  ['another lock', seqOf('lock-granted'), (command) => ({ ...command, lock: 'another' })],
  ['another reason for the loss', seqOf('lost-contact'), (command) => ({ ...command, why: 'another' })],
]

/** Of the whole: which entries stand there. */
const ORDERS: [string, (entries: Entry[]) => Entry[]][] = [
  ['an entry less', (entries) => entries.toSpliced(APPROVAL - 1, 1)],
  ['the first entry less', (entries) => entries.slice(1)],
  ['an entry twice', (entries) => entries.toSpliced(APPROVAL, 0, clone(entries[APPROVAL - 1] as Entry))],
  ['two swapped', (entries) => entries.toSpliced(APPROVAL - 1, 2, entries[APPROVAL] as Entry, entries[APPROVAL - 1] as Entry)],
  ['the other way round', (entries) => entries.toReversed()],
  ['cut in the middle, and ended', (entries) => [...entries.slice(0, APPROVAL), entries.at(-1) as Entry]],
  ['cut, and ended by a timer', (entries) => [...entries.slice(0, APPROVAL), expiry(entries[APPROVAL] as Entry)]],
  ['the whole twice', (entries) => [...entries, ...clone(entries)]],
]

/**
 * Who forges this in the short form: nobody's key leaves what was signed as it was, the head's pins whatever stands there, and the key that such a command is signed
 * with makes its signature good. Each of the others signs with a wrong key, as the head's does.
 */
const holdersOf = (signer?: Holder): Holder[] => {
  const some: Holder[] = signer === undefined ? ['nobody', 'head'] : ['nobody', 'head', signer]
  return shortOrLong({ short: some, long: Object.keys(HOLDERS) as Holder[] })
}

test.each([
  ...CHANGES.flatMap(([what, seq, change]) =>
    holdersOf().map((holder) => ({
      holder,
      what,
      forge: (all: Entry[]) => each(all, seq, (entry) => ({ ...entry, ...change(entry) })),
    })),
  ),
  ...COMMANDS.flatMap(([what, seq, change]) =>
    holdersOf(signerOf(at(seq).command.command)).map((holder) => ({
      holder,
      what,
      forge: (all: Entry[]) =>
        each(all, seq, (entry) => ({ ...entry, command: signedBy(holder, change(entry.command.command) as Command, entry.command) })),
    })),
  ),
  ...ORDERS.flatMap(([what, forge]) => holdersOf('clock').map((holder) => ({ holder, what, forge }))),
])('$holder has the key: $what', ({ holder, forge }) => {
  const { entries, forged } = forgedBy(holder, forge)
  expect(forged).not.toEqual(LOG.entries)
  const headsAnew = pinned(entries, holder)
  const both = [LOG.heads, headsAnew]
  for (const heads of shortOrLong({ short: both, long: [...both, LOG.heads.slice(-1), headsAnew.slice(-1)] })) {
    // A number alone that is made anew with all others is the old one.
    if (JSON.stringify(entries) !== JSON.stringify(LOG.entries))
      expect(verifyLog(logLines(entries, heads), KEYS).verdict).not.toBe('intact')
    expect(verifyLog(logLines(forged, heads), KEYS).verdict).not.toBe('intact')
  }
})

test.each(['run', 'seq', 'hash', 'at', 'final', 'rules', 'signature'] as const)('a head with another %s', (field) => {
  const others = {
    run: 'R-2',
    seq: 1,
    hash: 'f'.repeat(64),
    at: LATER,
    final: false,
    rules: RULES_VERSION + 1,
    signature: LOG.heads[0]?.signature ?? '',
  }
  const changed = { ...(LOG.heads.at(-1) as SignedHead), [field]: others[field] }
  expect(verifyLog(logLines(LOG.entries, [...LOG.heads.slice(0, -1), changed]), KEYS).verdict).not.toBe('intact')
})

const TEXT = exportLog(LOG.entries, LOG.heads)
const first = LOG.lines[0] as LogLine
const ENCODINGS: [string, Buffer][] = [
  ['a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16', Buffer.from(TEXT, 'utf16le')],
  ['Windows line ends', Buffer.from(TEXT.replaceAll('\n', '\r\n'))],
  ['old Mac line ends', Buffer.from(TEXT.replaceAll('\n', '\r'))],
  ['no last line feed', Buffer.from(TEXT.slice(0, -1))],
  ['an empty line more', Buffer.from(`${TEXT}\n`)],
  ['blanks', Buffer.from(TEXT.replace('{"entry":', '{"entry": '))],
  ['an escaped letter', Buffer.from(TEXT.replace('"run":"R-1"', '"run":"\\u0052-1"'))],
  ['an escaped slash', Buffer.from(TEXT.replace('practice/', 'practice\\/'))],
  ['a name twice', Buffer.from(TEXT.replace('{"entry":{', '{"entry":{"at":"x",'))],
  ['another order of names', Buffer.from(TEXT.replace(logText(first), `${JSON.stringify(backwards(first))}\n`))],
  ['a number otherwise written', Buffer.from(TEXT.replace('"seq":1}', '"seq":1.0}'))],
  ['a byte that is no UTF-8', Buffer.concat([Buffer.from(TEXT.slice(0, 200)), Buffer.from([0xff]), Buffer.from(TEXT.slice(201))])],
  ['a zero byte', Buffer.from(TEXT.replace('R-1', 'R\0-1'))],
  ['something behind it', Buffer.from(`${TEXT}{}\n`)],
]

test.each(ENCODINGS)('the log with %s', (_, bytes) => {
  expect(bytes.equals(Buffer.from(TEXT))).toBe(false)
  expect(verifyBytes(bytes, KEYS)).toMatchObject({ verdict: 'altered' })
})

test('a byte that a lenient decoder would take for what stands there is not taken for it', () => {
  const { entries, heads } = LOG
  const command = { ...entries[0]?.command.command, conversation: { platform: 'practice', channel: 'half \ufffd' } } as Command
  const replaced = resealed([{ ...(entries[0] as Entry), command: sign(command) }])
  const text = exportLog(replaced, [])
  const at = Buffer.from(text).indexOf(Buffer.from('\ufffd'))
  const bytes = Buffer.from(text)
  expect(heads.length).toBeGreaterThan(0)
  expect(Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at + 3)]).toString('utf8')).toBe(text)
  expect(verifyBytes(Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at + 3)]), KEYS)).toEqual({
    verdict: 'altered',
    at: 1,
    why: 'Line 1: this is not UTF-8, or too long to be a line of a log',
  })
})

test('the log that all this was made of is intact', () => {
  expect(verifyBytes(Buffer.from(TEXT), KEYS)).toMatchObject({ verdict: 'intact', entries: LOG.entries.length })
})

function forgedBy(holder: Holder, forge: (entries: Entry[]) => Entry[]): { entries: Entry[]; forged: Entry[] } {
  const forged = forge(clone(LOG.entries))
  const timers = forged.map((entry) =>
    entry.command.signature === '' ? { ...entry, command: signedBy(holder, entry.command.command, entry.command) } : entry,
  )
  return { entries: resealed(timers), forged }
}

/** `seq` 0: all of them. */
function each(entries: Entry[], seq: number, change: (entry: Entry) => object): Entry[] {
  return entries.map((entry) => (seq === 0 || entry.seq === seq ? (change(entry) as Entry) : entry))
}

/** Only who has the key that such a command is signed with can sign it; everybody else leaves the signature that was there. */
function signedBy(holder: Holder, command: Command, before: Entry['command']): Entry['command'] {
  if (holder === 'nobody') return { ...before, command }
  const signer = signerOf(command)
  if (signer !== holder) return signCommand(command, before.key, HOLDERS[holder])
  return signCommand(command, holder === 'worker' ? 'b1' : holder, HOLDERS[holder])
}

function pinned(entries: Entry[], holder: Holder): SignedHead[] {
  const key = holder === 'nobody' ? undefined : HOLDERS[holder]
  const last = entries.length
  return LOG.heads.flatMap(({ signature, ...head }, index) => {
    const seq = index === LOG.heads.length - 1 ? last : Math.min(head.seq, last)
    const open = { ...head, seq, hash: entries[seq - 1]?.hash ?? '' }
    return [key === undefined ? { ...open, signature } : signHead(open, key)]
  })
}

/** What the clock would have said if nobody had come. */
function expiry(entry: Entry): Entry {
  const command: Command = { run: entry.run, type: 'timer', key: 'expire:gate-1' }
  const events = [
    { type: 'gate-closed', gate: 1, because: 'expired' },
    { type: 'ended', end: 'expired', sentence: 'x' },
  ] as Entry['events']
  return { ...entry, at: LATER, command: { command, key: 'clock', signature: '' }, events }
}

function renamed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll('"amir"', '"erin"').replaceAll('"carol"', '"bob"').replaceAll('"dana"', '"both"')) as T
}

function backwards(line: LogLine): unknown {
  return 'entry' in line ? { entry: Object.fromEntries(Object.entries(line.entry).toReversed()) } : line
}

function elsewhere<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll('"C2"', '"C3"')) as T
}
