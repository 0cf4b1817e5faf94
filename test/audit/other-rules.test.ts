import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Entry, PublicKeys, SignedHead } from '../../src/audit/entry.ts'
import { logLines } from '../../src/audit/export.ts'
import { RELEASE_OF_RULES, RULES_VERSION } from '../../src/audit/rules.ts'
import { signHead } from '../../src/audit/signature.ts'
import { replay, verifyLog, verifyText } from '../../src/audit/verify.ts'
import { at, clone, LOG, resealed } from './forged.ts'
import { HEAD, KEYS } from './recorded-log.ts'

/** As somebody with the head key would write it: other rules in some entries, something changed in them, every hash and head anew. */
function rewritten(rules: (seq: number) => number, change: (entry: Entry) => Entry = (entry) => entry) {
  const entries = resealed(clone(LOG.entries).map((entry) => change({ ...entry, rules: rules(entry.seq) })))
  const heads = LOG.heads.map(({ signature: _signature, ...head }) =>
    signHead({ ...head, hash: entries[head.seq - 1]?.hash ?? '', rules: rules(head.seq) }, HEAD.privatePem),
  )
  return { entries, heads, verdict: verifyLog(logLines(entries, heads), KEYS) }
}

/** Of no release yet. */
const LATER_RULES = RULES_VERSION + 1

/** Entry 9, as people are told of its key. */
const SIGNED_BY = at(9).command.key === 'clock' ? "the clock key's" : `${at(9).command.key}'s`

const why = (entry: number, rules: number) =>
  `Entry ${entry} was decided by rules version ${rules}, and this program has version ${RULES_VERSION}, so the decision cannot be repeated.`

test('a log of later rules cannot be judged, and none of its entries counts as decided again', () => {
  expect(rewritten(() => LATER_RULES).verdict).toEqual({
    verdict: 'cannot-be-judged',
    at: 1,
    rules: [LATER_RULES],
    why: `${why(1, LATER_RULES)} No release up to this one (${RELEASE_OF_RULES[RULES_VERSION]}) has these rules: verify it with the release that wrote it.`,
    entries: 0,
  })
})

test('a log of earlier rules names the release that can judge it', () => {
  expect(rewritten(() => 1).verdict).toEqual({
    verdict: 'cannot-be-judged',
    at: 1,
    rules: [1],
    release: '0.1.0',
    why: `${why(1, 1)} Verify it with release 0.1.0 of Countersign.`,
    entries: 0,
  })
})

test('a log that mixes rules cannot be judged from the first entry on that is not of ours', () => {
  expect(rewritten((seq) => (seq < 20 ? RULES_VERSION : LATER_RULES)).verdict).toEqual({
    verdict: 'cannot-be-judged',
    at: 20,
    rules: [RULES_VERSION, LATER_RULES],
    why: `${why(20, LATER_RULES)} The log mixes the versions ${RULES_VERSION}, ${LATER_RULES}: no release can judge the whole of it.`,
    entries: 19,
  })
  expect(rewritten((seq) => (seq === 20 ? LATER_RULES : RULES_VERSION)).verdict).toMatchObject({
    verdict: 'cannot-be-judged',
    at: 20,
    entries: 19,
  })
})

test.each([
  [
    `rules version ${LATER_RULES}`,
    LATER_RULES,
    [RULES_VERSION, LATER_RULES],
    `The log mixes the versions ${RULES_VERSION}, ${LATER_RULES}: no release can judge the whole of it.`,
  ],
  ['rules version 3', 3, [3, RULES_VERSION], `The log mixes the versions 3, ${RULES_VERSION}: no release can judge the whole of it.`],
  [
    'no rules version',
    undefined,
    [RULES_VERSION],
    `No release up to this one (${RELEASE_OF_RULES[RULES_VERSION]}) has these rules: verify it with the release that wrote it.`,
  ],
])('a head that the head key signed and that names %s is not read as ours', (names, rules, all, who) => {
  const [first, ...rest] = LOG.heads as [SignedHead, ...SignedHead[]]
  const { signature: _signature, rules: _rules, ...head } = first
  const other = signHead({ ...head, ...(rules !== undefined && { rules }) }, HEAD.privatePem)
  expect(verifyLog(logLines(LOG.entries, [other, ...rest]), KEYS)).toEqual({
    verdict: 'cannot-be-judged',
    at: head.seq,
    rules: all,
    why: `The head after entry ${head.seq} names ${names}, and the entries name version ${RULES_VERSION}, so it is not known what the head pins. ${who}`,
    entries: LOG.entries.length,
  })
})

test.each([LATER_RULES, undefined])('a head whose rules version was changed to %s without the head key is altered, not unread', (rules) => {
  const [first, ...rest] = LOG.heads as [SignedHead, ...SignedHead[]]
  const { rules: _rules, ...head } = first
  expect(verifyLog(logLines(LOG.entries, [{ ...head, ...(rules !== undefined && { rules }) }, ...rest]), KEYS)).toEqual({
    verdict: 'altered',
    at: head.seq,
    why: `The head after entry ${head.seq} is not signed by the head key.`,
  })
})

