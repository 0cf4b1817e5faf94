/** What people of a conversation read is said by `src/words` alone: `src/chat` holds no words of its own, its page neither. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { drawnIn, labelsIn, textsIn, type Text } from './texts.ts'

const root = join(import.meta.dirname, '../..')

/** Texts that no person of a conversation reads, or that are the same in every language. `text`: all of the file where nothing is said. */
const KEPT: readonly { at: RegExp; text?: RegExp; why: string }[] = [
  { at: /(slack|teams)\/manifest\.ts$/, why: 'the app as its maker installs it: a file of the repository, in English' },
  { at: /(slack|teams)\/send-test\.ts$/, why: '`countersign send-test`: the command line speaks English' },
  { at: /slack\/receive\/http-(guard|receiver)\.ts$/, why: 'answers to a machine that is not Slack, and lines of the log' },
  { at: /slack\/receive\/(say-clock|socket-receiver)\.ts$/, why: 'troubles: lines of the log, which the console repeats' },
  { at: /live\/connection-state\.ts$/, text: /^Web API$/, why: 'in a line of the log' },
  {
    at: /(slack\/(show|receive)|teams\/receive|live)\//,
    text: /^(ask|mention,|home|retire|plan|back|link|tell|no) (…|card)/,
    why: 'names of ways and parts',
  },
  {
    at: /(slack\/show|live)\/(approval-requests|attach-plan|home|no-card|show|take-back|tell-one-person|tell-people)\.ts$/,
    text: /\.$|^channel …$|^The account … could not be told: “…” …$/,
    why: 'troubles: lines of the log, which the console repeats',
  },
  { at: /slack\/receive\/bolt-log\.ts$/, text: /^\(a token\)$/, why: 'in a line of the log' },
  {
    at: /open-(slack|teams|console)\.ts$/,
    text: /listens there$|allow it$|no address …$|be opened$|to another number\.$|that is free\.$/,
    why: 'ends the start',
  },
  { at: /open-console\.ts$/, text: /^query parser$/, why: 'a setting of express' },
  {
    at: /teams\/(bot-framework|bot-port|connector-http)\.ts$/,
    why: 'headers of HTTP, the fault of a call as the log has it, and a sentence of botbuilder',
  },
  { at: /teams\/watch-callers\.ts$/, why: 'troubles: lines of the log, which the console repeats' },
  {
    at: /teams\/endpoint\.ts$/,
    text: /^query parser$|^a request for Teams could not be read$/,
    why: 'a setting of express, and a line of the log',
  },
  { at: /fields\.ts$|form\.ts$/, text: /^list of ?$/, why: 'begins the name of a type' },
  {
    at: /console\/(guard|let-in|pages|practice-panel|stream)\.ts$/,
    text: /;|^Bearer …$|^export const words = |^<code>|^console …$|^(event|id): …/,
    why: 'headers and frames of HTTP',
  },
  {
    at: /ask\/(audit|help)\.ts$|(typed|typed-line|out-of-service)\.ts$/,
    text: /^(\/?countersign|show|status|plan|audit|mirror|cancel) /,
    why: 'commands, as they are typed',
  },
]

const files = globSync('src/chat/**/*.ts', { cwd: root }).map((file) => file.replaceAll('\\', '/'))

const isKept = (file: string, text: string) => (kept: (typeof KEPT)[number]) => kept.at.test(file) && (kept.text?.test(text) ?? true)

/** Texts that should be said by `src/words`, as `file:line: text`. */
function unsaidIn(file: string, source: string): string[] {
  return textsIn(source, 'ts')
    .filter(({ text }) => !KEPT.some(isKept(file, text)))
    .map(({ text, line }) => `${file}:${line}: ${text}`)
}

describe('the page of the console', () => {
  const pages = globSync('src/chat/console/page/*.{js,html}', { cwd: root }).map((file) => file.replaceAll('\\', '/'))
  const readIn = (file: string, source: string): string[] => (file.endsWith('.html') ? labelsIn(source) : drawnIn(source))

  test('draws no text of its own', () => {
    expect(pages.length).toBeGreaterThan(14)
    expect(pages.flatMap((file) => readIn(file, readFileSync(join(root, file), 'utf8')).map((text) => `${file}: ${text}`))).toEqual([])
  })

  test.each([
    ['page.js', "h('button', { type: 'button' }, 'Start')", 'Start'],
    ['page.js', "h('p', {}, [`${count} lines`])", '… lines'],
    ['page.js', "h('ol', { class: 'a b', 'aria-label': `Thread of ${run}` })", 'Thread of …'],
    ['page.js', "find('link').textContent = up ? 'live' : words.lost", 'live'],
    ['page.js', "bar.setAttribute('aria-label', 'Progress')", 'Progress'],
    ['page.js', 'announce(`${run} waits`)', '… waits'],
    ['page.js', "throw new Error('Try again.')", 'Try again.'],
    ['page.html', '<p>Read it</p>', 'Read it'],
    ['page.html', '<p><b>%read%</b> Now</p>', 'Now'],
    ['page.html', '<input aria-label="Command" placeholder="/countersign help" />', 'Command'],
  ])('%s: %s is refused', (file, source, text) => {
    expect(readIn(file, source)).toEqual([text])
  })
})

describe('the texts of src/chat', () => {
  const sources = files.map((file) => ({ file, source: readFileSync(join(root, file), 'utf8') }))

  test('are none that people of a conversation read', () => {
    expect(files.length).toBeGreaterThan(90)
    expect(sources.flatMap(({ file, source }) => unsaidIn(file, source))).toEqual([])
  })

  test('that are kept all the same are there', () => {
    const texts = sources.flatMap(({ file, source }) => textsIn(source, 'ts').map((each): Text & { file: string } => ({ ...each, file })))
    for (const kept of KEPT)
      expect(
        texts.some(({ file, text }) => isKept(file, text)(kept)),
        `${kept.at} ${kept.text}`,
      ).toBe(true)
  })

  test.each([
    ["const label = 'Start it'", 'Start it'],
    ['const says = `${count} characters`', '… characters'],
    ['const says = `Reason: ${reason}`', 'Reason: …'],
    ["said('refused', 'No runs')", 'No runs'],
    ["const rows = [{ name: 'Time', value: `people waited for ${time}` }]", 'people waited for …'],
  ])('%s is refused', (source, text) => {
    expect(unsaidIn('src/chat/card/card.ts', source)).toEqual([`src/chat/card/card.ts:1: ${text}`])
  })

  test.each([
    "import { a } from './no such file'",
    "type Again = 'press it' | 'type it'",
    "log.warn({ err: cause }, 'a card could not be drawn')",
    "this.context.log.error({}, 'nothing came of it')",
    "throw new Error('the program ends')",
    "const key = 'answer.reason'",
    'const place = `${run}/${place}`',
    "const mark = ' · '",
    '// Nobody reads this: a comment',
  ])('%s is none', (source) => {
    expect(unsaidIn('src/chat/card/card.ts', source)).toEqual([])
  })
})
