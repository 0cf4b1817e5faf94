/** Each row of the README's table "Who can forge what", and where it is shown. A sentence that changes there must be shown here. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { logLines } from '../../src/audit/export.ts'
import type { Proof } from '../../src/audit/signature.ts'
import { checkCommand, isProven, signCommand, signHead, signProof } from '../../src/audit/signature.ts'
import { RULES_VERSION } from '../../src/audit/rules.ts'
import { verifyLog } from '../../src/audit/verify.ts'
import type { Command } from '../../src/run/command.ts'
import { LOG } from './forged.ts'
import { B1, CHAT, CLOCK, HEAD, KEYS } from './recorded-log.ts'

const root = join(import.meta.dirname, '..', '..')

/** By the first cell: the other two, and the tests that show them. */
const ROWS: Record<string, { can: string; cannot: string; shown: [file: string, test: string][] }> = {
  'the **chat** key (bot)': {
    can: "say anything in anybody's name: start, approve, reject",
    cannot: "make a timer, a worker's claim or result; change a log that has its heads",
    shown: [
      ['test/audit/who-can-forge.test.ts', "the chat key signs every person's word, and no other"],
      ['test/audit/forgeries.test.ts', '$holder has the key: $what'],
    ],
  },
  'the **clock** key (bot)': {
    can: "say what the engine's objects and the clock say; who reaches the engine, too, can give a lock away or call a worker lost",
    cannot: "say a person's or a worker's word; have a timer count before its time; end a log that was cut",
    shown: [
      ['test/audit/who-can-forge.test.ts', 'the clock key signs what the engine and the clock say, and no other word'],
      ['test/engine/strange-calls.test.ts', 'what our own objects can say to a run is a closed list: %s is not in it'],
      ['test/engine/strange-calls.test.ts', 'a true word that is repeated at another time is harmless: %s'],
      ['test/audit/forgeries.test.ts', '$holder has the key: $what'],
    ],
  },
  'a **worker** key': {
    can: 'claim and report results as that worker',
    cannot: 'approve anything; speak for another worker or site',
    shown: [
      ['test/audit/who-can-forge.test.ts', "a worker's key signs its own claims and results, and no other word"],
      ['test/engine/strangers.test.ts', 'a claim of a worker whose key nobody knows, or in the name of another one, is refused'],
    ],
  },
  'the **head** key (bot)': {
    can: "sign another head; who reaches the engine, too, can answer in the bot's name, plant a run's state, prove to a worker what is not so",
    cannot: 'sign any command; make a changed or shortened log *intact*; change the heads that were posted in the channel',
    shown: [
      ['test/audit/who-can-forge.test.ts', 'the head key signs heads and proofs, and no command'],
      ['test/audit/who-can-forge.test.ts', 'a log that the head key has shortened at any entry, and ended, is not intact'],
      ['test/audit/other-rules.test.ts', 'what the rules version was changed for is never called true'],
      ['test/audit/forgeries.test.ts', '$holder has the key: $what'],
      ['test/worker/replay-run.test.ts', 'a worker does not believe'],
    ],
  },
  'the **request identity** key (engine)': {
    can: 'call the handlers of the bot',
    cannot: 'be believed there: each word needs the proof of another key',
    shown: [
      [
        'test/engine/strange-calls.test.ts',
        'the engine key in his hand, too: an engine of his own that signs as ours calls every handler, and nothing comes of it',
      ],
    ],
  },
  'the engine: its admin interface (elsewhere: a client certificate of its authority), its store': {
    can: 'stop everything; delete runs; hold back what was said',
    cannot:
      "have anything approved, started, shown or performed that nobody said; answer in the bot's name; give or stop a worker's order. The bot says that somebody was there",
    shown: [
      ['test/engine/strange-calls.test.ts', '%s, called by a service of his own, does nothing'],
      ['test/engine/strange-calls.test.ts', 'people are told once of each kind, and nothing of it was ever shown'],
      [
        'test/engine/registered-over.test.ts',
        'nothing that answers in our place is believed: not to a command, a question, a list or a number',
      ],
      ['test/engine/planted-state.test.ts', 'a lock whose state was %s is still held'],
      [
        'test/engine/planted-state.test.ts',
        'how far a run is shown is not believed of anybody else: it is shown again rather than not at all',
      ],
      ['test/engine/strangers.test.ts', 'a state %s that was planted through the admin socket is refused'],
      ['test/worker/claim.test.ts', 'a claim whose answer %s is not granted: nothing is sent'],
      ['test/engine/strange-calls.test.ts', 'every handler of ours is known to this table'],
      ['test/worker/other-release.test.ts', 'a worker believes nothing of what answers in the place of its bot without the head key'],
    ],
  },
  'the console in practice': {
    can: 'speak as anybody: entries say `via: practice`',
    cannot: 'exist beside Slack, Teams or a target that is not a practice target',
    shown: [['test/cli/cannot-start.test.ts', 'practice beside a real target is refused']],
  },
}

