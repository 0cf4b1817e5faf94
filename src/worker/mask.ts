/** Takes known secrets out of everything that leaves the worker. */
import type { Secret, WorkerTarget } from './options.ts'

export type Mask = (text: string) => string

const COVER = '••••••'

/** Covers each secret, also where JSON, T-SQL or a URL has escaped it. The longest is covered first, so none leaves a tail. */
export function maskOf(secrets: string[]): Mask {
  const spellings = secrets.filter((secret) => secret !== '').flatMap(spellingsOf)
  const longestFirst = [...new Set(spellings)].toSorted((a, b) => b.length - a.length)
  return (text) => longestFirst.reduce((masked, spelling) => masked.replaceAll(spelling, COVER), text)
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
