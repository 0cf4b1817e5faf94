/** Takes known secrets out of everything that leaves the worker. */
import type { Secret, WorkerTarget } from './options.ts'

/** `end`: the text was cut there, and may end with the beginning of a secret, which is covered too. */
export type Mask = (text: string, end?: 'cut') => string

const COVER = '••••••'

/** Of a secret that was cut, fewer characters say nothing, and end many a text that holds none. */
const LEAST_BEGINNING = 4
/** What the host of PowerShell writes where it has cut a text. */
const CUT_BY_HOST = / \(\d+ more characters\)/g

/**
 * Covers each secret, also where JSON, T-SQL or a URL has escaped it, and what is left of one where the host of PowerShell has cut a text.
 * The longest is covered first, so none leaves a tail.
 */
export function maskOf(secrets: string[]): Mask {
  const spellings = secrets.filter((secret) => secret !== '').flatMap(spellingsOf)
  const longestFirst = [...new Set(spellings)].toSorted((a, b) => b.length - a.length)
  const coverEnd = (text: string) => withoutBeginning(text, longestFirst)
  return (text, end) => {
    const marks = [...text.matchAll(CUT_BY_HOST)].map(({ index }) => index)
    const pieces = [0, ...marks].map((from, piece) => text.slice(from, marks[piece]))
    const uncut = pieces.map((piece, at) => (at < marks.length || end === 'cut' ? coverEnd(piece) : piece)).join('')
    return longestFirst.reduce((masked, spelling) => masked.replaceAll(spelling, COVER), uncut)
  }
}

/** The text, with its end covered where that is one of these or the beginning of one, the longest that it can be. */
function withoutBeginning(text: string, spellings: string[]): string {
  const lengths = spellings.map((spelling) => beginningAtEnd(text, spelling))
  const length = Math.max(0, ...lengths)
  return length < LEAST_BEGINNING ? text : `${text.slice(0, text.length - length)}${COVER}`
}

/** With how many characters of the spelling, from its first on, the text ends. */
function beginningAtEnd(text: string, spelling: string): number {
  for (let length = Math.min(spelling.length, text.length); length >= LEAST_BEGINNING; length--)
    if (text.endsWith(spelling.slice(0, length))) return length
  return 0
}

/** Every secret that the targets hold or that parameters may name, and the lines of the worker's own key (PEM): a block reads files with the rights of the account that holds it. */
export function secretsOf(targets: WorkerTarget[], privateKey = '', named: Record<string, Secret> = {}): string[] {
  const lines = privateKey.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('-----'))
  const held = targets.flatMap((target) => {
    if (target.kind === 'sql-server') return [...known(target.password), ...known(target.reader?.password)]
    return [...known(target.password), ...known(target.reader?.password), ...Object.values(target.environment).flatMap(known)]
  })
  return [...held, ...Object.values(named).flatMap(known).flatMap(withItsLines), ...lines]
}

/** A program prints a key line by line. */
function withItsLines(secret: string): string[] {
  return [secret, ...secret.split(/\r?\n/).filter((line) => line.length >= 8)]
}

function known(secret: string | Secret | undefined): string[] {
  return typeof secret === 'object' && 'secret' in secret ? [secret.secret] : []
}

/** The same value with every text in it masked, keys too. */
export function maskDeep<T>(mask: Mask, value: T): T {
  if (typeof value === 'string') return mask(value) as T
  if (Array.isArray(value)) return value.map((each: unknown) => maskDeep(mask, each)) as T
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [mask(key), maskDeep(mask, each as unknown)])) as T
  }
  return value
}

function spellingsOf(secret: string): string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), secret.replaceAll("'", "''"), encodeURIComponent(secret)]
}
