/** The page is sent in the language of whoever reads it: its labels in its HTML, the rest as a module of its own. */
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, test } from 'vitest'
import type { PageWords } from '../../src/words/page-words.ts'
import { en } from '../../src/words/en.ts'
import { speaking } from '../../src/words/languages.ts'
import { otherLanguage } from '../words/other-language.ts'
import { send } from './http.ts'
import { consoleForEachTest } from './opened.ts'

const at = consoleForEachTest()
const other = otherLanguage('qps')
let address: string

beforeEach(async () => {
  at.backend.speak = speaking({ en, qps: other })
  address = (await at.again()).address
})

const GERMAN_THEN_OTHER = { 'accept-language': 'de-DE, qps-US;q=0.9, en;q=0.8' }
const get = (path: string, headers = {}) => send(address, 'GET', path, headers)

/** What a browser makes of the module, with nothing around it. */
function loaded(module: string): PageWords {
  return runInNewContext(module.replace('export const words =', '')) as PageWords
}

type Told = { [Name in keyof PageWords as PageWords[Name] extends (...facts: never[]) => string ? Name : never]: PageWords[Name] }

const FACTS: { [Name in keyof Told]: Parameters<Told[Name]>[] } = {
  wordless: [[502]],
  mayNotStart: [[['dba', 'uc-leads']], [[]]],
  threadOf: [['R-7']],
  cardOf: [['R-7', 'waiting']],
  earlier: [[1], [2]],
  onlyToYou: [['A line.']],
  nowIs: [['R-7', 'waiting']],
  left: [[0], [59_999], [60_000]],
  waits: [[{ all: 4000, people: 61_000, machines: 3_660_000 }]],
  span: [[59_000]],
  entries: [[1], [2]],
  download: [['R-7.jsonl']],
  verify: [['countersign audit verify R-7.jsonl']],
  save: [['R-7.jsonl']],
  broken: [[['Lost share', 'Slow restore']]],
  ofSite: [['dc2']],
  since: [[{ site: 'dc2', state: 'connected', at: '03:00' }], [{ site: 'dc2', state: 'silent', at: '03:00' }]],
  isAt: [[[]], [['R-7/1/0/1', 'R-8/2/0/1']]],
  clockApart: [[-40_000], [400_000]],
  waitsForWorker: [[{ site: 'dc2', order: 'R-7/1/0/1', at: '03:00' }]],
}

/** Each word, and what each function says of these facts. */
function allSaid(words: PageWords): unknown {
  return Object.entries(words).map(([name, value]: [string, unknown]) =>
    typeof value === 'function'
      ? [name, ...FACTS[name as keyof Told].map((facts) => (value as (...facts: unknown[]) => string)(...facts))]
      : [name, JSON.stringify(value)],
  )
}

describe('the words of the page', () => {
  test('are a module that a browser can load, in the language that it wants', async () => {
    const [english, others] = [await get('/page/words.js'), await get('/page/words.js', GERMAN_THEN_OTHER)]
    expect([english, others].map(({ headers }) => [headers['content-type'], headers['vary']])).toEqual([
      ['text/javascript; charset=utf-8', 'accept-language'],
      ['text/javascript; charset=utf-8', 'accept-language'],
    ])
    expect(allSaid(loaded(english.text))).toEqual(allSaid(en.page()))
    expect(allSaid(loaded(others.text))).toEqual(allSaid(other.page()))
  })

  test('say in English what they always said', () => {
    expect(allSaid(en.page())).toEqual(
      expect.arrayContaining([
        ['mayNotStart', 'only dba or uc-leads may start it', 'only nobody may start it'],
        ['earlier', 'Show 1 earlier line', 'Show 2 earlier lines'],
        ['left', 'over', 'less than 1 min left', '1 min left'],
        ['waits', '4 s in all: people waited for 1 min 1 s, machines worked 1 h 1 min.'],
        ['entries', 'Audit log: 1 entry', 'Audit log: 2 entries'],
        ['since', 'Site dc2, since 03:00', 'Site dc2, heard of last at 03:00'],
        ['isAt', 'At nothing', 'At R-7/1/0/1, R-8/2/0/1'],
        ['clockApart', "Its clock is 40 s behind the bot's.", "Its clock is 400 s ahead of the bot's."],
        ['waitsForWorker', 'R-7/1/0/1 waits for a worker of dc2 since 03:00'],
      ]),
    )
  })

  test('that stand in its HTML are of the language that the page says it has', async () => {
    const [english, others] = [await get('/'), await get('/', GERMAN_THEN_OTHER)]
    expect([english, others].map(({ text, headers }) => [/<html lang="(\w+)">/.exec(text)?.[1], headers['content-language']])).toEqual([
      ['en', 'en'],
      ['qps', 'qps'],
    ])
    expect(english.text).toContain('<p>Start a procedure, or type <code>/countersign help</code>. Two other people must')
    expect(others.text).toContain('<h2>⟦qps page.frame.nothingYet⟧</h2>')
    for (const { text } of [english, others]) expect(text).not.toMatch(/%\w+%/)
  })
})

test('a label cannot break out of its place', async () => {
  const words = en.page()
  const page = (): PageWords => ({ ...words, frame: { ...words.frame, send: '"><script>`a` & b' } })
  at.backend.speak = speaking({ qps: { ...other, page } })
  address = (await at.again()).address
  expect((await get('/', GERMAN_THEN_OTHER)).text).toContain('class="strong">&quot;&gt;&lt;script&gt;<code>a</code> &amp; b</button>')
})
