import { setTimeout as delay } from 'node:timers/promises'
import type { BoundParameter, Column, ResultSink, SqlInstance, SqlLogin, SqlMessage, SqlSession, SqlValue } from '../result-sink.ts'

/** What a tiny instance does with a statement of its script. */
export type Act = (sink: ResultSink, parameters: BoundParameter[], signal: AbortSignal) => void | Promise<void>

export interface TinyInstance extends SqlInstance {
  readonly logins: SqlLogin[]
  /** Texts that reached `execute`, without what drivers send by themselves. */
  readonly executed: string[]
  closedSpids: number[]
  /** Sessions that a client had made clean. */
  resetSpids: number[]
  kill(spid: number): void
  routesTo?: { server: string; port: number }
}

/** An instance of a few scripted statements, to test the wire without a SQL engine; what is not in the script is an error. */
export function tinyInstance(script: Record<string, Act>, serverName = 'LOCALHOST'): TinyInstance {
  const drops = new Map<number, () => void>()
  let spid = 50
  const instance: TinyInstance = {
    name: 'TINY',
    logins: [],
    executed: [],
    closedSpids: [],
    resetSpids: [],
    kill: (victim) => drops.get(victim)?.(),
    onDrop: (one, drop) => void drops.set(one, drop),
    login(login) {
      instance.logins.push(login)
      if (login.database === 'gone') return [noDatabase(login.database), ...failed(login.user)]
      return login.password === 'p@ss "한국어"' ? session((spid += 1)) : failed(login.user)
    },
  }
  const session = (own: number): SqlSession => ({
    spid: own,
    transactions: 0,
    reset: () => void instance.resetSpids.push(own),
    async execute(text, parameters, sink, signal) {
      if (/^set |^SELECT 1;$/i.test(text)) return sink.statementDone()
      const act = script[text.trim()] ?? identityOf(text, own, serverName) ?? unknown(text)
      if (!/@@SPID/.test(text)) instance.executed.push(text)
      await act(sink, parameters, signal)
    },
    close: () => void instance.closedSpids.push(own),
  })
  return instance
}

/** Who it is, and which session this is. */
function identityOf(text: string, spid: number, serverName: string): Act | undefined {
  const session: Column = { name: 'spid', type: { name: 'int' } }
  if (text === 'spid' || text === 'SELECT spid = CAST(@@SPID AS int)') return rows([session], [spid])
  if (!text.startsWith('SELECT spid = CAST(@@SPID AS int), server')) return undefined
  return rows([session, { name: 'server', type: { name: 'nvarchar', length: 300 } }], [spid, serverName])
}

/** One result set. */
export function rows(columns: Column[], ...values: SqlValue[][]): Act {
  return (sink) => {
    sink.columns(columns)
    for (const row of values) sink.row(row)
    sink.statementDone(values.length)
  }
}

/** Gives the parameters back as one row, in the types in which they came. */
export const echo: Act = (sink, parameters) => {
  sink.columns(parameters.map(({ name, type }) => ({ name, type })))
  sink.row(parameters.map(({ value }) => value))
  sink.statementDone(1)
}

export function says(number: number, severity: number, text: string): SqlMessage {
  return { number, severity, state: 1, line: 3, text, procedure: 'sp_tiny' }
}

/** Reports 10 to 100 percent, each a moment after the other, until it is stopped. */
export function slowly(momentMs: number): Act {
  return async (sink, _parameters, signal) => {
    for (let percent = 10; percent <= 100 && !signal.aborted; percent += 10) {
      sink.message(says(3211, 10, `${percent} percent processed.`))
      await delay(momentMs, undefined, { signal }).catch(() => undefined)
    }
    sink.statementDone()
  }
}

function unknown(text: string): Act {
  return (sink) => {
    sink.message(says(50_000, 16, `not in the script: ${text}`))
    sink.statementDone()
  }
}

function noDatabase(name: string): SqlMessage {
  return { number: 4060, severity: 11, state: 1, line: 1, text: `Cannot open database "${name}" requested by the login. The login failed.` }
}

function failed(user: string): SqlMessage[] {
  return [{ number: 18_456, severity: 14, state: 1, line: 1, text: `Login failed for user '${user}'.` }]
}
