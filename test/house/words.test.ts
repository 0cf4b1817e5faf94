/** Names in `src` are the words of docs/words.md. */
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { wordsOf, namesIn } from './names.ts'

const root = join(import.meta.dirname, '../..')

/** No name in `src` holds one of these words. */
const AVOIDED = words(`
  bare bench book checkpoint common dashboard deed desk dispatch door execution executions happening heard heart helper helpers house inert job jobs journal
  lease ledger manager misc override overrides pace patience patrol playbook runbook runner shelf signoff snippet task tasks turns user users util utils
  vote workflow
`)

/** Others' words, where others are spoken to, and words of the log. `name`: the whole name, where it is not just any that holds the word. */
const KEPT: readonly { word: string; at: RegExp; name?: string; why: string }[] = [
  { word: 'user', at: /^src\/(chat\/slack|policy|words\/en\/slack)\//, why: 'Slack calls an account a user' },
  { word: 'users', at: /^src\/chat\/slack\//, why: 'an argument of conversations.open' },
  { word: 'dispatch', at: /^src\/chat\/slack\//, name: 'dispatch_action', why: 'a field of a block of Slack' },
  { word: 'user', at: /^src\/chat\/(adaptive|teams)\//, name: 'userIds', why: 'a field of Adaptive Cards' },
  { word: 'user', at: /^src\/chat\/teams\//, name: 'userRole', why: 'a field of a member in Teams' },
  { word: 'user', at: /^src\/chat\/teams\/app-token/, name: 'userAssignedClientId', why: 'an argument of MSAL' },
  { word: 'user', at: /^src\/words\/en\/teams\//, name: 'ConversationBlockedByUser', why: 'a code of Teams' },
  { word: 'user', at: /^src\/(config|cli|worker)\b/, why: 'the name in a log-in to a target' },
  { word: 'users', at: /^src\/lint\/sql\//, name: 'sp_change_users_login', why: 'a procedure of SQL Server' },
  { word: 'common', at: /^src\/lint\/powershell\/|^src\/lint\/readers/, name: 'COMMON_PARAMETERS', why: 'PowerShell calls them so' },
  { word: 'tasks', at: /^src\/lint\/powershell\/usual-cmdlets/, name: 'ScheduledTasks', why: 'a module of PowerShell' },
  { word: 'job', at: /^src\/lint\/powershell\/unreadable/, name: 'job', why: 'a job of PowerShell' },
  { word: 'heard', at: /^src\/run\/evolve/, name: 'heard', why: 'an event of logs that are kept' },
]

const files = globSync('src/**/*.{ts,mjs,js}', { cwd: root }).map((file) => file.replaceAll('\\', '/'))

/** Names with a word that is avoided, as `file: name (word)`. */
function avoidedIn(file: string, source: string): string[] {
  return [basename(file).replace(/\..*$/, ''), ...namesIn(source, file.endsWith('.ts') ? 'ts' : 'js')].flatMap((name) =>
    wordsOf(name)
      .filter((word) => AVOIDED.has(word) && !KEPT.some((kept) => kept.word === word && kept.at.test(file) && (kept.name ?? name) === name))
      .map((word) => `${file}: ${name} (${word})`),
  )
}

describe('the names of src', () => {
  test('hold no avoided word', () => {
    expect(files.length).toBeGreaterThan(300)
    expect(files.flatMap((file) => avoidedIn(file, readFileSync(join(root, file), 'utf8')))).toEqual([])
  })

  test('are the words of docs/words.md, which sets the avoided ones in bold', () => {
    const bold = [...readFileSync(join(root, 'docs/words.md'), 'utf8').matchAll(/\*\*([a-z]+)\*\*/g)].map(([, word = '']) => word)
    expect(bold.toSorted()).toEqual([...AVOIDED].toSorted())
  })

  test('that are kept all the same are there', () => {
    const there = files.flatMap((file) => namesIn(readFileSync(join(root, file), 'utf8'), 'ts').map((name) => ({ file, name })))
    for (const { word, at, name: whole } of KEPT)
      expect(
        there.some(({ file, name }) => at.test(file) && (whole ?? name) === name && wordsOf(name).includes(word)),
        `${word} in ${at}`,
      ).toBe(true)
  })

  test.each([
    ['src/run/decide.ts', 'export interface OrderDesk {}', 'src/run/decide.ts: OrderDesk (desk)'],
    ['src/run/decide.ts', 'function f({ house }) {}', 'src/run/decide.ts: house (house)'],
    ['src/run/decide.ts', 'class A { #jobs = 1 }', 'src/run/decide.ts: jobs (jobs)'],
    ['src/run/decide.ts', 'const MOST_VOTES = { vote: 1 }', 'src/run/decide.ts: vote (vote)'],
    ['src/run/date-utils.ts', '', 'src/run/date-utils.ts: date-utils (utils)'],
    ['src/run/state.ts', 'type A = { user: string }', 'src/run/state.ts: user (user)'],
  ])('in %s with %s are refused', (file, source, fault) => {
    expect(avoidedIn(file, source)).toEqual([fault])
  })

  test('are names only: a comment or a text may say anything', () => {
    expect(avoidedIn('src/run/decide.ts', "// the desk of a user\nconst text = 'a workflow of the ledger'")).toEqual([])
  })
})

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