test('what was altered before other rules begin is said as such', () => {
  const refusalGone = (entry: Entry): Entry => (entry.seq === 6 ? { ...entry, events: entry.events.slice(0, 1) } : entry)
  expect(rewritten((seq) => (seq < 20 ? RULES_VERSION : LATER_RULES), refusalGone).verdict).toEqual({
    verdict: 'altered',
    at: 6,
    why: 'The rules lead from its command to other events.',
  })
})

test.each([1, LATER_RULES])('a signature, a hash, a place or a head that is not good is altered, also under rules %i', (rules) => {
  const { entries, heads } = rewritten(() => rules)
  const verdictOf = (changed: Entry[], pins = heads) => verifyLog(logLines(changed, pins), KEYS)
  const other = (seq: number, by: Partial<Entry>) => entries.map((entry) => (entry.seq === seq ? { ...entry, ...by } : entry))
  const unsigned = resealed(other(9, { command: { ...at(9).command, signature: at(8).command.signature } }))
  const found = (seq: number, what: string) => ({ verdict: 'altered', at: seq, why: what })
  expect(verdictOf(unsigned, [])).toEqual(found(9, `The signature of "${at(9).command.command.type}" is not ${SIGNED_BY}.`))
  expect(verdictOf(other(9, { at: at(10).at }))).toEqual(found(9, 'Its hash is not that of its content.'))
  expect(verdictOf(entries.filter(({ seq }) => seq !== 9))).toMatchObject({ verdict: 'altered', at: 9 })
  expect(verdictOf(resealed(entries.map((entry) => (entry.seq === 9 ? { ...entry, run: 'R-2' } : entry))))).toEqual(
    found(9, 'It belongs to R-2, and the log is of R-1.'),
  )
  const [first, ...rest] = heads
  expect(verdictOf(entries, [{ ...first, signature: heads[1]?.signature ?? '' } as never, ...rest])).toEqual(
    found(first?.seq ?? 0, `The head after entry ${first?.seq} is not signed by the head key.`),
  )
})

test.each([0, -1, -7])('rules version %i was never of any release: altered', (rules) => {
  expect(rewritten((seq) => (seq === 5 ? rules : RULES_VERSION)).verdict).toEqual({
    verdict: 'altered',
    at: 5,
    why: `It names rules version ${rules}, and no release ever had that: they are counted from 1.`,
  })
})

test.each(['"2"', 'null', '2.5', '1e400', '[2]', 'true', '"rules"'])('rules %s are no version: altered at the entry', (rules) => {
  const lines = logLines(LOG.entries, LOG.heads).map((line) => JSON.stringify(line))
  const changed = lines.map((line) =>
    line.includes('"seq":5,') && line.startsWith('{"entry"') ? line.replace('"rules":2', `"rules":${rules}`) : line,
  )
  expect(verifyText(`${changed.join('\n')}\n`, KEYS)).toMatchObject({ verdict: 'altered' })
})

test('what the rules version was changed for is never called true', () => {
  const approval = LOG.entries.find(({ command }) => command.command.type === 'approve')
  const later = (iso: string) => new Date(Date.parse(iso) + 30 * 24 * 3_600_000).toISOString()
  const attacks: ((entry: Entry) => Entry)[] = [
    (entry) => ({ ...entry, at: later(entry.at) }),
    (entry) => (entry.seq === approval?.seq ? { ...entry, events: entry.events.filter(({ type }) => type !== 'refused') } : entry),
    (entry) => ({ ...entry, events: entry.events.filter(({ type }) => type !== 'refused') }),
  ]
  for (const rules of [1, 2, LATER_RULES, 1_000_000_000, Number.MAX_SAFE_INTEGER]) {
    for (const attack of attacks)
      expect(rewritten(() => rules, attack).verdict).toMatchObject({ verdict: 'cannot-be-judged', at: 1, entries: 0 })
  }
})

test('a worker does not go on from entries of other rules', () => {
  const { entries } = rewritten((seq) => (seq < 20 ? RULES_VERSION : LATER_RULES))
  expect(replay(entries, KEYS)).toMatchObject({ altered: 20 })
})

test('keys without a clock key, as release 0.1.0 wrote them, accuse nobody of a log of its rules', () => {
  const { entries, heads } = rewritten(() => 1)
  expect(verifyLog(logLines(entries, heads), { ...KEYS, clock: '' })).toMatchObject({ verdict: 'cannot-be-judged' })
})

test('a log that release 0.1.0 wrote cannot be judged, and an altered one is', () => {
  const folder = join(import.meta.dirname, 'golden', 'rules-1')
  const keys: PublicKeys = { ...(JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8')) as PublicKeys), clock: '' }
  const text = readFileSync(join(folder, 'R-1.jsonl'), 'utf8')
  expect(verifyText(text, keys)).toMatchObject({ verdict: 'cannot-be-judged', at: 1, rules: [1], release: '0.1.0', entries: 0 })
  expect(verifyText(text.replace('"amir"', '"erin"'), keys)).toMatchObject({ verdict: 'altered' })
})

test('a release that the table names for these rules is this one, or came before it', () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')) as { version: string }
  expect(version >= (RELEASE_OF_RULES[RULES_VERSION] ?? '')).toBe(true)
})