test('the README says this and no more', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const section = readme.slice(readme.indexOf('## Who can forge what'), readme.indexOf('## What was proved against what'))
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
  const said = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  expect(said).toEqual(Object.entries(ROWS).map(([who, { can, cannot }]) => [who, can, cannot]))
})

test.each(Object.entries(ROWS).flatMap(([who, { shown }]) => shown.map(([file, name]) => ({ who, file, name }))))(
  '$who: "$name"',
  ({ file, name }) => {
    const text = readFileSync(join(root, file), 'utf8')
    expect(text.includes(`'${name}'`) || text.includes(`"${name}"`)).toBe(true)
  },
)

/** One command of each kind, as it stands in a true log or could. */
const kinds = new Map<string, Command>(LOG.entries.map(({ command }) => [command.command.type, command.command]))
kinds.set('timer', { run: 'R-1', type: 'timer', key: 'expire:gate-1' })
kinds.set('no-worker', { run: 'R-1', type: 'no-worker', order: 'x', site: 'b', known: [] })
const WORKERS = ['claim', 'result', 'observed']
const CLOCKS = ['timer', 'no-worker', 'lock-granted', 'lost-contact']

function signs(key: string, pem: string): string[] {
  return [...kinds].filter(([, command]) => checkCommand(signCommand(command, key, pem), KEYS) === undefined).map(([type]) => type)
}

describe('which key signs which word', () => {
  const persons = [...kinds.keys()].filter((type) => !WORKERS.includes(type) && !CLOCKS.includes(type))

  test("the chat key signs every person's word, and no other", () => {
    expect(persons).toEqual(expect.arrayContaining(['start', 'approve', 'deviate']))
    for (const name of ['chat', 'clock', 'head', 'b1']) expect(signs(name, CHAT.privatePem)).toEqual(name === 'chat' ? persons : [])
  })

  test('the clock key signs what the engine and the clock say, and no other word', () => {
    for (const name of ['chat', 'clock', 'head', 'b1']) {
      expect(signs(name, CLOCK.privatePem).toSorted()).toEqual(name === 'clock' ? [...CLOCKS].toSorted() : [])
    }
  })

  test("a worker's key signs its own claims and results, and no other word", () => {
    for (const name of ['chat', 'clock', 'head', 'b1', 'b2']) {
      expect(signs(name, B1.privatePem).toSorted()).toEqual(name === 'b1' ? [...WORKERS].toSorted() : [])
    }
  })

  test('the head key signs heads and proofs, and no command', () => {
    for (const name of ['chat', 'clock', 'head', 'b1']) expect(signs(name, HEAD.privatePem)).toEqual([])
    const proof: Proof = { proves: 'bot', installation: 'practice', site: 'b', worker: 'b1', boot: 'x', nonce: 'x' }
    expect(isProven(proof, signProof(proof, HEAD.privatePem), KEYS)).toBe(true)
    for (const other of [CHAT, CLOCK, B1]) expect(isProven(proof, signProof(proof, other.privatePem), KEYS)).toBe(false)
  })
})

test('a log that the head key has shortened at any entry, and ended, is not intact', () => {
  for (let seq = 1; seq < LOG.entries.length; seq++) {
    const entries = LOG.entries.slice(0, seq)
    const { run, hash, at } = entries.at(-1) as (typeof entries)[number]
    const heads = [
      ...LOG.heads.filter((head) => head.seq < seq),
      signHead({ run, seq, hash, at, final: true, rules: RULES_VERSION }, HEAD.privatePem),
    ]
    expect(verifyLog(logLines(entries, heads), KEYS)).toEqual({
      verdict: 'altered',
      at: seq,
      why: `A signed end head stands after entry ${seq}, and the run has not ended.`,
    })
  }
})
