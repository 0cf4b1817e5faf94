/** The GRANTs of a SQL target's two log-ins, as a script for sqlcmd. */
import { acts as actsBy } from '../../procedure/acts.ts'
import type { Configuration, SqlServerTarget } from '../../config/schema.ts'
import { ACTING_RIGHTS, mayWrite, rightsOf } from '../../lint/sql/rights.ts'
import type { Right } from '../../lint/sql/rights.ts'
import { everyBlock } from '../../procedure/every-block.ts'
import type { Procedure, Role } from '../../procedure/procedure.ts'

/** A right, and the blocks that take it: `failover-persistent-chat.md:74`. */
interface Wanted {
  right: Right
  places: string[]
}

/** For every target of SQL Server: any of them may be chosen for any parameter of that type. */
export function sqlScript(procedures: readonly Procedure[], targets: Configuration['targets']): string {
  const looks = wantedBy(procedures, (role) => !actsBy(role))
  const acts = withOwn(wantedBy(procedures, actsBy))
  const scripts = Object.entries(targets).flatMap(([name, target]) =>
    target.kind === 'sql-server' ? [scriptOf(name, target, looks, acts)] : [],
  )
  return scripts.length === 0 ? '' : [HEAD, ...scripts].join('\n')
}

const HEAD = `-- What the documents take, and no more. Any target of SQL Server may be chosen for any parameter of that type, so each of them gets the rights of every block.
-- Run each part on its own server, as somebody who may give these rights. Afterwards "countersign check --live DOC NAME=VALUE …" proves that what looks may only look.
`

function scriptOf(name: string, target: SqlServerTarget, looks: readonly Wanted[], acts: readonly Wanted[]): string {
  const server = target.instance === undefined ? target.host : `${target.host}\\${target.instance}`
  const lines = [`-- ${name}: ${server}`]
  if (target.reader === undefined) {
    lines.push(`-- This target has no reader: ${target.user} looks, too, with every right that it acts with.`)
    return [...lines, logInOf(target.user), ...grantsOf(target.user, merged([...acts, ...looks])), ''].join('\n')
  }
  const [kept, refused] = [looks.filter(({ right }) => !mayWrite(right)), looks.filter(({ right }) => mayWrite(right))]
  return [
    ...lines,
    `-- ${target.user} acts:`,
    logInOf(target.user),
    ...grantsOf(target.user, acts),
    `-- ${target.reader.user} looks:`,
    logInOf(target.reader.user),
    ...grantsOf(target.reader.user, kept),
    ...refused.map(
      ({ right, places }) =>
        `-- Not given to ${target.reader?.user}, because whoever has it can write: ${sayRight(right)} (${places.join(', ')}). That look answers with an error.`,
    ),
    '',
  ].join('\n')
}

/** A password has no place in what is printed. */
function logInOf(name: string): string {
  return `-- Where this log-in does not exist yet: CREATE LOGIN ${quoted(name)} WITH PASSWORD = N'…';`
}

function wantedBy(procedures: readonly Procedure[], takes: (role: Role) => boolean): Wanted[] {
  const all = procedures.flatMap((procedure) =>
    everyBlock(procedure).flatMap((block) =>
      block.language !== 'sql' || !takes(block.role)
        ? []
        : rightsOf(block.text, block.database ?? 'master').map(({ line, ...right }): Wanted => ({
            right,
            places: [`${procedure.id}.md:${block.line + line}`],
          })),
    ),
  )
  return merged(all)
}

function withOwn(acts: readonly Wanted[]): Wanted[] {
  return merged([...ACTING_RIGHTS.map((right) => ({ right, places: ['progress of its own statements'] })), ...acts])
}

function merged(all: readonly Wanted[]): Wanted[] {
  const byRight = new Map<string, Wanted>()
  for (const { right, places } of all) {
    const key = JSON.stringify(right)
    const known = byRight.get(key)
    if (known === undefined) byRight.set(key, { right, places: [...places] })
    else known.places.push(...places.filter((place) => !known.places.includes(place)))
  }
  return [...byRight.values()]
}

/** One batch for the server, one for each database, and comments for what no statement can say. */
function grantsOf(logIn: string, wanted: readonly Wanted[]): string[] {
  const of = (database: string) => wanted.filter(({ right }) => homeOf(right) === database)
  const databases = [...new Set(wanted.flatMap(({ right }) => homeOf(right) ?? []))]
  const known = databases.filter((database) => !database.startsWith('@')).toSorted()
  const whole = wanted.some(({ right }) => right.on === 'server-role' && right.role === 'sysadmin')
  const lines = [
    ...(whole ? ['-- A member of sysadmin has every right: the others are said for the day when no document takes it any more.'] : []),
    ...batch(
      'master',
      wanted.filter(({ right }) => right.on.startsWith('server')),
      logIn,
    ),
  ]
  for (const database of known) {
    if (!SYSTEM.has(database.toLowerCase()))
      lines.push(
        `-- ${database} can be entered only where it is ONLINE. Where it is restored from a backup, its users come with it: give the rights on the primary.`,
      )
    lines.push(...batch(database, of(database), logIn, true))
  }
  for (const { right, places } of databases.filter((database) => database.startsWith('@')).flatMap(of))
    lines.push(`-- In each database that ${homeOf(right)} may name: ${statement(right, logIn)} -- ${places.join(', ')}`)
  for (const { right, places } of wanted)
    if (right.on === 'unknown')
      lines.push(`-- The text does not tell what this takes, look for yourself: ${right.what} (${places.join(', ')})`)
  return lines
}

const SYSTEM: ReadonlySet<string> = new Set(['master', 'msdb', 'model', 'tempdb'])

function batch(database: string, wanted: readonly Wanted[], logIn: string, user = false): string[] {
  if (wanted.length === 0) return []
  return [
    `USE ${quoted(database)};`,
    ...(user ? [`IF USER_ID(N'${logIn.replaceAll("'", "''")}') IS NULL CREATE USER ${quoted(logIn)} FOR LOGIN ${quoted(logIn)};`] : []),
    ...wanted.map(({ right, places }) => `${statement(right, logIn)} -- ${places.join(', ')}`),
    'GO',
  ]
}

function homeOf(right: Right): string | undefined {
  return 'database' in right ? right.database : undefined
}

function statement(right: Right, logIn: string): string {
  switch (right.on) {
    case 'server':
    case 'database':
      return `GRANT ${right.permission} TO ${quoted(logIn)};`
    case 'server-role':
      return `ALTER SERVER ROLE ${quoted(right.role)} ADD MEMBER ${quoted(logIn)};`
    case 'database-role':
      return `ALTER ROLE ${quoted(right.role)} ADD MEMBER ${quoted(logIn)};`
    case 'object':
      return `GRANT ${right.permission} ON OBJECT::${quoted(right.schema)}.${quoted(right.object)} TO ${quoted(logIn)};`
    case 'unknown':
      return `-- ${right.what}`
  }
}

function sayRight(right: Right): string {
  switch (right.on) {
    case 'server':
      return right.permission
    case 'database':
      return `${right.permission} in ${right.database}`
    case 'server-role':
      return `the server role ${right.role}`
    case 'database-role':
      return `the role ${right.role} of ${right.database}`
    case 'object':
      return `${right.permission} on ${right.database}.${right.schema}.${right.object}`
    case 'unknown':
      return right.what
  }
}

function quoted(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`
}
