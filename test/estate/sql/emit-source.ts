import { denied } from '../rights/denied.ts'
import { mayOnServer } from '../rights/rights.ts'
import { findObject, noServer } from './catalog.ts'
import type { SessionView } from './environment.ts'
import { myPermissions } from './permissions.ts'
import { emitCondition } from './emit-condition.ts'
import { emitExpression } from './emit-expression.ts'
import { emitQuery } from './emit-query.ts'
import type { Emission } from './emit.ts'
import { Scope } from './scope.ts'
import type { ScopeSource } from './scope.ts'
import { SqlError, notUnderstood } from './sql-error.ts'
import { INT, nvarchar } from './sql-type.ts'
import type { Source } from './syntax.ts'

/** FROM with its joins; every source is entered into the scope before its ON is read. */
export function emitSources(sources: Source[], scope: Scope, emission: Emission): string {
  return sources
    .map((source, index) => {
      const alias = emission.alias()
      const { sql, entry } = emitSource(source, alias, scope, emission)
      if (scope.sources.some((other) => other.names.some((name) => entry.names.includes(name)))) {
        throw new SqlError(1011, `The correlation name '${source.alias ?? entry.names[0]!}' is specified multiple times in a FROM clause.`)
      }
      scope.sources.push(entry)
      const on = source.on === undefined ? '' : ` ON ${emitCondition(source.on, scope, emission)}`
      return (index === 0 ? ' FROM ' : ` ${JOINS[source.join]} `) + `${sql} AS ${alias}${on}`
    })
    .join('')
}

const JOINS = {
  FROM: 'CROSS JOIN',
  CROSS: 'CROSS JOIN',
  INNER: 'JOIN',
  LEFT: 'LEFT JOIN',
  RIGHT: 'RIGHT JOIN',
  FULL: 'FULL JOIN',
  'CROSS APPLY': 'JOIN',
  'OUTER APPLY': 'LEFT JOIN',
}

function emitSource(source: Source, alias: string, scope: Scope, emission: Emission): { sql: string; entry: ScopeSource } {
  const { of } = source
  const applied = source.join === 'CROSS APPLY' || source.join === 'OUTER APPLY'
  // What is applied sees the sources before it; what is joined sees what is around the query.
  if (of.kind === 'json') return emitJson(of.value, source.alias, alias, applied ? scope : new Scope(scope.parent), emission)
  if (applied && of.kind === 'query') return emitApplied(of.query, of.columns, source.alias!, alias, scope, emission)
  if (of.kind === 'query') return emitDerived(of.query, of.columns, source.alias!, alias, scope, emission)
  if (of.kind === 'elsewhere') throw whyNotElsewhere(of, emission.environment.session)
  if (of.kind === 'function') return emitFunction(of, source.alias, alias, emission)
  const name = of.path.join('.')
  const cte = of.path.length === 1 ? scope.cte(name) : undefined
  if (cte !== undefined) {
    if (emission.openCtes.has(cte)) throw notUnderstood(`the recursive common table expression ${cte.name}`, 1)
    emission.openCtes.add(cte)
    const derived = emitDerived(cte.query, cte.columns, source.alias ?? cte.name, alias, scope, emission)
    emission.openCtes.delete(cte)
    return derived
  }
  const table = emission.table(name.toLowerCase(), () => {
    if (!name.startsWith('@')) return findObject(of.path, emission.environment)
    const data = emission.environment.tableVariable(name)
    if (data === undefined) throw new SqlError(1087, `Must declare the table variable "${name}".`, 15, 2)
    return data
  })
  const columns = table.data.columns.map((column, index) => ({ name: column.name, sql: `${alias}.c${index}`, type: column.type }))
  const names = source.alias === undefined ? [of.path.at(-1)!.toLowerCase(), ...suffixes(of.path)] : [source.alias.toLowerCase()]
  return { sql: table.name, entry: { names, columns } }
}

