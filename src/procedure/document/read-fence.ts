/** The line that opens a block: language, role, and where it runs. */
import { didYouMean } from '../../text/closest-name.ts'
import type { Report } from '../../text/fault.ts'
import type { Fence } from './outline.ts'
import type { Block, Language, Role } from '../procedure.ts'

/** A block before its names are known. */
export type BlockDraft = Omit<Block, 'uses'>

const LANGUAGES: readonly Language[] = ['sql', 'powershell']
export const ROLES: readonly Role[] = ['read', 'before', 'run', 'check']

/** Reads a fence of code. A fence whose language and role are known comes back even with other faults, so that it is counted. */
export function readFence(fence: Fence, report: Report): BlockDraft | undefined {
  const [written = '', role = '', ...settings] = fence.info.trim().split(/\s+/)
  const language = LANGUAGES.find((known) => known === written)
  if (language === undefined) {
    const what = written === '' ? 'this fence has no language' : `\`${written}\` is no language of a fence`
    report(
      fence.line,
      what,
      didYouMean(written, [...LANGUAGES, 'yaml', 'text'], 'use sql, powershell, yaml (the options of a step) or text'),
    )
    return undefined
  }
  if (role === 'undo') {
    report(
      fence.line,
      'nothing runs an `undo` block yet, and people would approve it for nothing',
      'make the way back a procedure of its own, or keep it as ```text',
    )
    return undefined
  }
  const known = ROLES.find((name) => name === role)
  if (known === undefined) {
    const what = role === '' || role.includes('=') ? 'this block has no role' : `\`${role}\` is no role of a block`
    report(fence.line, what, didYouMean(role, ROLES, `write one of ${ROLES.join(', ')} after \`${language}\``))
    return undefined
  }
  if (fence.text.trim() === '') report(fence.line, 'this block is empty', 'write its code or remove it')
  const places = readPlaces(language, settings, fence.line, report)
  return { role: known, language, on: places.on ?? '', ...databaseOf(language, places), text: fence.text, line: fence.line + 1 }
}

function databaseOf(language: Language, places: { database?: string }): { database?: string } {
  return language === 'sql' ? { database: places.database ?? 'master' } : {}
}

function readPlaces(language: Language, settings: string[], line: number, report: Report): { on?: string; database?: string } {
  const places: { on?: string; database?: string } = {}
  for (const setting of settings) {
    const [key = '', ...rest] = setting.split('=')
    const value = rest.join('=')
    if (key !== 'on' && key !== 'database') {
      report(line, `\`${setting}\` means nothing here`, didYouMean(key, ['on', 'database'], 'a fence has `on=` and `database=` only'))
    } else if (value === '') {
      report(line, `\`${setting}\` has no value`, `write \`${key}=…\``)
    } else if (places[key] !== undefined) {
      report(line, `\`${key}=\` stands here twice`, 'keep one of them')
    } else if (key === 'database' && language === 'powershell') {
      report(line, '`database=` means nothing to PowerShell', 'remove it')
    } else if (value.length > 128) {
      report(line, `\`${key}=\` has ${value.length} characters`, 'a name has 128 at most')
    } else if (key === 'database' && /^[@$]|^\{.*\}$/.test(value) && !/^@[A-Za-z][A-Za-z0-9]*$/.test(value)) {
      const name = value.replaceAll(/[^A-Za-z0-9]/g, '')
      report(line, `\`${value}\` is not filled in`, `write \`database=@${name}\` for a parameter, or the name of the database itself`)
    } else places[key] = value
  }
  if (!settings.some((setting) => setting.startsWith('on='))) {
    report(line, 'this block does not say where it runs', 'add `on=` and a parameter that names a target')
  }
  return places
}
