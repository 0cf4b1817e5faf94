/** The line that opens a block: language, role, and where it runs. */
import { closestName } from '../../text/closest-name.ts'
import type { DocumentReport } from './document-fault.ts'
import type { Fence } from './outline.ts'
import type { OtherNames } from './other-names.ts'
import type { Block, Language, Role } from '../procedure.ts'
import { acts } from '../acts.ts'
import { readHttp } from './read-http.ts'

/** A block before its names are known. */
export interface BlockDraft extends Omit<Block, 'uses' | 'as'> {
  /** Where the text has names of its own. */
  names?: OtherNames
}

const LANGUAGES: readonly Language[] = ['sql', 'powershell', 'http']
export const ROLES: readonly Role[] = ['read', 'wait-until', 'before', 'run', 'check', 'undo']

const LONGEST = { on: 128, database: 128, url: 2000, rule: 128 }

/** Reads a fence of code. A fence whose language and role are known comes back even with other faults, so that it is counted. */
export function readFence(fence: Fence, report: DocumentReport): BlockDraft | undefined {
  const spaced: string[] = []
  const info = fence.info.trim().replaceAll(/(\S+)\s+=\s*/g, (_, key: string) => {
    spaced.push(`${key}=`)
    return `${key}=`
  })
  const [written = '', role = '', ...settings] = wordsOf(info)
  const language = LANGUAGES.find((known) => known === written)
  if (language === undefined) {
    report(fence.line, { is: 'no-language', written })
    return undefined
  }
  const known = ROLES.find((name) => name === role)
  if (known === undefined) {
    if (role === 'choices') report(fence.line, { is: 'choices-in-step' })
    else report(fence.line, { is: 'no-role', written: role, language, known: ROLES })
    return undefined
  }
  if (language === 'http' && (known === 'read' || acts(known))) report(fence.line, { is: 'http-role', role: known })
  for (const place of spaced) report(fence.line, { is: 'blank-in-place', written: place })
  if (fence.text.trim() === '' && language !== 'http') report(fence.line, { is: 'empty-block' })
  const after = settings.indexOf('after')
  if (after !== -1 && known !== 'check') report(fence.line, { is: 'after-of-other-role', role: known })
  const places = readPlaces(
    language,
    settings.filter((_, index) => index !== after),
    fence.line,
    report,
  )
  const names = places.rule === undefined ? undefined : readNames(places.with)
  const block: BlockDraft = {
    role: known,
    language,
    on: places.on ?? '',
    ...databaseOf(language, places),
    line: fence.line + 1,
    ...(language === 'http' ? askedOf(places.url ?? '', fence, report) : { text: fence.text }),
    ...(names && { rule: places.rule ?? '', names }),
  }
  return after === -1 || known !== 'check' ? block : { ...block, after: true }
}

/** A text in quotes is one word with the key before it. */
function wordsOf(info: string): string[] {
  return info.match(/[^\s"]*"[^"]*"\S*|\S+/g) ?? []
}

/** People approve the address with what is expected of it. */
function askedOf(url: string, { text, line }: Fence, report: DocumentReport): Pick<BlockDraft, 'text' | 'http'> {
  return { text: `GET ${url}\n${text}`, http: readHttp(url, text, line, report) }
}

function databaseOf(language: Language, places: { database?: string }): { database?: string } {
  return language === 'sql' ? { database: places.database ?? 'master' } : {}
}

/** `theirs:ours,other:another`, as the rules are written out. */
function readNames(written = ''): OtherNames {
  return Object.fromEntries(
    written.split(',').flatMap((pair) => {
      const [theirs = '', ours = ''] = pair.split(':')
      return theirs === '' ? [] : [[theirs, ours]]
    }),
  )
}

/** `rule` and `with` stand where a rule is written out, and in no file. */
const PLACES = ['on', 'database', 'url', 'rule', 'with'] as const

type Places = Partial<Record<(typeof PLACES)[number], string>>

/** For advice. */
const USUAL = { sql: ['on', 'database'], powershell: ['on'], http: ['on', 'url'] } as const

function readPlaces(language: Language, settings: string[], line: number, report: DocumentReport): Places {
  const places: Places = {}
  for (const setting of settings) {
    const [key = '', ...rest] = setting.split('=')
    const value = rest.join('=').replace(/^"(.*)"$/, '$1')
    if (!isPlace(key) || (key !== 'url' && /\s/.test(value)) || key === (language === 'http' ? 'database' : 'url'))
      report(line, { is: 'unknown-place', written: setting, known: USUAL[language] })
    else if (value === '') report(line, { is: 'place-without-value', key, written: setting })
    else if (places[key] !== undefined) report(line, { is: 'place-twice', key })
    else if (key === 'database' && language === 'powershell') report(line, { is: 'database-of-powershell' })
    else if (key !== 'with' && value.length > LONGEST[key])
      report(line, { is: 'long-place', key, length: value.length, most: LONGEST[key] })
    else if (key === 'database' && /^[@$]|^\{.*\}$/.test(value) && !/^@[A-Za-z][A-Za-z0-9]*$/.test(value))
      report(line, { is: 'unfilled-database', written: value })
    else places[key] = value
  }
  // One that is nearly called so is said already.
  if (!settings.some((setting) => closestName(setting.split('=')[0] ?? '', ['on']) !== undefined)) report(line, { is: 'no-place' })
  return places
}

function isPlace(key: string): key is keyof Places {
  return PLACES.some((place) => place === key)
}
