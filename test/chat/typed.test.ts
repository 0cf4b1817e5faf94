import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Procedure } from '../../src/procedure/procedure.ts'
import { splitWords } from '../../src/chat/split-words.ts'
import { readTyped } from '../../src/chat/typed.ts'
import { en } from '../../src/words/en.ts'

const parameter = (name: string): Procedure['parameters'][number] => ({ name, type: { list: false, of: 'text' }, ask: `${name}?`, line: 1 })

const failover: Procedure = {
  id: 'failover-persistent-chat',
  command: '/failover persistent-chat',
  title: 'Fail over',
  policy: 'disaster-recovery',
  lock: 'x',
  parameters: ['pool', 'backup', 'activeServers', 'mirrorShare'].map(parameter),
  intro: '',
  steps: [],
  text: '',
  hash: '',
}

const read = (text: string): unknown => {
  const typed = readTyped(text, [failover], en)
  if (!('type' in typed)) return typed.fault
  return typed.type === 'start' ? { rehearsal: typed.rehearsal, answers: typed.answers } : typed
}

describe('a typed start', () => {
  test('takes values inline, also quoted, and --rehearse', () => {
    expect(read('/failover persistent-chat pool=LyncPC.contoso.com activeServers="pc5, pc6" --rehearse')).toEqual({
      rehearsal: true,
      answers: { pool: 'LyncPC.contoso.com', activeServers: 'pc5, pc6' },
    })
  })

  test('understands a missing slash, other case, and the quotes and hyphens of phones', () => {
    expect(read('Failover Persistent-Chat POOL=“a b” —rehearse')).toEqual({ rehearsal: true, answers: { pool: 'a b' } })
  })

  test('keeps backslashes, apostrophes within words, and doubled quotes', () => {
    expect(read(String.raw`/failover persistent-chat mirrorShare=\\sqlb1\share backup='it''s' pool=o'neill`)).toEqual({
      rehearsal: false,
      answers: { mirrorShare: String.raw`\\sqlb1\share`, backup: "it's", pool: "o'neill" },
    })
  })

  test('may stand behind /countersign, where a platform has its first word for itself', () => {
    expect(read('/countersign failover persistent-chat pool=x')).toEqual({ rehearsal: false, answers: { pool: 'x' } })
    expect(read('/countersign show failover persistent-chat')).toMatchObject({ type: 'show' })
  })

  test('is refused with all its faults at once', () => {
    expect(read('/failover persistent-chat pol=x word pool=1 pool=2 --reherse')).toBe(
      [
        '/failover persistent-chat has no parameter pol. Did you mean pool? It has pool, backup, activeServers, mirrorShare.',
        'word is not name=value. A value with blanks stands in quotes: name="two words".',
        'pool is given twice. Give it once.',
        'There is no option --reherse. Did you mean --rehearse?',
      ].join('\n'),
    )
  })
})

const MIRROR_WHICH = 'Mirror which run? /countersign mirror RUN here shows it where that is typed; /countersign runs lists them.'

