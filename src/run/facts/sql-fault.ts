/** What a worker says of SQL Server, and of the way there. Durations are milliseconds. */
import type { InexactKind } from '../../procedure/say/inexact.ts'

/** `name`: of the target; `host`: where it was dialled. */
export interface SqlPlace {
  name: string
  host: string
  port: number
}

/** How far a session came. */
export type Reached = 'nothing' | 'connection' | 'log-in'

/** What Node's and OpenSSL's codes mean. */
export type SqlTrouble =
  | 'unreachable'
  | 'unnamed'
  | 'cut-off'
  | 'old-tls'
  | 'no-tls'
  | 'weak-key'
  | 'no-cipher'
  | 'bad-certificate'
  | 'untimely'
  | 'other-name'
  | 'stranger'
  | 'unknown-tls'

export type SqlFault =
  | { is: 'sql-silent'; at: SqlPlace; reached: Reached; ms: number }
  | { is: 'sql-stopped'; at: SqlPlace }
  /** `answer`: what stands in its PRELOGIN answer; a number is its byte. */
  | { is: 'sql-not-encrypted'; at: SqlPlace; answer: number | 'no-server' | 'cut' | 'nothing' }
  | { is: 'sent-on'; at: SqlPlace }
  | { is: 'log-in-refused'; at: SqlPlace; logIn: string; said: { number: number; message: string }[] }
  /** `reason`: the system's own words, where they are for people. */
  | { is: 'sql-trouble'; at: SqlPlace; trouble: SqlTrouble; code: string; reason?: string }
  /** `met`: a code, or the driver's own words. */
  | { is: 'sql-unknown'; at: SqlPlace; met: string; reached: Reached }
  | { is: 'other-server'; at: SqlPlace; calls: string; host: string; instance?: string; names?: string[] }
  | { is: 'database-stopped'; at: SqlPlace; database: string }
  | { is: 'database-silent'; at: SqlPlace; database: string; ms: number }
  | { is: 'database-refused'; at: SqlPlace; database: string; message: string; number: number }
  | { is: 'session-lost-at-once'; at: SqlPlace }
  | { is: 'session-silent'; ms: number }
  | { is: 'session-stopped' }
  | { is: 'applock-answer'; got: string }
  | { is: 'value-too-long'; name: string; length: number; type: string; most: number }
  | { is: 'same-columns'; column: string }
  /** `type`: the driver's name of it, where its kind is not known. */
  | { is: 'inexact-column'; column: string; kind: InexactKind | 'unknown'; type: string }
  /** An error of the server that arose in a procedure. */
  | { is: 'in-procedure'; message: string; procedure: string; line?: number }
  | { is: 'driver-hangs'; ms: number }
  /** `fate`: what the server says of the stop. */
  | { is: 'statement-stopped'; by: 'timeout' | 'asked'; allowedMs: number; fate: 'lost' | 'stopped' | 'done' }
