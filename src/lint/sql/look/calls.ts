/** Procedures that a block may call before anybody approved. */
import type { Readers } from '../../readers.ts'
import type { SqlCall } from '../calls.ts'

/** Why this call is none of a reader, and what to do; `database` is that of the fence. */
export function whyNoReader(
  call: SqlCall,
  { readers, database, role }: { readers: Readers; database: string; role: string },
): [what: string, next: string] | undefined {
  const called = withoutUsualSchema(call.name)
  const own = called.at(-1) ?? ''
  const listed = readers.procedures.map((name) => withoutUsualSchema(name.toLowerCase().split('.')))
  const homes = [called, [database.toLowerCase(), ...called], ...(isUsualHome(call) ? [[own]] : [])]
  if (listed.some((reader) => homes.some((home) => home.join('.') === reader.join('.')))) {
    const asked = QUESTIONS[own]
    if (asked !== undefined && !asksOnly(call, asked))
      return [
        `a \`${role}\` block only reads, and EXEC of ${own} does more unless it is told @${asked.name} = '${asked.value}' alone`,
        `write EXEC ${own} '${asked.value}'`,
      ]
    const told = toldToWrite(call)
    if (told === undefined) return undefined
    return [`a \`${role}\` block only reads, and EXEC of ${own} with @${told} may do more`, `leave @${told} out`]
  }
  const elsewhere = listed.find((reader) => reader.length > 1 && reader.at(-1) === own)
  return [
    `a \`${role}\` block only reads, and EXEC of ${call.name.join('.')} may do more`,
    elsewhere === undefined
      ? 'use a query, or add it to `readers` in the configuration when it changes nothing'
      : `write ${elsewhere[0] ?? ''}.dbo.${own}`,
  ]
}

/** Procedures that look when this is all that they are told. */
const QUESTIONS: Readonly<Record<string, { name: string; value: string }>> = { sp_change_users_login: { name: 'action', value: 'Report' } }

function asksOnly({ args }: SqlCall, { name, value }: { name: string; value: string }): boolean {
  const [only, ...more] = args
  const [text, ...rest] = only?.tokens ?? []
  return (
    more.length === 0 &&
    rest.length === 0 &&
    (only?.name ?? name) === name &&
    text?.kind === 'string' &&
    text.value.toLowerCase() === value.toLowerCase()
  )
}

/** Arguments with which a reader counts or writes first, and how many may stand before them without a name. */
const WRITING_ARGUMENTS: Readonly<Record<string, { name: string; before: number }>> = {
  sp_spaceused: { name: 'updateusage', before: 1 },
  sp_configure: { name: 'configvalue', before: 1 },
  sp_statistics: { name: 'accuracy', before: 5 },
}

function toldToWrite({ name, args }: SqlCall): string | undefined {
  const writing = WRITING_ARGUMENTS[name.at(-1) ?? '']
  if (writing === undefined) return undefined
  const given = args.some((arg) => arg.name === writing.name) || args.filter((arg) => arg.name === undefined).length > writing.before
  return given ? writing.name : undefined
}

function withoutUsualSchema(parts: readonly string[]): string[] {
  return parts.filter((part, index) => index === parts.length - 1 || !['dbo', 'sys', ''].includes(part))
}

/** Nobody can create anything in `sys`, and the procedures of SQL Server are those of `master` in every database. */
function isUsualHome({ name }: SqlCall): boolean {
  return name.at(-2) === 'sys' || (name.length === 3 && name[0] === 'master' && ['dbo', ''].includes(name[1] ?? ''))
}