describe('a question', () => {
  test.each([
    ['/countersign', { type: 'help' }],
    ['/countersign LIST', { type: 'list' }],
    ['countersign status', { type: 'status', run: undefined }],
    ['/countersign status r-12', { type: 'status', run: 'R-12' }],
    ['/countersign plan 7', { type: 'plan', run: 'R-7' }],
    ['/countersign status run R‑12:', { type: 'status', run: 'R-12' }],
    ['/countersign audit «R - 12»', { type: 'audit', run: 'R-12' }],
    ['/countersign mirror R-7 here', { type: 'mirror', run: 'R-7' }],
    ['/countersign mirror run R‑7: HERE.', { type: 'mirror', run: 'R-7' }],
    ['/countersign Mirror #7', { type: 'mirror', run: 'R-7' }],
    ['/countersign cancel R-7 the site is back', { type: 'cancel', run: 'R-7', asked: false, reason: 'the site is back' }],
    ['/countersign cancel the site is back', { type: 'cancel', run: undefined, asked: true, reason: 'the site is back' }],
    ['/countersign cancel run of bad luck', { type: 'cancel', run: undefined, asked: true, reason: 'run of bad luck' }],
    ['/countersign show failover persistent-chat', { type: 'show', procedure: failover }],
  ])('%s is read', (text, typed) => expect(read(text)).toEqual(typed))

  test.each([
    [
      '/failover persistant-chat',
      'There is no command /failover persistant-chat. Did you mean /failover persistent-chat? /countersign list shows what can be started.',
    ],
    ['/countersign cancel R-7', 'A cancel needs its reason: /countersign cancel R-7 and why.'],
    ['/countersign mirror', MIRROR_WHICH],
    ['/countersign mirror here', MIRROR_WHICH],
    ['/countersign mirror this', 'this is not a run. Runs are named like R-7; /countersign runs lists them.'],
    ['/countersign mirror R-x here', 'R-x is not a run. Runs are named like R-7; /countersign runs lists them.'],
    [
      '/countersign mirror R-7 #dba',
      'A run is mirrored into the place where that is typed, not into “#dba”: type /countersign mirror R-7 here there.',
    ],
    [
      '/countersign mirror R-7 R-8 here',
      'A run is mirrored into the place where that is typed, not into “R-8 here”: type /countersign mirror R-7 here there.',
    ],
    ['whoami', 'There is no command /whoami. Did you mean /countersign whoami? /countersign list shows what can be started.'],
    [
      '/countersign miror R-7',
      '/countersign knows no miror. Did you mean mirror? It knows list, show, plan, runs, status, mirror, cancel, audit, whoami, help.',
    ],
    [
      '/countersign failovr persistent-chat pool=x',
      '/countersign knows no failovr. Did you mean failover persistent-chat? It knows list, show, plan, runs, status, mirror, cancel, audit, whoami, help.',
    ],
    ['/countersign cancel', 'A cancel needs its reason: /countersign cancel RUN and why.'],
    [
      '/countersign cancel 2 of the servers are back',
      'Is R-2 meant, or does the reason begin with a number? Nothing is cancelled. Write the run out, /countersign cancel R-2 and the reason, or begin the reason with a word.',
    ],
    [
      '/countersign cancel R-x wrong pool',
      'R-x could be meant as a run, and is none: nothing is cancelled. Runs are named like R-7; begin a reason with a word.',
    ],
    [
      '/countersign cancel R-1, R-2 wrong pool',
      'A cancel takes one run, and nothing is cancelled: R-1, R-2 wrong pool. Cancel one after the other.',
    ],
    ['/countersign plan later', 'later is not a run. Runs are named like R-7; /countersign runs lists them.'],
    ['/countersign status R-7 R-8', '/countersign status takes one run, such as R-7, not 2 words.'],
    ['/countersign show', 'Show which procedure? Name it as /countersign list does: /countersign show failover persistent-chat.'],
    ['   ', 'Nothing was typed. Try /countersign help.'],
    [
      '/failover persistent-chat pool="a',
      'The quote at character 32 is never closed. Close it with ", or double it to mean the character.',
    ],
    ['x'.repeat(5000), 'That is 5,000 characters; a command has at most 4,000.'],
    [
      '/countersign stats',
      '/countersign knows no stats. Did you mean status? It knows list, show, plan, runs, status, mirror, cancel, audit, whoami, help.',
    ],
  ])('%s is refused', (text, fault) => expect(read(text)).toBe(fault))
})

describe('a cancel', () => {
  test.each(['R-1:', 'r-1', 'R‑1', 'R–1', 'R−1', 'run R-1', '«R-1»', '"R-1"', 'R-1,', 'Ｒ－１', 'R-01', '(R-1)'])(
    'of %s is one of R-1',
    (run) => {
      expect(read(`/countersign cancel ${run} wrong pool`)).toEqual({ type: 'cancel', run: 'R-1', asked: false, reason: 'wrong pool' })
    },
  )

  test.each(['R1', '#1', 'R - 1', 'run 1', 'R.1', 'R\u200b-1'])('of %s is asked about, because it is not written out', (run) => {
    expect(read(`/countersign cancel ${run} wrong pool`)).toEqual({ type: 'cancel', run: 'R-1', asked: true, reason: 'wrong pool' })
  })

  test('of whatever looks like a run is of that run or of none: what is written never becomes the reason to cancel another', () => {
    const decoration = fc.constantFrom('', '«', '(', '"', '#', '*', '`', '\u200b', ' ')
    const dash = fc.constantFrom('', '-', '‐', '‑', '–', '—', '−', '－', ' - ', '.', '_', '\u00a0')
    const number = fc.tuple(fc.nat(10 ** 12), fc.constantFrom('', '０', '٣', 'x', '.5', '/2')).map(([n, end]) => `${n}${end}`)
    const written = fc.tuple(fc.constantFrom('', 'run ', 'RUN:'), decoration, fc.constantFrom('R', 'r', 'Ｒ'), dash, number, decoration)
    fc.assert(
      fc.property(written, (parts) => {
        const typed = readTyped(`/countersign cancel ${parts.join('')} wrong pool`, [], en)
        if ('fault' in typed) return
        expect(typed).toMatchObject({ type: 'cancel', reason: 'wrong pool' })
        expect(typed.type === 'cancel' && typed.run).toBe(`R-${Number(/\d+/.exec(parts[4].normalize('NFKC'))?.[0])}`)
      }),
      { numRuns: 500 },
    )
  })
})

test('words are split at any blank, and empty quotes are an empty word', () => {
  expect(splitWords('a\t b\u00a0c ""', en.notes.typed)).toEqual({ words: ['a', 'b', 'c', ''] })
})
