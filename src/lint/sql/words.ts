/** Words of T-SQL that begin statements, sorted by what they may do, and small questions about tokens. */
import type { SqlToken } from './tokens.ts'

/** Statements that change nothing but variables and the flow. */
const HARMLESS_STARTS: ReadonlySet<string> = new Set(
  'SELECT DECLARE SET IF ELSE BEGIN END WHILE WITH WAITFOR PRINT RAISERROR THROW RETURN BREAK CONTINUE GOTO READTEXT'.split(' '),
)

/** Statements that change something, or end a change. Nearly all are reserved words, so as a name they stand in brackets. */
export const WRITING_WORDS: ReadonlySet<string> = new Set(
  `UPDATE DELETE MERGE TRUNCATE CREATE ALTER DROP BACKUP KILL GRANT REVOKE DENY SHUTDOWN RECONFIGURE CHECKPOINT BULK
  UPDATETEXT WRITETEXT COMMIT ROLLBACK SAVE REVERT SETUSER SEND RECEIVE CONVERSATION DIALOG SIGNATURE SENSITIVITY DUMP LOAD
  LINENO`.split(/\s+/),
)

/** Every word that ends an expression before it, because a statement or a clause begins there. */
const STARTS: ReadonlySet<string> = new Set([
  ...HARMLESS_STARTS,
  ...WRITING_WORDS,
  ...'EXEC EXECUTE INSERT RESTORE USE FETCH OPEN CLOSE DEALLOCATE DBCC'.split(' '),
])

/** Words that begin a statement only at its very beginning. */
const RARE_STARTS: ReadonlySet<string> = new Set('ENABLE DISABLE ADD GET MOVE RENAME COPY'.split(' '))

/** Whether a statement can begin with this token. */
export function beginsStatement(token: SqlToken): boolean {
  return isSymbol(token, '(') || (token.kind === 'word' && (STARTS.has(token.value) || RARE_STARTS.has(token.value)))
}

export function isWord(token: SqlToken | undefined, ...words: string[]): boolean {
  return token?.kind === 'word' && words.includes(token.value)
}

export function isSymbol(token: SqlToken | undefined, ...symbols: string[]): boolean {
  return token?.kind === 'symbol' && symbols.includes(token.value)
}

export function isVariable(token: SqlToken | undefined, name: string): boolean {
  return token?.kind === 'variable' && token.value.toLowerCase() === name.toLowerCase()
}

/** Index of the parenthesis that closes the one at `open`; the end where none does. */
export function closingOf(tokens: readonly SqlToken[], open: number): number {
  let depth = 0
  for (let index = open; index < tokens.length; index++) {
    if (isSymbol(tokens[index], '(')) depth++
    if (isSymbol(tokens[index], ')') && --depth === 0) return index
  }
  return tokens.length
}

/** Whether an expression that began before `index` is over there. */
export function endsExpression(token: SqlToken | undefined): boolean {
  return token === undefined || isSymbol(token, ';') || (token.kind === 'word' && STARTS.has(token.value))
}

/** Source: "Configuration functions" and "System functions" of Microsoft's T-SQL reference. */
const SYSTEM_VARIABLES: ReadonlySet<string> = new Set(
  `CONNECTIONS CPU_BUSY CURSOR_ROWS DATEFIRST DBTS ERROR FETCH_STATUS IDENTITY IDLE IO_BUSY LANGID LANGUAGE LOCK_TIMEOUT MAX_CONNECTIONS
  MAX_PRECISION MICROSOFTVERSION NESTLEVEL OPTIONS PACKET_ERRORS PACK_RECEIVED PACK_SENT PROCID REMSERVER ROWCOUNT SERVERNAME SERVICENAME
  SPID TEXTSIZE TIMETICKS TOTAL_ERRORS TOTAL_READ TOTAL_WRITE TRANCOUNT VERSION`.split(/\s+/),
)

/** `@@SPID`; a variable that a block declares may be called `@@x`, too. */
export function isSystemVariable({ kind, value }: SqlToken): boolean {
  return kind === 'system' && SYSTEM_VARIABLES.has(value.slice(2))
}