/** sys.fn_my_permissions of constants; the stand-in has no other function that gives a table. */
function emitFunction(of: Extract<Source['of'], { kind: 'function' }>, name: string | undefined, alias: string, emission: Emission) {
  const written = of.path.join('.')
  const [entity, kind] = of.arguments
  if (!/^sys\.fn_my_permissions$/i.test(written) || entity?.kind !== 'literal' || entity.value !== null || kind?.kind !== 'literal') {
    throw notUnderstood(`the function ${written}`, 1)
  }
  const securableClass = String(kind.value)
  const table = emission.table(`${written}(${securableClass})`.toLowerCase(), () =>
    myPermissions(emission.environment.session, securableClass),
  )
  const columns = table.data.columns.map((column, index) => ({ name: column.name, sql: `${alias}.c${index}`, type: column.type }))
  return { sql: table.name, entry: { names: [(name ?? of.path.at(-1) ?? '').toLowerCase()], columns } }
}

/** Other servers and files: there are no linked servers here, and ad hoc access is turned off, as a server comes. */
function whyNotElsewhere({ word, provider }: Extract<Source['of'], { kind: 'elsewhere' }>, session: SessionView): SqlError {
  if (word === 'OPENQUERY') return noServer(provider)
  if (provider === 'BULK')
    return mayOnServer(session, 'ADMINISTER BULK OPERATIONS') ? notUnderstood('OPENROWSET (BULK …)', 1) : denied.toLoad()
  return mayOnServer(session, 'CONTROL SERVER') ? notUnderstood(word, 1) : denied.adHoc(provider)
}

function emitDerived(
  query: Extract<Source['of'], { kind: 'query' }>['query'],
  renamed: string[],
  name: string,
  alias: string,
  scope: Scope,
  emission: Emission,
) {
  const { sql, columns } = emitQuery(query, scope.parent, emission)
  const entry: ScopeSource = {
    names: [name.toLowerCase()],
    columns: columns.map((column, index) => ({ name: renamed[index] ?? column.name, sql: `${alias}.c${index}`, type: column.type })),
  }
  return { sql: `(${sql})`, entry }
}

/** SQLite has no query for each row, but a function that gives the rows of a JSON text: the query's rows become one. */
function emitApplied(
  query: Extract<Source['of'], { kind: 'query' }>['query'],
  renamed: string[],
  name: string,
  alias: string,
  scope: Scope,
  emission: Emission,
) {
  const { sql, columns } = emitQuery(query, scope, emission)
  const cells = columns.map(({ type }, index) => (type.name === 'varbinary' ? `hex(c${index})` : `c${index}`))
  const entry: ScopeSource = {
    names: [name.toLowerCase()],
    columns: columns.map((column, index) => {
      const cell = `json_extract(${alias}.value, '$[${index}]')`
      return { name: renamed[index] ?? column.name, sql: column.type.name === 'varbinary' ? `unhex(${cell})` : cell, type: column.type }
    }),
  }
  return { sql: `json_each((SELECT json_group_array(json_array(${cells.join(', ')})) FROM (${sql})))`, entry }
}

/** OPENJSON without a schema: key, value, type. */
function emitJson(value: Parameters<typeof emitExpression>[0], name: string | undefined, alias: string, scope: Scope, emission: Emission) {
  const json = emission.convert(emitExpression(value, scope, emission), nvarchar(-1))
  const type = `(CASE ${alias}.type WHEN 'null' THEN 0 WHEN 'text' THEN 1 WHEN 'integer' THEN 2 WHEN 'real' THEN 2 WHEN 'array' THEN 4 WHEN 'object' THEN 5 ELSE 3 END)`
  const text = `(CASE ${alias}.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(${alias}.value AS text) END)`
  const entry: ScopeSource = {
    names: [(name ?? 'openjson').toLowerCase()],
    columns: [
      { name: 'key', sql: `CAST(${alias}.key AS text)`, type: nvarchar(4000) },
      { name: 'value', sql: text, type: nvarchar(-1) },
      { name: 'type', sql: type, type: INT },
    ],
  }
  return { sql: `json_each(t_json(${json.sql}))`, entry }
}

function suffixes(path: string[]): string[] {
  return path.slice(0, -1).map((_, index) => path.slice(index).join('.').toLowerCase())
}
