import { failGroupOver } from './fail-group-over.ts'
import { mapUser } from './map-user.ts'
import { procedureNamed } from './procedures.ts'
import { runAlterDatabase, runDropDatabase } from './run-alter-database.ts'
import { runBackup } from './run-backup.ts'
import { runExec, runExecString } from './run-exec.ts'
import { runInsert } from './run-insert.ts'
import { runInspect } from './run-inspect.ts'
import { runKill } from './run-kill.ts'
import { createTemporary, dropTemporary, tableNamed } from './temporary-tables.ts'
import { runQuery } from './run-query.ts'
import { runRestore } from './run-restore.ts'
import type { ControlStatement, Statement } from './statement.ts'
import type { Work } from './work.ts'

type Leaf = Exclude<Statement, ControlStatement & { line: number; text: string }>

/** Runs a statement that reads or does something; what it changed is written down before the client is told. */
export async function runLeaf(statement: Leaf, work: Work): Promise<void> {
  beginImplicitly(statement, work)
  await run(statement, work)
  if (hasEffect(statement, work)) writeDown(statement, work)
  // Queries and INSERT have said how many rows they counted.
  if (statement.kind !== 'query' && statement.kind !== 'insert') work.sink.statementDone()
}

async function run(statement: Leaf, work: Work): Promise<void> {
  switch (statement.kind) {
    case 'query':
      return runQuery(statement, work)
    case 'insert':
      return runInsert(statement, work)
    case 'delete':
      tableNamed(statement.from, work).rows = []
      return
    case 'create-table':
      return createTemporary(statement, work)
    case 'drop-table':
      return dropTemporary(statement, work)
    case 'guarded':
      throw statement.need(work.session) ?? statement.beyond
    case 'exec':
      return runExec(statement, work)
    case 'exec-string':
      return runExecString(statement, work)
    case 'restore':
      return runRestore(statement, work)
    case 'inspect':
      return runInspect(statement, work)
    case 'backup':
      return runBackup(statement, work)
    case 'alter-database':
      return runAlterDatabase(statement, work)
    case 'drop-database':
      return runDropDatabase(statement, work)
    case 'alter-group':
      return failGroupOver(statement, work)
    case 'map-user':
      return mapUser(statement, work)
    case 'kill':
      return runKill(statement, work)
  }
}

/** SET IMPLICIT_TRANSACTIONS ON: what reads or writes a table begins a transaction, which stays open. */
function beginImplicitly(statement: Leaf, { session }: Work): void {
  if (session.settings.options.get('IMPLICIT_TRANSACTIONS') !== 'ON' || session.transactions > 0) return
  const reads = statement.kind === 'query' && statement.query.first.from.length > 0
  if (reads || statement.kind === 'insert' || statement.kind === 'delete' || statement.kind === 'create-table') session.transactions = 1
}

function hasEffect(statement: Leaf, work: Work): boolean {
  switch (statement.kind) {
    case 'query':
    case 'insert':
    case 'delete':
    case 'create-table':
    case 'drop-table':
    case 'guarded':
    case 'exec-string':
    case 'inspect':
      return false
    case 'exec':
      return procedureNamed(statement.procedure, work.session)?.effect ?? false
    case 'restore':
    case 'backup':
    case 'alter-database':
    case 'drop-database':
    case 'alter-group':
    case 'map-user':
    case 'kill':
      return true
  }
}

/** The statement with its variables' values in their places. */
function writeDown(statement: Leaf, { session, frame }: Work): void {
  const { row, instance, state } = session
  const what = statement.text.replaceAll(/(?<![@\p{L}\p{N}_])@[\p{L}\p{N}_]+(?!\s*=\s*[@\p{L}N'])/gu, (name) => {
    const variable = frame.variable(name)
    return variable === undefined ? name : `${name}{${String(variable.value)}}`
  })
  state.effects.push({ at: state.clock.now(), where: instance.name, spid: row.spid, program: row.program, what })
}
